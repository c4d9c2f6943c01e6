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
