import type { JsonRecord } from '../../values/is-record.js';
import type { ToolCall } from '../catalogue/tool.js';
import { recordId } from '../run/record-id.js';
import { type QueryArguments, queryPart } from './query-arguments.js';

/** Stores a query and answers its id; an equal one has the same. */
export async function savedQueryId(call: ToolCall, query: JsonRecord): Promise<string> {
  const { body } = await call.send({ verb: 'POST', path: '/queries', query: { fields: 'id' }, body: query });
  return recordId(body);
}

/** The arguments by which a stored query would be made. */
export function argumentsOfQuery(query: JsonRecord): QueryArguments {
  const set = Object.entries(queryPart(query)).filter(([, value]) => value !== null && value !== '');
  const { limit, column_limit, dynamic_fields, ...others } = Object.fromEntries(set);
  return {
    ...others,
    ...numberOf('limit', limit),
    ...numberOf('column_limit', column_limit),
    ...(typeof dynamic_fields === 'string' && { dynamic_fields: listIn(dynamic_fields) }),
    // Looker's own answers have the types of its own requests, but for these.
  } as QueryArguments;
}

const numberOf = (name: string, value: unknown) =>
  value !== undefined && Number.isInteger(Number(value)) ? { [name]: Number(value) } : {};

function listIn(text: string): readonly unknown[] {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
}
