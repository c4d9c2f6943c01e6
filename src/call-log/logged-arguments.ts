import { createHash } from 'node:crypto';
import { storableText } from '../http/input/text.js';
import { canonicalJson } from '../values/canonical-json.js';
import { masked, SECRET_NAME } from '../values/masked.js';

/** Rows wait in memory and go into the database many at a time: what one call brings along is bounded. */
const KEPT_BYTES_MAX = 16_384;
const KEPT_DEPTH_MAX = 32;

/** A text that a client chose, as the log can keep it: of bounded length, and without what PostgreSQL refuses. */
export const loggedText = (text: string, charactersMax: number): string => storableText(text.slice(0, charactersMax));

/** What the log says of a call's arguments. */
export interface LoggedArguments {
  /** SHA-256 of the canonical JSON, in hexadecimal: equal arguments have equal digests, in whatever order of keys. */
  readonly digest: string;
  /** Length of the canonical JSON. */
  readonly bytes: number;
  /** Null unless kept on purpose, and for more than 16 KiB. */
  readonly payload: unknown;
}

/** A copy that PostgreSQL can store, cut where it is nested too deep. */
function storable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return loggedText(withoutSecrets(value), KEPT_BYTES_MAX);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= KEPT_DEPTH_MAX) return '(nested too deep)';
  if (Array.isArray(value)) return value.map((inner) => storable(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [loggedText(key, KEPT_BYTES_MAX), storable(inner, depth + 1)]),
  );
}

/** Clients send objects as JSON text, too: what is in there is masked as beside it. Other texts stay as they came. */
function withoutSecrets(text: string): string {
  if (!/^\s*[[{"]/.test(text)) return text;
  try {
    const read: unknown = JSON.parse(text);
    const shown = JSON.stringify(masked(storable(read)));
    return shown === JSON.stringify(read) ? text : shown;
  } catch {
    // Where secrets stand in a text that cannot be read is not known.
    return SECRET_NAME.test(text) ? '(masked)' : text;
  }
}

/** @param isKept whether the server's owner asked for the arguments themselves; secrets among them are masked. */
export function loggedArguments(args: unknown, isKept: boolean): LoggedArguments {
  const text = canonicalJson(args ?? {});
  const bytes = Buffer.byteLength(text);
  return {
    digest: createHash('sha256').update(text).digest('hex'),
    bytes,
    payload: isKept && bytes <= KEPT_BYTES_MAX ? masked(storable(args ?? {})) : null,
  };
}
