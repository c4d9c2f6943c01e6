import type { Args, ToolCall } from '../catalogue/tool.js';
import { type Brief, briefRecord } from './brief-answer.js';
import { listResult, pageQuery, recordsOf } from './list-answer.js';
import type { ToolResult } from './tool-result.js';

/** A part of a text for Looker's searches, which compare as SQL LIKE: whoever wrote a pattern meant it. */
export const partOf = (text: string): string => (text.includes('%') ? text : `%${text}%`);

interface Searched {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly folder_id: string | undefined;
}

/** What content is looked for by, as Looker's searches take it. Some clients send an empty text for what they leave out. */
export const searched = ({
  title,
  description,
  folder_id,
}: Searched): Readonly<Record<string, string | undefined>> => ({
  title: title ? partOf(title) : undefined,
  description: description ? partOf(description) : undefined,
  folder_id: folder_id || undefined,
});

interface ContentList {
  readonly path: string;
  /** What is looked for; what is undefined is not sent. */
  readonly query: Readonly<Record<string, string | undefined>>;
  /** How many records are left out before the first page. */
  readonly skip?: number | undefined;
  readonly brief: Brief;
  /** Who cuts the page: Looker, where its operation takes `limit` and `offset`, or the gateway. */
  readonly pagedBy: 'looker' | 'gateway';
}

/** Lists records of Looker's in brief, each with the absolute link to it. */
export async function listContent(call: ToolCall, args: Args, list: ContentList): Promise<ToolResult> {
  const criteria = Object.entries(list.query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const page = list.pagedBy === 'looker' ? pageAfter(list.skip ?? 0, args) : {};
  const query = { fields: fieldsOf(list.brief), ...Object.fromEntries(criteria), ...page };
  const { body } = await call.send({ verb: 'GET', path: list.path, query });
  const records = recordsOf(body).map((record) => briefRecord(call, record, list.brief));
  return listResult(call, args, records, list.pagedBy);
}

function pageAfter(skip: number, args: Args): Readonly<Record<string, string>> {
  const { limit, offset } = pageQuery(args);
  return { limit, offset: String(Number(offset) + skip) };
}

/** `folder.name` is asked for as `folder(name)`. */
const fieldsOf = ({ properties = [] }: Brief) =>
  ['id', ...properties.map((path) => path.replace(/\.(\w+)$/, '($1)'))].join(',');
