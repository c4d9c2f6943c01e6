import { Injectable } from '@nestjs/common';
import { LookerClient } from '../../looker/looker-client.js';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import { sanitizedLine } from '../../looker/sanitized-text.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import { isRecord } from '../../values/is-record.js';
import type { LookerApp } from './app-presets.js';

/** An app as Looker has it. */
export interface RegisteredApp {
  readonly clientGuid: string;
  readonly redirectUri: string;
  readonly isEnabled: boolean;
}

/** Looker took the registration, and shows another one when it is asked. */
export class AppNotKept extends Error {
  override readonly name = 'AppNotKept';
}

const FIELDS = { fields: 'client_guid,redirect_uri,display_name,enabled' };
const APPS_MAX = 1_000;
const TEXT_CHARACTERS_MAX = 2_000;

/** The OAuth client apps of a Looker, seen and changed with an account's API key. */
@Injectable()
export class RegisteredApps {
  constructor(private readonly looker: LookerClient) {}

  /**
   * Those that Looker shows to the account (operation all_oauth_client_apps).
   * @returns undefined where it shows none to whoever is no administrator.
   * @throws LookerError
   */
  async list(connection: LookerConnection): Promise<readonly RegisteredApp[] | undefined> {
    try {
      const { body } = await this.looker.send(connection, { verb: 'GET', path: '/oauth_client_apps', query: FIELDS });
      return Array.isArray(body) ? body.slice(0, APPS_MAX).flatMap((app) => appIn(app) ?? []) : [];
    } catch (error) {
      if (isNotAllowed(error)) return undefined;
      throw error;
    }
  }

  /**
   * Makes sure that Looker knows an app as it is described, and reads it back. Of two who register the same one at once the
   * second finds what the first made.
   * @throws LookerError, AppNotKept
   */
  async ensure(connection: LookerConnection, app: LookerApp): Promise<void> {
    const found = await this.find(connection, app.clientGuid);
    if (found !== undefined ? isSame(found, app) : await this.register(connection, app)) return;
    await this.send(connection, 'PATCH', app);
    await this.check(connection, app);
  }

  /** @returns false where somebody else was quicker. */
  private async register(connection: LookerConnection, app: LookerApp): Promise<boolean> {
    try {
      await this.send(connection, 'POST', app);
    } catch (error) {
      if (error instanceof LookerError && error.status === 409) return false;
      throw error;
    }
    await this.check(connection, app);
    return true;
  }

  private async check(connection: LookerConnection, app: LookerApp): Promise<void> {
    const found = await this.find(connection, app.clientGuid);
    if (found === undefined) throw new AppNotKept('it does not show the app that it took');
    if (!found.isEnabled) throw new AppNotKept('it took the app and has it disabled');
    if (found.redirectUri !== app.redirectUri)
      throw new AppNotKept(`it took the app and has the redirect_uri ${found.redirectUri} for it`);
  }

  private async find(connection: LookerConnection, clientGuid: string): Promise<RegisteredApp | undefined> {
    try {
      const request = { verb: 'GET', path: pathOf(clientGuid), query: FIELDS } as const;
      return appIn((await this.looker.send(connection, request)).body);
    } catch (error) {
      // Whether it is there is found out by registering it: to those who may not see it, Looker says the same.
      if (isNotAllowed(error)) return undefined;
      throw error;
    }
  }

  private async send(connection: LookerConnection, verb: 'POST' | 'PATCH', app: LookerApp): Promise<void> {
    const body = registrationOf(app);
    await this.looker.send(connection, { verb, path: pathOf(app.clientGuid), query: {}, body });
  }
}

/** What Looker is sent, and what an administrator types there in its place. */
export const registrationOf = ({ redirectUri, displayName, description }: LookerApp) => ({
  redirect_uri: redirectUri,
  display_name: displayName,
  description,
  enabled: true,
});

/** Whether Looker refused for want of a permission, or because there is no such app: it tells no one from the other. */
export const isNotAllowed = (error: unknown): boolean =>
  error instanceof LookerError && error.fault === 'refused' && (error.status === 403 || error.status === 404);

const pathOf = (clientGuid: string) => lookerPath`/oauth_client_apps/${clientGuid}`;

const isSame = (found: RegisteredApp, app: LookerApp) => found.isEnabled && found.redirectUri === app.redirectUri;

function appIn(body: unknown): RegisteredApp | undefined {
  if (!isRecord(body) || typeof body.client_guid !== 'string') return undefined;
  const redirectUri = sanitizedLine(body.redirect_uri, TEXT_CHARACTERS_MAX);
  return { clientGuid: body.client_guid, redirectUri, isEnabled: body.enabled !== false };
}
