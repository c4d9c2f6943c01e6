import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../errors/app-error.js';

/**
 * The token of an `Authorization: Bearer` header (RFC 6750, 2.1); undefined where there is none, or one of more characters.
 * @param charactersMax left out: as many as a header may have.
 */
export function bearerTokenOf(
  { authorization = '' }: IncomingHttpHeaders,
  charactersMax = Number.POSITIVE_INFINITY,
): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  return token === undefined || token.length > charactersMax ? undefined : token;
}

const TOKEN_CHARACTERS_MAX = 8 * 1024;

/**
 * Whether a token that another site gave can stand in a header: visible ASCII, as RFC 6749 (A.12) has it but for blanks. What cannot is
 * quoted by whatever refuses the header.
 */
export const isSendableToken = (token: unknown): token is string =>
  typeof token === 'string' && token.length <= TOKEN_CHARACTERS_MAX && /^[\x21-\x7e]+$/.test(token);

/**
 * Addresses are written into logs and histories on the way (RFC 6750, 2.3; MCP, Authorization, access token usage).
 * @throws AppError `credential.in_query`
 */
export function checkQuery(url: string): void {
  const query = new URLSearchParams(url.split('?').slice(1).join('?'));
  if (!['access_token', 'authorization'].some((name) => query.has(name))) return;
  throw new AppError(
    'credential.in_query',
    'An access token in the address is not taken. Send it in the header Authorization: Bearer, and end this one: it stands in logs now.',
  );
}
