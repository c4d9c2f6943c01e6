import { createHmac, timingSafeEqual } from 'node:crypto';

/** The request header in which pages prove that they can read the gateway's answers. */
export const CSRF_HEADER = 'x-csrf-token';

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What a page must send along with the session's cookie to change something. A browser adds the cookie to requests that
 * other sites make; this value they can neither read nor derive.
 */
export const csrfTokenOf = (sessionToken: string): string =>
  createHmac('sha256', sessionToken).update('csrf').digest('base64url');

/** Whether a request authenticated by the session's cookie was made by a page of ours. */
export function isRequestOwn(method: string, header: string | readonly string[] | undefined, sessionToken: string) {
  if (SAFE_METHODS.has(method)) return true;
  if (typeof header !== 'string') return false;
  const [given, expected] = [Buffer.from(header), Buffer.from(csrfTokenOf(sessionToken))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
