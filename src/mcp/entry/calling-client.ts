import type { IncomingHttpHeaders } from 'node:http';
import { loggedText } from '../../call-log/call-log-entry.js';
import type { CallingClient, ClientName } from '../../tool-calls/calling-client.js';
import { clientNameOf, clientOfSession, SESSION_HEADER } from './client-session.js';

/** The reserved `_meta` keys that each request of revision 2026-07-28 carries. */
const CLIENT_INFO = 'io.modelcontextprotocol/clientInfo';
const PROTOCOL_VERSION = 'io.modelcontextprotocol/protocolVersion';
const CHARACTERS_MAX = 128;

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? loggedText(value, CHARACTERS_MAX) : null;

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
  const said = [clientNameOf(envelope?.[CLIENT_INFO]), clientOfSession(headers[SESSION_HEADER])];
  const named = said.find((client) => client !== undefined && client.name !== null);
  return {
    ...(named ?? productOf(headers['user-agent'])),
    protocolVersion: textOf(envelope?.[PROTOCOL_VERSION]) ?? textOf(headers['mcp-protocol-version']),
  };
}
