import { ApiProperty } from '@nestjs/swagger';
import { nullable } from '../../http/answers/record-view.js';
import { APP_PRESETS, type AppPreset, type LookerApp } from './app-presets.js';
import { type RegisteredApp, registrationOf } from './registered-apps.js';

export const APP_STATES = ['registered', 'other_redirect', 'disabled', 'not_seen'] as const;

/** What an administrator enters in Looker where the gateway may not register the app. */
class AppRegistrationView {
  @ApiProperty() redirect_uri: string;
  @ApiProperty() display_name: string;
  @ApiProperty() description: string;
  @ApiProperty() enabled: boolean;
}

class LookerAppView {
  @ApiProperty({ enum: APP_PRESETS }) preset: AppPreset;
  @ApiProperty() client_guid: string;
  @ApiProperty({
    enum: APP_STATES,
    description:
      '`not_seen`: it is not registered, or Looker does not show its apps to the user of the account’s API key.',
  })
  state: (typeof APP_STATES)[number];
  @ApiProperty({ ...nullable(String), description: 'What is wrong, and what to do about it.' }) problem: string | null;
  @ApiProperty({ description: 'The body of Looker’s operation register_oauth_client_app for this app.' })
  registration: AppRegistrationView;
}

/** The OAuth client apps that an account’s Looker needs for people to sign in there. */
export class LookerAppsView {
  @ApiProperty({
    ...nullable(String),
    description: 'By which app people sign in at this Looker on the gateway’s pages. Null: none, they cannot.',
  })
  client_guid: string | null;
  @ApiProperty({ type: [LookerAppView] }) apps: LookerAppView[];
  @ApiProperty({ description: 'What a Looker administrator clicks to register an app by hand.' }) by_hand: string;
}

export const BY_HAND =
  'In Looker, as an administrator: Applications, API Explorer, Auth, Register OAuth App (register_oauth_client_app), with the client_guid and the body that belong to the app.';

/** @param known what Looker shows; undefined: nothing, to this account. */
export function appView(preset: AppPreset, app: LookerApp, known: readonly RegisteredApp[] | undefined): LookerAppView {
  const found = known?.find(({ clientGuid }) => clientGuid === app.clientGuid);
  const { state, problem } = judged(app, found, known === undefined);
  return { preset, client_guid: app.clientGuid, state, problem, registration: registrationOf(app) };
}

function judged(
  app: LookerApp,
  found: RegisteredApp | undefined,
  isHidden: boolean,
): Pick<LookerAppView, 'state' | 'problem'> {
  if (found === undefined && isHidden)
    return {
      state: 'not_seen',
      problem:
        'Looker shows its OAuth apps to administrators only, and the user of this account’s API key is none: have one look there.',
    };
  if (found === undefined) return { state: 'not_seen', problem: null };
  if (!found.isEnabled)
    return { state: 'disabled', problem: 'The app is disabled in Looker: register it again here, or enable it there.' };
  if (found.redirectUri !== app.redirectUri)
    return {
      state: 'other_redirect',
      problem: `Looker sends people back to ${found.redirectUri} in the place of ${app.redirectUri}, and refuses their sign-in: register the app again here, or correct its redirect_uri there.`,
    };
  return { state: 'registered', problem: null };
}
