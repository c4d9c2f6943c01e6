import { isRecord, type JsonRecord } from '../../values/is-record.js';
import type { Args, Tool, ToolCall } from '../catalogue/tool.js';
import { type PageRequest, pageRequestOf } from '../schema/paging.js';
import { rowsShown, toolAnswer } from './tool-answer.js';
import { type ToolResult, textResult } from './tool-result.js';

/** The `limit` and `offset` by which Looker is asked for the page of a call. */
export function pageQuery(args: Args): { readonly limit: string; readonly offset: string } {
  const { limit, offset } = pageAsked('looker', args);
  return { limit: String(limit), offset: String(offset) };
}

/**
 * A list as `{result, next_cursor}`, for a tool whose `run` makes the records itself.
 * @param by who has cut the page: Looker, asked with `pageQuery`; or nobody yet, and `records` are all of them.
 */
export function listResult(
  call: Pick<ToolCall, 'sign'>,
  args: Args,
  records: readonly unknown[],
  by: Exclude<Tool['paging'], null> = 'gateway',
): ToolResult {
  const page = pageAsked(by, args);
  const { text, isError } = toolAnswer(records, page, { cursorOf: (cursor) => call.sign(cursor) });
  return textResult(text, isError ? null : rowsShown(records, page), isError);
}

/** The records of a list as Looker answered it. */
export const recordsOf = (body: unknown): readonly JsonRecord[] => (Array.isArray(body) ? body.filter(isRecord) : []);

const FIRST: PageRequest = { limit: 0, offset: 0, by: 'gateway' };
const pageAsked = (by: Exclude<Tool['paging'], null>, args: Args) => pageRequestOf({ paging: by }, args) ?? FIRST;
