import type { McpServerConfig } from '../mcp-servers/mcp-server-config.js';
import type { McpServerView } from '../mcp-servers/mcp-servers.view.js';
import { earlierConfig } from '../mcp-servers/stored-config.js';
import { isRecord } from '../values/is-record.js';

/** Who did something, as the audit trail names them. */
export interface Actor {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

/** One event of the audit trail: `before` and `after` are views of the record, as they were then. */
export interface TrailEvent {
  readonly at: Date;
  readonly action: string;
  readonly actor: unknown;
  readonly before: unknown;
  readonly after: unknown;
}

/** How access came to its end. */
export const ENDINGS = ['expired', 'revoked', 'account_deleted'] as const;

export type Ending = (typeof ENDINGS)[number];

/** When access ended, how, and by whom; nobody ends what expires. */
export interface AccessEnd {
  readonly at: Date;
  readonly ending: Ending;
  readonly by: Actor | null;
}

/** What is said of an MCP server by everything that happened to it. */
export interface ServerAccess {
  readonly name: string;
  readonly integratedAccountId: string;
  readonly fingerprint: string | null;
  readonly config: McpServerConfig;
  readonly issuedAt: Date;
  readonly issuedBy: Actor | null;
  readonly expiresAt: Date | null;
  readonly end: AccessEnd | null;
}

/** A server's view, as it may have been at some time. */
type ServerSeen = Omit<McpServerView, 'config' | 'fingerprint'> & {
  readonly fingerprint?: string | null;
  readonly config: Partial<McpServerConfig>;
};

const ENDING_ACTIONS: Readonly<Record<string, Ending>> = {
  'mcp_server.deleted': 'revoked',
  'mcp_server.expired': 'expired',
  'integrated_account.deleted': 'account_deleted',
};

/** An actor without what says from where; null where the trail names none. */
export function actorOf(stored: unknown): Actor | null {
  if (!isRecord(stored)) return null;
  const { kind, id, name } = stored as Partial<Actor>;
  return kind === undefined || id === undefined ? null : { kind, id, name: name ?? id };
}

/**
 * Tells from a server's events, and the deletion of its account if there was one, what it is or was.
 * @param events oldest first.
 * @returns undefined where the trail knows no such server.
 */
export function serverAccess(
  events: readonly TrailEvent[],
  accountDeleted: TrailEvent | undefined,
  now: Date,
): ServerAccess | undefined {
  const last = events.at(-1);
  const latest = last?.after ?? last?.before;
  if (last === undefined || latest === null || latest === undefined) return undefined;
  // Each event of a server holds its view.
  const seen = latest as ServerSeen;
  const expiresAt = seen.expires_at === null ? null : new Date(seen.expires_at);
  const ending = last.action in ENDING_ACTIONS ? last : accountDeleted;
  return {
    name: seen.name,
    integratedAccountId: seen.integrated_account_id,
    fingerprint: seen.fingerprint ?? null,
    config: earlierConfig(seen.config),
    issuedAt: new Date(seen.created_at),
    issuedBy: actorOf(events.find(({ action }) => action === 'mcp_server.created')?.actor),
    expiresAt,
    end: endOf(expiresAt, ending, now),
  };
}

/** What has expired ended then, whoever removed it later. */
function endOf(expiresAt: Date | null, ending: TrailEvent | undefined, now: Date): AccessEnd | null {
  const how = ending === undefined ? undefined : ENDING_ACTIONS[ending.action];
  if (expiresAt !== null && (how === 'expired' || expiresAt <= (ending?.at ?? now)))
    return { at: expiresAt, ending: 'expired', by: null };
  return ending === undefined || how === undefined ? null : { at: ending.at, ending: how, by: actorOf(ending.actor) };
}

/** One field that an event changed; values that are no texts are JSON. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Each change touches them, and nobody makes them. */
const UNTOLD: readonly string[] = ['updated_at', 'version'];

/** What differs between the two views of an event; nothing where only one of them is there. */
export function fieldChanges({ before, after }: Pick<TrailEvent, 'before' | 'after'>): FieldChange[] {
  if (before === null || after === null) return [];
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => !UNTOLD.includes(field) && was.get(field) !== is.get(field))
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }));
}

/** A view as texts by the names of its fields: `config.methods` is one, and what is inside of it is JSON. */
function flat(view: unknown): Map<string, string | null> {
  const top = Object.entries(view ?? {});
  const fields = top.flatMap(([name, value]) =>
    name === 'config' ? Object.entries(value ?? {}).map(([key, inner]) => [`config.${key}`, inner]) : [[name, value]],
  );
  return new Map(fields.map(([name, value]) => [String(name), textOf(value)]));
}

const textOf = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};
