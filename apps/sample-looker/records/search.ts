import { type Call, isRecord, type LookerRecord } from '../api.js';

/** Names of search parameters; each is also the property, or the path to it, that is compared. */
export type Searchable = readonly string[];

/**
 * Looker's search: text compares as case-insensitive SQL LIKE (`%` any run, `_` one character), `IS NULL` and `NOT NULL`
 * ask for presence, several parameters must all match unless `filter_or=true`.
 */
export function searchRecords<T extends LookerRecord>(call: Call, records: readonly T[], searchable: Searchable): T[] {
  const conditions = searchable.filter((name) => call.query[name] !== undefined && call.query[name] !== '');
  if (conditions.length === 0) return [...records];
  const matches = (record: T, name: string) => matchesParameter(name, propertyAt(record, name), call.query[name] ?? '');
  return call.query.filter_or === 'true'
    ? records.filter((record) => conditions.some((name) => matches(record, name)))
    : records.filter((record) => conditions.every((name) => matches(record, name)));
}

/** Orders records by `sorts`, e.g. `title desc, folder.name`. Equal records keep their order. */
export function sortRecords<T extends LookerRecord>(records: readonly T[], sorts: string | undefined): T[] {
  const keys = (sorts ?? '')
    .split(',')
    .map((entry) => entry.trim().split(/\s+/))
    .filter(([name]) => name !== undefined && name !== '')
    .map(([name = '', direction = 'asc']) => ({ name, sign: direction.toLowerCase() === 'desc' ? -1 : 1 }));
  return [...records].sort((left, right) => {
    for (const { name, sign } of keys) {
      const order = compareValues(propertyAt(left, name), propertyAt(right, name));
      if (order !== 0) return order * sign;
    }
    return 0;
  });
}

/** Ids may come as a list. */
function matchesParameter(name: string, value: unknown, pattern: string): boolean {
  if (name !== 'id' && !name.endsWith('_id')) return matchesPattern(value, pattern);
  return pattern.split(',').some((id) => matchesPattern(value, id.trim()));
}

export function matchesPattern(value: unknown, pattern: string): boolean {
  const isNull = value === null || value === undefined;
  if (/^is null$/i.test(pattern)) return isNull;
  if (/^not null$/i.test(pattern)) return !isNull;
  if (isNull) return false;
  if (typeof value === 'boolean') return String(value) === pattern.toLowerCase();
  return like(String(value).toLowerCase(), pattern.toLowerCase());
}

/** SQL LIKE in linear steps back: on a mismatch only the latest `%` takes one more character. */
function like(text: string, pattern: string): boolean {
  let at = 0;
  let wanted = 0;
  let afterPercent = -1;
  let retryAt = 0;
  while (at < text.length) {
    if (pattern[wanted] === '%') {
      wanted += 1;
      afterPercent = wanted;
      retryAt = at;
    } else if (pattern[wanted] === '_' || pattern[wanted] === text[at]) {
      at += 1;
      wanted += 1;
    } else if (afterPercent >= 0) {
      retryAt += 1;
      at = retryAt;
      wanted = afterPercent;
    } else {
      return false;
    }
  }
  return /^%*$/.test(pattern.slice(wanted));
}

function propertyAt(record: LookerRecord, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), record);
}

function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left ?? '').localeCompare(String(right ?? ''), 'en', { numeric: true });
}
