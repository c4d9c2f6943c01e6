import { AppError } from '../errors/app-error.js';
import type { LookerError, LookerFault } from '../looker/looker-error.js';

type Explain = (error: LookerError, baseUrl: string) => AppError;

const remote = (error: LookerError) =>
  error.status === undefined ? {} : { remote: { status: error.status, message: error.message } };

const unreachable: Explain = (error, baseUrl) =>
  new AppError(
    'looker.unreachable',
    `${baseUrl} could not be reached: ${error.message}. Check the address and port (older instances use 19999), and that the gateway may connect to it.`,
    { ...remote(error), cause: error },
  );

const notLooker: Explain = (error, baseUrl) =>
  new AppError(
    'looker.not_looker',
    `${baseUrl} is not a Looker API: ${error.message}. Use the address of the API, such as https://acme.cloud.looker.com.`,
    { cause: error },
  );

const EXPLAIN: Record<LookerFault, Explain> = {
  login_refused: (error, baseUrl) =>
    new AppError(
      'looker.login_refused',
      `Looker at ${baseUrl} refused the login and said: "${error.message}". Check client_id and client_secret (Looker: Admin, Users, Edit API keys).`,
      { ...remote(error), cause: error },
    ),
  refused: (error, baseUrl) =>
    new AppError('looker.login_refused', `Looker at ${baseUrl} refused and said: "${error.message}".`, {
      ...remote(error),
      cause: error,
    }),
  sign_in_over: (error, baseUrl) =>
    new AppError('looker.login_refused', `The sign-in at ${baseUrl} is over. Sign in again.`, {
      ...remote(error),
      cause: error,
    }),
  acting_refused: (error, baseUrl) =>
    new AppError(
      'looker.login_refused',
      `Looker at ${baseUrl} does not let the gateway act as this user: ${error.message.replace(/\.$/, '')}. The API key must be an administrator’s, and on Looker (Google Cloud core) nobody can be acted as: let people sign in instead (config.auth "oauth").`,
      { ...remote(error), cause: error },
    ),
  rate_limited: (error, baseUrl) =>
    new AppError('looker.unreachable', `Looker at ${baseUrl} takes no more requests for now. Try again in a while.`, {
      ...remote(error),
      cause: error,
    }),
  address_refused: (error, baseUrl) =>
    new AppError('looker.address_refused', `${baseUrl} is refused: ${error.message}.`, { cause: error }),
  unreachable,
  timed_out: unreachable,
  paused: unreachable,
  busy: unreachable,
  aborted: unreachable,
  too_large: notLooker,
  not_looker: notLooker,
};

/** Why an account could not be connected, in words for the admin who typed the address and the key. */
export const connectionRefusal = (error: LookerError, baseUrl: string): AppError =>
  EXPLAIN[error.fault](error, baseUrl);
