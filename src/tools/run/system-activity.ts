import { LookerError } from '../../looker/looker-error.js';
import type { JsonRecord } from '../../values/is-record.js';
import type { LookerCall } from '../catalogue/tool.js';
import { recordsOf } from './list-answer.js';

/** A question to Looker's own model about its use (System Activity). */
export interface ActivityQuestion {
  readonly explore: string;
  /** What the columns of the answer are called, each with the field that it is: `{at: 'history.created_time'}`. */
  readonly columns: Readonly<Record<string, string>>;
  /** Filter expressions by field; undefined: the field is not filtered. */
  readonly filters?: Readonly<Record<string, string | undefined>>;
  /** As Looker has them: "history.created_time desc". */
  readonly sorts?: readonly string[];
  /** How many rows at most. */
  readonly limit: number;
}

export interface ActivityRows {
  /** By the names of `columns`, without what is null; ids are texts. */
  readonly rows: readonly JsonRecord[];
  /** Whether there are more rows than were asked for. */
  readonly isCut: boolean;
}

/** The operations without which there is no System Activity to ask. */
export const ACTIVITY_NEEDS = ['run_inline_query'] as const;

/**
 * Asks System Activity: one request, of which Looker answers at most so many rows as are wanted, and one that tells that there are more.
 * @throws LookerError for what Looker refuses; 403 where the user may not see System Activity
 */
export async function askActivity(call: Pick<LookerCall, 'send'>, question: ActivityQuestion): Promise<ActivityRows> {
  const { explore, columns, filters = {}, sorts = [], limit } = question;
  const asked = Object.entries(filters).filter(([, expression]) => expression !== undefined);
  const query = {
    ...{ model: 'system__activity', view: explore, fields: [...new Set(Object.values(columns))] },
    ...{ filters: Object.fromEntries(asked), sorts, limit: String(limit + 1) },
  };
  const path = '/queries/run/json';
  try {
    const { body } = await call.send({ verb: 'POST', path, query: {}, body: query });
    const all = recordsOf(body);
    const [first] = all;
    if (typeof first?.looker_error === 'string') throw new LookerError('refused', first.looker_error, { status: 400 });
    return { rows: all.slice(0, limit).map((row) => named(row, columns)), isCut: all.length > limit };
  } catch (error) {
    throw error instanceof LookerError && (error.status === 403 || error.status === 404) ? unseen(error) : error;
  }
}

const unseen = (cause: LookerError) =>
  new LookerError('refused', 'System Activity cannot be read: it takes the permission see_system_activity', {
    ...{ status: 403, cause },
  });

function named(row: JsonRecord, columns: ActivityQuestion['columns']): JsonRecord {
  const values = Object.entries(columns).map(([name, field]): [string, unknown] => [name, row[field]]);
  const known = values.filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, /(?:^|_)id$/.test(name) ? String(value) : value]));
}

/** A number of a row: a count or seconds; 0 for none. */
export const numberIn = (row: JsonRecord, name: string): number => Number(row[name] ?? 0);

/** What a tool takes for a period, with what Looker's date filters understand of it. */
export const period = (fallback: string) =>
  ({
    type: 'string',
    default: fallback,
    description: 'E.g. "24 hours", "2026-01-01 to 2026-02-01".',
  }) as const;

const PERIODS = /^(?:\d|today\b|yesterday\b|this\s|last\s|before\s|after\s)/i;

/** What is wrong with a text for a period; null: nothing that can be told. Looker takes some for no filter at all. */
export const periodProblem = (given: string): string | null =>
  PERIODS.test(given.trim()) && !given.includes(',')
    ? null
    : `date_range "${given.slice(0, 100)}" is no period: pass one such as "24 hours", "7 days", "last month" or "2026-01-01 to 2026-02-01". Nothing was asked.`;
