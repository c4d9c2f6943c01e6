import { AppError } from '../../errors/app-error.js';
import type { LookerError } from '../../looker/looker-error.js';
import { connectionRefusal } from '../connection-refusal.js';
import type { LookerApp } from './app-presets.js';
import { BY_HAND } from './looker-apps.view.js';
import { AppNotKept, isNotAllowed, registrationOf } from './registered-apps.js';

/** Why Looker did not take an app, and who can do what about it. */
export function appRefusal(error: LookerError | AppNotKept, app: LookerApp, baseUrl: string, isOwn: boolean): AppError {
  const stored = isOwn ? ' Then store that guid here: PATCH /integrated-account/{id} with oauth_client_guid.' : '';
  const byHand = `${BY_HAND} client_guid: ${app.clientGuid}, body: ${JSON.stringify(registrationOf(app))}.${stored}`;
  if (error instanceof AppNotKept)
    return refusal(
      `Looker at ${baseUrl} did not keep the app as it was registered: ${error.message}. Correct it there. ${byHand}`,
      error,
    );
  if (isNotAllowed(error))
    return refusal(
      `Looker at ${baseUrl} lets administrators register OAuth apps, and the user of this account’s API key is none. Give the account an API key of one, or have one do it by hand. ${byHand}`,
      error,
    );
  if (error.fault !== 'refused' || (error.status ?? 500) >= 500) return connectionRefusal(error, baseUrl);
  return refusal(`Looker at ${baseUrl} refused the app and said: "${reasonOf(error)}". ${byHand}`, error);
}

const reasonOf = ({ message, fields }: LookerError) =>
  [message, ...fields.map(({ field, message: why }) => `${field}: ${why}`)].join('; ');

const refusal = (message: string, cause: LookerError | AppNotKept) =>
  new AppError('looker.oauth_client_refused', message, {
    ...('status' in cause &&
      cause.status !== undefined && { remote: { status: cause.status, message: cause.message } }),
    cause,
  });
