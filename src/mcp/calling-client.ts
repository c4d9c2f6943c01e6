import type { IncomingHttpHeaders } from 'node:http';
import { loggedText } from '../audit/call-log-entry.js';

/** Which program is calling, as it says of itself, and in which revision of MCP. */
export interface CallingClient {
  readonly name: string | null;
  readonly version: string | null;
  readonly protocolVersion: string | null;
}

/** The reserved `_meta` keys that each request of revision 2026-07-28 carries. */
const CLIENT_INFO = 'io.modelcontextprotocol/clientInfo';
const PROTOCOL_VERSION = 'io.modelcontextprotocol/protocolVersion';
const CHARACTERS_MAX = 128;

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? loggedText(value, CHARACTERS_MAX) : null;

/** The first product of a User-Agent: `name/version` (RFC 9110, 10.1.5). */
function productOf(userAgent: string | undefined): Pick<CallingClient, 'name' | 'version'> {
  const [, name, version] = /^([^\s/]+)(?:\/(\S+))?/.exec(userAgent ?? '') ?? [];
  return { name: textOf(name), version: textOf(version) };
}

/**
 * Reads the envelope of revision 2026-07-28. In 2025 a client names itself in `initialize` only, which without sessions
 * is another request: there the User-Agent has to do.
 */
export function callingClient(
  envelope: Readonly<Record<string, unknown>> | undefined,
  headers: IncomingHttpHeaders,
): CallingClient {
  const info = envelope?.[CLIENT_INFO];
  const { name, version } = (typeof info === 'object' && info !== null ? info : {}) as {
    name?: unknown;
    version?: unknown;
  };
  const said =
    textOf(name) === null ? productOf(headers['user-agent']) : { name: textOf(name), version: textOf(version) };
  return { ...said, protocolVersion: textOf(envelope?.[PROTOCOL_VERSION]) ?? textOf(headers['mcp-protocol-version']) };
}
