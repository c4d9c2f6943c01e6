import { createHash, randomUUID } from 'node:crypto';
import { loggedText } from '../../call-log/call-log-entry.js';
import type { ClientName } from '../../tool-calls/calling-client.js';
import { isRecord } from '../../values/is-record.js';
import { methodOf } from './message.js';

/** The header that a client of 2025 repeats with each request, once `initialize` was answered with it. */
export const SESSION_HEADER = 'mcp-session-id';

const CHARACTERS_MAX = 128;
const SESSION_ID = /^[0-9a-f-]{36}\.([A-Za-z0-9_-]{1,2048})$/;

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? loggedText(value, CHARACTERS_MAX) : null;

/** What a client says of itself, where MCP has an `Implementation`. */
export const clientNameOf = (info: unknown): ClientName =>
  isRecord(info) ? { name: textOf(info.name), version: textOf(info.version) } : { name: null, version: null };

/** What a session id holds: the client, and the revision that was agreed on. */
interface Session {
  readonly client: ClientName;
  readonly revision: string | undefined;
}

/**
 * A session id for a client that opens with `initialize`; undefined for any other request. It holds what the client said
 * of itself, so that the gateway holds nothing: every replica reads it, no session is lost, and it opens nothing.
 * @param revision that the answer agrees on.
 */
export function newSessionId(body: unknown, revision: unknown): string | undefined {
  if (!isRecord(body) || methodOf(body) !== 'initialize') return undefined;
  const { name, version } = clientNameOf(isRecord(body.params) ? body.params.clientInfo : undefined);
  return `${randomUUID()}.${Buffer.from(JSON.stringify([name, version, textOf(revision)])).toString('base64url')}`;
}

/** The client of a session, as it named itself at the beginning; undefined for ids that the gateway cannot have made. */
export const clientOfSession = (sessionId: unknown): ClientName | undefined => sessionOf(sessionId)?.client;

/** The revision that a session was opened with; undefined where that is not known. */
export const revisionOfSession = (sessionId: unknown): string | undefined => sessionOf(sessionId)?.revision;

function sessionOf(sessionId: unknown): Session | undefined {
  const [, said] = SESSION_ID.exec(String(sessionId)) ?? [];
  if (said === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(said, 'base64url').toString());
    if (!Array.isArray(parts)) return undefined;
    const [name, version, revision] = parts;
    return { client: clientNameOf({ name, version }), revision: textOf(revision) ?? undefined };
  } catch {
    return undefined;
  }
}

/** One request of one client, as a notice of its cancellation names it. Undefined without a session: ids are not unique. */
export function requestKey(serverId: string, sessionId: unknown, requestId: unknown): string | undefined {
  const isId = typeof requestId === 'string' || typeof requestId === 'number';
  if (!isId || clientOfSession(sessionId) === undefined) return undefined;
  return createHash('sha256')
    .update(JSON.stringify([serverId, sessionId, requestId]))
    .digest('base64url');
}

/** The id of the request that a body makes. */
export const requestIdOf = (body: unknown): unknown => (isRecord(body) ? body.id : undefined);

/** The id of the request that a body cancels (MCP 2025, `notifications/cancelled`). */
export const cancelledIdOf = (body: unknown): unknown =>
  isRecord(body) && methodOf(body) === 'notifications/cancelled' && isRecord(body.params)
    ? body.params.requestId
    : undefined;
