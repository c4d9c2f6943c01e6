import { nearestNames } from '../catalogue/nearest-names.js';
import { cronProblem } from './cron-expression.js';
import { chartTypes } from './edits/vis-config-schema.js';

/** What is wrong with a text: the end of a sentence that begins with the argument's name, and what would be right. */
export interface FormatProblem {
  readonly message: string;
  readonly suggestion: string;
}

const ALERT_MINUTES_APART = 15;

/** Several times the longest crontab or name that there is: no more is read to see whether a text has a format. */
export const FORMAT_CHARACTERS_MAX = 1000;

/**
 * Formats of texts that JSON Schema cannot say, by the name that checks give them. They are not in the schemas that are
 * shown: some clients refuse formats that they do not know.
 */
export const argumentFormats: Readonly<Record<string, FormatCheck>> = {
  cron: bounded((text) => crontab(text)),
  'alert-cron': bounded((text) => crontab(text, ALERT_MINUTES_APART)),
  'time-zone': bounded(timeZone),
  // Looker's own word for the time zone of whoever looks.
  'query-time-zone': bounded((text) => (text === 'user_timezone' ? null : timeZone(text))),
  'chart-type': bounded(chartType),
  'destination-type': bounded(destinationType),
};

type FormatCheck = (text: string) => FormatProblem | null;

/** Checks no more of a text than anything of its format has. */
function bounded(check: FormatCheck): FormatCheck {
  return (text) => {
    if (text.length <= FORMAT_CHARACTERS_MAX) return check(text);
    const example = check('');
    const message = `has ${text.length} characters, and ${FORMAT_CHARACTERS_MAX} at most are allowed`;
    return { message, suggestion: example?.suggestion ?? 'Pass a shorter one.' };
  };
}

function crontab(text: string, minutesApartMin?: number): FormatProblem | null {
  const message = cronProblem(text, minutesApartMin);
  return message === null
    ? null
    : { message, suggestion: 'E.g. "0 8 * * *" for 08:00 daily, "0 9 * * 1" for Mondays, "*/30 8-17 * * 1-5".' };
}

function timeZone(text: string): FormatProblem | null {
  if (isTimeZone(text)) return null;
  const near = timeZonesLike(text);
  const suggestion =
    near.length > 0
      ? `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
      : 'E.g. "America/New_York", "Europe/London" or "UTC".';
  return { message: 'must be an IANA time zone', suggestion };
}

/** Any name may be that of a plug-in chart, but one that is meant for a chart of Looker's own is a slip. */
function chartType(text: string): FormatProblem | null {
  if (chartTypes.includes(text) || text.includes('::')) return null;
  const bare = text.replace(/[\s_-]?(?:chart|graph|plot|tile|vis)s?$/i, '');
  const near = nearestNames(bare, chartTypes);
  if (near.length === 0 && !/^looker_/i.test(text)) return null;
  const names = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Looker has: ${chartTypes.join(', ')}.`;
  return { message: 'is not a chart of Looker', suggestion: names };
}

function destinationType(text: string): FormatProblem | null {
  const builtIn = ['email', 'webhook', 's3', 'sftp'];
  if (builtIn.includes(text) || /^looker-integration:\/\/./.test(text)) return null;
  const [near] = nearestNames(text, builtIn);
  return {
    message: 'is not a type of destination',
    suggestion: `${near === undefined ? '' : `Did you mean ${near}? `}One of: ${builtIn.join(', ')}, "looker-integration://1::slack_app".`,
  };
}

// Canonical names only; others such as "US/Pacific" or "UTC" are known to the formatter alone.
const ZONES = new Set(Intl.supportedValuesOf('timeZone'));

// The formatter also takes short names that are its own, such as "PST"; these are IANA's.
const SHORT_NAMES = new Set('CET EET EST GMT HST MET MST PRC ROC ROK UCT UTC WET'.split(' '));

/** Whether a text is the IANA name of a time zone, as it is spelled there. */
function isTimeZone(name: string): boolean {
  if (ZONES.has(name)) return true;
  if (/^[A-Z]{3}$/.test(name)) return SHORT_NAMES.has(name);
  if (!/^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The time ZONES that a text may have meant, by their cities: "new york" -> "America/New_York". */
function timeZonesLike(text: string): string[] {
  const byCity = new Map([...ZONES, 'UTC'].map((zone) => [zone.slice(zone.lastIndexOf('/') + 1), zone]));
  const city = text.slice(text.lastIndexOf('/') + 1);
  return nearestNames(city, byCity.keys()).map((name) => byCity.get(name) ?? name);
}
