import { isRecord } from '../../values/is-record.js';
import type { ToolCall, ToolRun } from '../catalogue/tool.js';
import { type LinkedRecord, linkTo } from './looker-links.js';
import { findRecordId } from './record-id.js';
import { valueResult } from './tool-answer.js';
import type { ToolResult } from './tool-result.js';

/** How a record is answered that was made or changed: what a model needs next, and no more. */
export interface Brief {
  /** Properties beside the id, as `title` or `folder.name`. Those that Looker leaves out are left out. */
  readonly properties?: readonly string[];
  /** What kind of record it is, where it has a page in Looker: the answer has its absolute `url`. */
  readonly record?: LinkedRecord;
  /** What the next step is: "Add tiles with add_dashboard_element." */
  readonly next?: string;
}

/** A record of Looker's in brief: `{id, …properties, url, next}`. */
export function briefRecord(call: Pick<ToolCall, 'webUrl'>, body: unknown, brief: Brief): Record<string, unknown> {
  const { properties = [], record, next } = brief;
  const id = findRecordId(body);
  return {
    ...(id !== undefined && { id }),
    ...Object.fromEntries(properties.flatMap((path) => valueAt(body, path))),
    ...(record !== undefined && id !== undefined && { url: linkTo(call, record, id) }),
    ...(next !== undefined && { next }),
  };
}

/** The answer of a record in brief. */
export function briefResult(call: Pick<ToolCall, 'webUrl'>, body: unknown, brief: Brief): ToolResult {
  const id = findRecordId(body);
  const shown = briefRecord(call, body, brief);
  return {
    ...valueResult(Object.keys(shown).length > 0 ? shown : { done: true }),
    ...(id !== undefined && { recordId: id }),
  };
}

/** The run of an operation's tool whose answer is a brief. */
export const answersBrief =
  (brief: Brief): ToolRun =>
  async (call, args) => {
    const { body } = await call.send(call.operationRequest(args));
    return briefResult(call, body, brief);
  };

/** `folder.name` is answered as `folder`. */
function valueAt(body: unknown, path: string): [string, unknown][] {
  const [name = path, inner] = path.split('.');
  const outer = isRecord(body) ? body[name] : undefined;
  const value = inner === undefined ? outer : isRecord(outer) ? outer[inner] : undefined;
  return value === undefined || value === null ? [] : [[name, value]];
}
