import { readParts } from '../../looker/json-parts.js';
import { LookerError } from '../../looker/looker-error.js';
import type { LookerAnswer } from '../../looker/looker-http.js';
import type { LookerRequest } from '../../looker/looker-request.js';
import { SMALL_BYTES, workTurns } from '../../looker/work-turns.js';
import type { Args } from '../../tools/catalogue/tool.js';
import { findRecordId } from '../../tools/run/record-id.js';
import { ListPart, rowsShown, toolAnswer } from '../../tools/run/tool-answer.js';
import { type MoreRecords, type ToolResult, textResult } from '../../tools/run/tool-result.js';
import { type PageRequest, pageRequestOf } from '../../tools/schema/paging.js';
import { documentOf, documentResult } from '../rendering/rendered-document.js';
import type { RunContext } from './run-context.js';

/**
 * The work of most tools: one request to Looker.
 * @param more what else is found, and answered behind the records of a list.
 */
export async function runOperation(args: Args, context: RunContext, more?: Promise<MoreRecords>): Promise<ToolResult> {
  const { tool } = context;
  const page = pageRequestOf(tool, args);
  const [answer, also] = await Promise.all([answerTo(context.operationRequest(args), page, context), more]);
  const document = documentOf(answer);
  if (document !== null) return documentResult(document, String(args.render_task_id ?? tool.name));
  if (isPending(answer)) return textResult(`Looker has not finished. ${askAgain(answer)}`);
  const { body, size } = answer;
  if (size > SMALL_BYTES) await workTurns.next({ isBegun: true });
  const { text, isError } = toolAnswer(body, page, {
    withSecrets: tool.hidden === 'secrets',
    cursorOf: (cursor) => context.sign(cursor),
    also,
  });
  const recordId = tool.effect === 'read' ? undefined : findRecordId(body);
  return {
    ...textResult(text, isError ? null : rowsShown(body, page, also), isError),
    ...(recordId !== undefined && { recordId }),
  };
}

type Answer = Pick<LookerAnswer, 'status' | 'headers' | 'body' | 'size'>;

/** A list that Looker sends as a whole may be longer than what is held at once: then its page is read out of it. */
async function answerTo(request: LookerRequest, page: PageRequest | null, context: RunContext): Promise<Answer> {
  try {
    return await context.send(request);
  } catch (error) {
    const isLongList = page?.by === 'gateway' && error instanceof LookerError && error.fault === 'too_large';
    if (!isLongList) throw error;
    const { status, headers, chunks } = await context.stream(request, true);
    return { status, headers, body: await readListPart(chunks, page), size: SMALL_BYTES + 1 };
  }
}

/** 202 without a body: what was asked for is still being made. */
const isPending = ({ status, body }: Answer) => status === 202 && body === '';

const askAgain = ({ headers }: Answer) =>
  `Ask again in ${/^\d{1,6}$/.test(String(headers['retry-after'])) ? headers['retry-after'] : 'a few'} seconds.`;

/** Of a list of which a page is shown. */
const LIST_BYTES_MAX = 64 * 1024 * 1024;
const VALUES_MAX = 30_000;

/**
 * Reads the records of a page out of a list that Looker sends as a whole, and counts the others.
 * @throws LookerError `too_large`, `not_looker` where it is no list, and what reading throws.
 */
async function readListPart(
  chunks: AsyncIterable<Uint8Array>,
  { offset, limit }: Pick<PageRequest, 'offset' | 'limit'>,
): Promise<ListPart> {
  const records: unknown[] = [];
  let count = 0;
  let isList = false;
  await readParts(chunks, {
    bytesMax: LIST_BYTES_MAX,
    valuesMax: VALUES_MAX,
    visit: ([place], kind) => {
      if (place === undefined) {
        isList = kind === 'list';
        return isList ? 'enter' : 'skip';
      }
      count += 1;
      return count > offset && count <= offset + limit ? 'take' : 'skip';
    },
    onPart: (_, record) => records.push(record),
  });
  if (!isList) throw new LookerError('too_large', 'the answer is no list, and larger than can be shown');
  return new ListPart(records, count);
}
