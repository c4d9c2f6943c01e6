/** A header as undici gives it; one that was sent several times is a list. */
export type HeaderValue = string | string[] | undefined;

/** One member of a list such as `100, 100;w=60` or `"default";r=50;t=30`. */
export interface ListMember {
  /** Without its quotes. */
  readonly value: string;
  readonly params: Readonly<Record<string, string>>;
}

const MEMBERS_MAX = 16;
const unquoted = (text: string) => text.trim().replace(/^"(.*)"$/s, '$1');

/** Splits at a sign, but not inside quotes. */
const splitOutside = (text: string, sign: ',' | ';') =>
  text.match(sign === ',' ? /(?:"[^"]*"|[^",])+/g : /(?:"[^"]*"|[^";])+/g) ?? [];

/** The members of a list header (RFC 9651 without its types); what follows the sixteenth is not read. */
export function listMembers(header: HeaderValue): ListMember[] {
  return splitOutside([header ?? ''].flat().join(','), ',')
    .slice(0, MEMBERS_MAX)
    .map((member) => {
      const [value = '', ...params] = splitOutside(member, ';');
      const pairs = params.map((param) => param.split(/=(.*)/s, 2).map(unquoted));
      return { value: unquoted(value), params: Object.fromEntries(pairs) };
    });
}

/** A count of requests; undefined for what is none, negative ones included. */
export function countOf(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  return /^\d{1,15}(\.\d+)?$/.test(trimmed) ? Math.floor(Number(trimmed)) : undefined;
}

const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/;
const SECONDS_OF_PARTS = [86_400, 3600, 60, 1, 0.001];
/** `Date.parse` reads almost anything as a date; these are the forms of RFC 9110 and ISO 8601. */
const DATE = /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? |\d{4}-\d\d-\d\d[T ]\d\d:\d\d)/i;
const ZONE = /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$/i;
/** Below it a number is a wait, above it a moment: as seconds 2001, as a wait thirty years. */
const EPOCH_SECONDS_MIN = 1e9;
const EPOCH_MILLISECONDS_MIN = 1e11;

function secondsOfNumber(value: number, nowMs: number): number {
  if (value >= EPOCH_MILLISECONDS_MIN) return (value - nowMs) / 1000;
  return value >= EPOCH_SECONDS_MIN ? value - nowMs / 1000 : value;
}

function rawSeconds(text: string, nowMs: number): number | undefined {
  if (/^\d{1,15}(\.\d+)?$/.test(text)) return secondsOfNumber(Number(text), nowMs);
  const parts = text === '' ? null : DURATION.exec(text);
  if (parts !== null)
    return SECONDS_OF_PARTS.reduce((sum, seconds, at) => sum + seconds * Number(parts[at + 1] ?? 0), 0);
  if (!DATE.test(text)) return undefined;
  const ms = Date.parse(ZONE.test(text) ? text : `${text}${/^\d/.test(text) ? 'Z' : ' GMT'}`);
  return Number.isNaN(ms) ? undefined : (ms - nowMs) / 1000;
}

/**
 * Whole seconds from now: of a number of seconds, a moment as Unix time in seconds or milliseconds, a date, or a duration
 * such as `6m0s`. Rounded up, and 0 for what has passed; undefined for what is none of these, negative ones included.
 */
export function secondsUntil(text: string | undefined, nowMs: number): number | undefined {
  const seconds = rawSeconds(unquoted(text ?? ''), nowMs);
  return seconds === undefined ? undefined : Math.max(0, Math.ceil(seconds));
}

/** All the seconds of a header that may have several; a date has a comma of its own. */
export function allSeconds(header: HeaderValue, nowMs: number): (number | undefined)[] {
  return [header ?? []].flat().flatMap((line) => {
    const whole = secondsUntil(line, nowMs);
    return whole !== undefined ? [whole] : line.split(',', MEMBERS_MAX).map((part) => secondsUntil(part, nowMs));
  });
}
