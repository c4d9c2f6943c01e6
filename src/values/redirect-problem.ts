const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/?#]|$)/i;

/** Whether a program on a person's own machine takes its answers there. */
export const isLoopbackRedirect = (uri: string): boolean => LOOPBACK.test(uri);

/** What is wrong with a redirect URI (RFC 8252, 7; OAuth 2.1, 2.3.1); undefined: nothing. */
export function redirectProblem(uri: string): string | undefined {
  if (!URL.canParse(uri)) return 'must be an absolute URL';
  const { protocol, hash, username, password } = new URL(uri);
  if (hash !== '' || uri.includes('#')) return 'must have no fragment';
  if (username !== '' || password !== '') return 'must not contain a user name or password';
  if (protocol === 'https:' || isLoopbackRedirect(uri)) return undefined;
  if (protocol === 'http:') return 'must start with https://, or lead to localhost';
  return /^[a-z][a-z0-9+-]*\.[a-z0-9.+-]+:$/.test(protocol)
    ? undefined
    : 'must start with https://, lead to localhost, or have a scheme with a dot in it, such as com.example.app';
}
