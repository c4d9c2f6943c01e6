import { PERMISSIONS } from '../people/people-queries.ts';
import { counted } from '../records/amounts.ts';
import { timeText } from '../records/time-words.ts';
import { filterWords } from '../servers/filter-words.ts';
import type { ServerConfig } from '../servers/server-queries.ts';
import type { AccessReport, Actor, EndedAccess } from './contractor-queries.ts';

const HOUR_MS = 3_600_000;

/** `2 days 4 h`, `5 h 10 min`, `less than a minute`: what is left until then. */
export function timeLeft(until: Date, now: Date): string {
  const ms = Math.max(until.getTime() - now.getTime(), 0);
  const [days, hours] = [Math.floor(ms / (24 * HOUR_MS)), Math.floor(ms / HOUR_MS) % 24];
  const minutes = Math.floor(ms / 60_000) % 60;
  if (days >= 7) return counted(days, 'day');
  const parts = [
    ...(days > 0 ? [counted(days, 'day')] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(days === 0 && minutes > 0 ? [`${minutes} min`] : []),
  ];
  return parts.length === 0 ? 'less than a minute' : parts.join(' ');
}

const isPermission = (scope: string): scope is keyof typeof PERMISSIONS => scope in PERMISSIONS;

/** What an API token allows: `See the call log and the audit trail; …`. */
export const scopeWords = (scopes: readonly string[]): string =>
  scopes.map((scope) => (isPermission(scope) ? PERMISSIONS[scope] : scope)).join('; ');

/** What access allows, in a few words. */
export const allowedWords = ({ config, scopes }: { config: ServerConfig | null; scopes: readonly string[] | null }) =>
  config === null ? scopeWords(scopes ?? []) : filterWords(config);

/** Who did it: an e-mail address, or what else it was. */
export function actorWords(actor: Actor | null): string {
  if (actor === null) return 'somebody who is not known any more';
  if (actor.kind === 'system') return 'the gateway';
  return actor.kind === 'api_token' ? `the API token “${actor.name}”` : actor.name;
}

export const ENDING_WORDS: Record<EndedAccess['ending'], string> = {
  expired: 'Expired',
  revoked: 'Revoked',
  account_deleted: 'Went with its account',
};

export const EFFECT_WORDS: Record<string, string> = {
  read: 'Reads',
  write: 'Creates or changes',
  destructive: 'Deletes',
};

const FIELD_WORDS: Record<string, string> = {
  name: 'Name',
  expires_at: 'End',
  'config.methods': 'Methods',
  'config.tags': 'Areas',
  'config.tools': 'Single tools',
  'config.limits': 'Limits',
  'config.auth': 'Who may use it',
  'config.require_api_token_auth': 'Second factor',
  'config.oauth': 'Who may sign in',
  'config.identity': 'As whom Looker is called',
  'config.log_arguments': 'Arguments in the call log',
};

const valueWords = (field: string, value: string | null): string => {
  if (value === null) return field === 'expires_at' ? 'never' : 'none';
  return field === 'expires_at' ? timeText(new Date(value)) : value;
};

/** `End: never → 3 Dec 2026, 10:00`. */
export const fieldWords = ({ field, before, after }: AccessReport['events'][number]['changes'][number]): string =>
  `${FIELD_WORDS[field] ?? field}: ${valueWords(field, before)} → ${valueWords(field, after)}`;

const TITLES = ['title', 'name', 'label'];
const ID = /^(?:(.+)_)?id$/;
const CUT_AT = 120;

/** `“Q3” (folder 12)`: what a change was about, as far as its arguments say; null where they were not kept. */
export function subjectWords(sent: unknown): string | null {
  if (typeof sent !== 'object' || sent === null) return null;
  const entries = Object.entries(sent).filter(([, value]) => ['string', 'number'].includes(typeof value));
  const titles = entries.filter(([key]) => TITLES.includes(key)).map(([, value]) => `“${value}”`);
  const ids = entries.flatMap(([key, value]) => {
    const kind = ID.exec(key);
    return kind === null ? [] : [`${(kind[1] ?? 'id').replaceAll('_', ' ')} ${value}`];
  });
  if (titles.length === 0 && ids.length === 0) {
    const text = JSON.stringify(sent);
    return text.length > CUT_AT ? `${text.slice(0, CUT_AT)}…` : text;
  }
  if (titles.length === 0) return ids.join(', ');
  return titles.join(', ') + (ids.length > 0 ? ` (${ids.join(', ')})` : '');
}
