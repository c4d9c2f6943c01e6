import { Answer, type Call } from '../api.js';
import { badRequest } from '../looker-errors.js';

/**
 * The page that `limit` and `offset` ask for. Only when `limit` is sent do `X-Total-Count` and `Link` go with it, as in
 * Looker. Throws a 400 for a limit or an offset that is not a whole number.
 */
export function pageOf(call: Call, records: readonly unknown[], origin: string): Answer {
  const offset = wholeNumber(call.query.offset, 'offset') ?? 0;
  const limit = wholeNumber(call.query.limit, 'limit');
  if (limit === undefined) return new Answer(200, records.slice(offset));
  const headers = {
    'x-total-count': String(records.length),
    link: links(call, { offset, limit, total: records.length, origin }),
  };
  return new Answer(200, records.slice(offset, offset + limit), headers);
}

function links(call: Call, page: { offset: number; limit: number; total: number; origin: string }): string {
  const { offset, total } = page;
  const limit = Math.max(page.limit, 1);
  const lastOffset = Math.max(0, Math.ceil(total / limit) - 1) * limit;
  const entries: [string, number][] = [['first', 0]];
  if (offset + limit < total) entries.push(['next', offset + limit]);
  if (offset > 0) entries.push(['prev', Math.max(0, offset - limit)]);
  entries.push(['last', lastOffset]);
  return entries.map(([relation, start]) => `<${addressAt(call, page.origin, start)}>; rel="${relation}"`).join(', ');
}

function addressAt(call: Call, origin: string, offset: number): string {
  const address = new URL(call.url, origin);
  address.searchParams.set('offset', String(offset));
  return address.href;
}

function wholeNumber(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`${name} must be a whole number.`);
  return Number(text);
}
