import { isRecord, type JsonRecord } from '../../../../values/is-record.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { recordsOf } from '../../../run/list-answer.js';
import { exploreLink } from '../../../run/looker-links.js';

/** Rows that are answered; whoever needs more runs the query. */
const ROWS_MAX = 50;

/** What an agent said in one turn (Looker `ChatMessage`s): its words, what it asked the data, and the rows. */
export interface AgentAnswer {
  readonly answer: string;
  /** Each with the absolute link to it. */
  readonly queries?: readonly Readonly<Record<string, unknown>>[];
  readonly rows?: readonly unknown[];
  /** How many there are, where `rows` are not all of them. */
  readonly row_count?: number;
}

/** The answer of a turn. @returns the agent's error where it says nothing but that */
export function answerOf(call: Pick<ToolCall, 'webUrl'>, body: unknown): AgentAnswer | { readonly error: string } {
  const said = recordsOf(body).map(systemMessage);
  const answer = finalText(said);
  const error = said.map((message) => textIn(message.error, 'text')).find((text) => text !== '');
  if (answer === '' && error !== undefined) return { error };
  const data = said.flatMap((message) => (isRecord(message.data) ? [message.data] : []));
  const queries = data.flatMap((step) => queryOf(call, step));
  const rows = data
    .flatMap(({ result }) => (isRecord(result) && Array.isArray(result.data) ? [result.data] : []))
    .at(-1);
  return {
    answer: answer === '' ? 'The agent said nothing.' : answer,
    ...(queries.length > 0 && { queries }),
    ...(rows !== undefined && { rows: rows.slice(0, ROWS_MAX) }),
    ...(rows !== undefined && rows.length > ROWS_MAX && { row_count: rows.length }),
  };
}

/** A message as it was said, or as it was stored. */
const systemMessage = (message: JsonRecord): JsonRecord =>
  isRecord(message.systemMessage) ? message.systemMessage : message;

/** The agent's conclusion, without its thoughts on the way there (`textType` THOUGHT and PROGRESS). */
function finalText(said: readonly JsonRecord[]): string {
  const texts = said.flatMap(({ text }) => (isRecord(text) ? [text] : []));
  const final = texts.filter(({ textType }) => textType === 'FINAL_RESPONSE');
  const spoken = final.length > 0 ? final : texts.filter(({ textType }) => (textType ?? null) === null);
  return spoken.flatMap(({ parts }) => (Array.isArray(parts) ? parts.map(String) : [])).join('\n');
}

function textIn(value: unknown, name: string): string {
  const text = isRecord(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : '';
}

/** A query as the tools take it. Looker names its explore as queries do, or as Google's API does. */
function queryOf(call: Pick<ToolCall, 'webUrl'>, step: JsonRecord): Readonly<Record<string, unknown>>[] {
  const asked = isRecord(step.query) && isRecord(step.query.looker) ? step.query.looker : undefined;
  const query = isRecord(step.generatedLookerQuery) ? step.generatedLookerQuery : asked;
  if (query === undefined) return [];
  const { model, view, explore, slug } = query;
  const filters = Array.isArray(query.filters)
    ? Object.fromEntries(recordsOf(query.filters).map(({ field, value }) => [String(field), value]))
    : query.filters;
  const described: JsonRecord = { ...query, view: view ?? explore, filters };
  const names = ['model', 'view', 'fields', 'filters', 'sorts', 'pivots', 'limit'] as const;
  const parts = names.flatMap((name) => (hasValue(described[name]) ? [[name, described[name]] as const] : []));
  const place = { model: String(model), view: String(view ?? explore) };
  const url =
    typeof slug === 'string' && slug !== ''
      ? exploreLink(call, { ...place, slug })
      : `${exploreLink(call, place)}?${exploreParameters(Object.fromEntries(parts))}`;
  return [{ ...Object.fromEntries(parts), url }];
}

/** A query as the address of an explore has it, which Looker stores only once somebody opens it. */
function exploreParameters({ fields, filters, sorts, pivots, limit }: JsonRecord): string {
  const lists = Object.entries({ fields, sorts, pivots }).flatMap(([name, value]): [string, string][] =>
    Array.isArray(value) ? [[name, value.join(',')]] : [],
  );
  const conditions = Object.entries(isRecord(filters) ? filters : {}).map(([field, value]): [string, string] => [
    `f[${field}]`,
    String(value),
  ]);
  const most: [string, string][] = limit === undefined ? [] : [['limit', String(limit)]];
  return new URLSearchParams([...lists, ...conditions, ...most]).toString();
}

const hasValue = (value: unknown) =>
  (value ?? null) !== null && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0);
