import type { LookerConnection } from './looker-connection.js';
import { LookerError } from './looker-error.js';

/** Where a token may go: the address that the account was connected with, and what its Looker calls its API's. */
export interface TokenPlaces extends Pick<LookerConnection, 'baseUrl'> {
  /** `api_server_url` in Looker's answer of `/versions`, a stranger's text; left out where only the connected address counts. */
  readonly apiServerUrl?: string | null;
}

const hasCredentials = ({ username, password }: URL) => username !== '' || password !== '';
/** Not by `origin`, which is that of the inner address for `blob:`, and equal for all that have none. */
const isSameOrigin = (left: URL, right: URL) => left.protocol === right.protocol && left.host === right.host;

/**
 * Whether a session's token may go to an address: to the origin that the account was connected with, and over https to
 * that of the API server that Looker names, if it is on the same host. Whoever runs a Looker chooses what it names.
 */
export function mayCarryToken(address: string, { baseUrl, apiServerUrl }: TokenPlaces): boolean {
  if (!URL.canParse(address) || !URL.canParse(baseUrl)) return false;
  const [url, connected] = [new URL(address), new URL(baseUrl)];
  if (hasCredentials(url)) return false;
  if (isSameOrigin(url, connected)) return true;
  if (url.protocol !== 'https:' || url.hostname !== connected.hostname) return false;
  if (apiServerUrl == null || !URL.canParse(apiServerUrl)) return false;
  const apiServer = new URL(apiServerUrl);
  return !hasCredentials(apiServer) && isSameOrigin(url, apiServer);
}

/**
 * The header that a request to this address proves itself with; the only place where one is made.
 * @throws LookerError `address_refused` for an address that gets no token.
 */
export function tokenHeader(token: string, address: string, places: TokenPlaces): { readonly authorization: string } {
  if (!mayCarryToken(address, places))
    throw new LookerError('address_refused', 'the address is not that of the Looker which the token is of');
  return { authorization: `Bearer ${token}` };
}
