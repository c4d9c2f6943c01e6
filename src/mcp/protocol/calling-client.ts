import { createHash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { loggedText } from '../../call-log/logged-arguments.js';
import type { CallingClient, ClientName } from '../../tool-calls/tool-call.js';
import { isRecord } from '../../values/is-record.js';
import { methodOf } from './message.js';

const CHARACTERS_MAX = 128;

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? loggedText(value, CHARACTERS_MAX) : null;

/** The reserved `_meta` keys that each request of revision 2026-07-28 carries. */
const CLIENT_INFO = 'io.modelcontextprotocol/clientInfo';
const PROTOCOL_VERSION = 'io.modelcontextprotocol/protocolVersion';

/** The first product of a User-Agent: `name/version` (RFC 9110, 10.1.5). */
function productOf(userAgent: string | undefined): ClientName {
  const [, name, version] = /^([^\s/]+)(?:\/(\S+))?/.exec(userAgent ?? '') ?? [];
  return { name: textOf(name), version: textOf(version) };
}

/**
 * Reads the envelope of revision 2026-07-28. In 2025 a client names itself in `initialize` only, from where the session's id
 * brings it; a client that repeats no session id is known by its User-Agent.
 */
export function callingClient(
  envelope: Readonly<Record<string, unknown>> | undefined,
  headers: IncomingHttpHeaders,
): CallingClient {
  const names = [clientNameOf(envelope?.[CLIENT_INFO]), clientOfSession(headers[SESSION_HEADER])];
  const named = names.find((client) => client !== undefined && client.name !== null);
  return {
    ...(named ?? productOf(headers['user-agent'])),
    protocolVersion: textOf(envelope?.[PROTOCOL_VERSION]) ?? textOf(headers['mcp-protocol-version']),
  };
}

/** How a client names itself in a message or its session, and not by a User-Agent. */
export function namedClient(params: Readonly<Record<string, unknown>>, headers: IncomingHttpHeaders): ClientName {
  const meta = isRecord(params._meta) ? params._meta[CLIENT_INFO] : undefined;
  const names = [clientNameOf(params.clientInfo), clientNameOf(meta), clientOfSession(headers[SESSION_HEADER])];
  return names.find((client) => client !== undefined && client.name !== null) ?? { name: null, version: null };
}

/** The header that a client of 2025 repeats with each request, once `initialize` was answered with it. */
export const SESSION_HEADER = 'mcp-session-id';

const SESSION_ID = /^[0-9a-f-]{36}\.([A-Za-z0-9_-]{1,2048})$/;

/** What a client says of itself, where MCP has an `Implementation`. */
export const clientNameOf = (info: unknown): ClientName =>
  isRecord(info) ? { name: textOf(info.name), version: textOf(info.version) } : { name: null, version: null };

/** What a session id holds: the client, and the revision that was agreed on. */
interface Session {
  readonly client: ClientName;
  readonly revision: string | undefined;
}

/**
 * A session id for a client that opens with `initialize`; undefined for any other request. It holds how the client named
 * itself, so that the gateway holds nothing: every replica reads it, no session is lost, and it opens nothing.
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
  const [, held] = SESSION_ID.exec(String(sessionId)) ?? [];
  if (held === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(held, 'base64url').toString());
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

/** What is known of the programs that call, by the names that they give themselves. A name opens nothing: it only shapes answers. */
interface Habits {
  /** Whether it waits for a call as long as a server lets calls take. */
  readonly waits?: true;
  /** Whether its model sees MCP's `structuredContent` alone where there is one, no text and no picture. */
  readonly showsStructureAlone?: true;
}

/** In small letters. The official SDKs, and what is built on them, give up after a minute unless somebody sets another time. */
const KNOWN: Readonly<Record<string, Habits>> = {
  'claude-code': { waits: true, showsStructureAlone: true },
  // Claude's desktop application, its web application under both of its names, and the user agent of the latter.
  'claude-ai': { waits: true },
  claude: { waits: true },
  'anthropic/claudeai': { waits: true },
  'claude-user': { waits: true },
  'codex-mcp-client': { showsStructureAlone: true },
  'visual studio code': { showsStructureAlone: true },
  'visual studio code - insiders': { showsStructureAlone: true },
  // The gateway's own.
  dashboard: { waits: true },
};

/** How long a call may keep a client waiting that is not known to wait: the SDKs' time, and some for the way. */
const PATIENCE_MS = 50_000;

function habitsOf({ name }: ClientName): Habits {
  const key = (name ?? '').toLowerCase();
  return (Object.hasOwn(KNOWN, key) ? KNOWN[key] : undefined) ?? {};
}

/** For how long a client waits for an answer without having asked for that. */
export const patienceMs = (client: ClientName): number =>
  habitsOf(client).waits === true ? Number.POSITIVE_INFINITY : PATIENCE_MS;

export const showsStructureAlone = (client: ClientName): boolean => habitsOf(client).showsStructureAlone === true;
