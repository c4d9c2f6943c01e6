import type { ClientName } from '../../tool-calls/calling-client.js';

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
