import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../errors/app-error.js';
import { workTurns } from '../../looker/work-turns.js';
import { claimedRevision, mayBatch, methodOf } from '../protocol/message.js';
import type { FinalAnswer, HttpAnswer, TellLimits } from '../protocol/timely-answer.js';

/** What is worked on at once for one request; the rate limit counts each of them. */
const MESSAGES_MAX = 100;
const LIST = 'tools/list';

/**
 * Checks that the body of a request may be an array of messages: in the revisions before 2025-06-18.
 * @param opened the revision that the session was opened with, where that is known.
 * @throws AppError `request.invalid`
 */
export function checkBatch(batch: readonly unknown[], headers: IncomingHttpHeaders, opened: string | undefined): void {
  if (!mayBatch(headers, opened) || batch.some((message) => claimedRevision(message) !== undefined))
    throw new AppError(
      'request.invalid',
      'The body is an array. Since revision 2025-06-18 of MCP a request holds one message: send each by itself.',
    );
  if (batch.length === 0 || batch.length > MESSAGES_MAX)
    throw new AppError(
      'request.invalid',
      `The body is an array of ${batch.length} messages. Send 1 to ${MESSAGES_MAX} in one request.`,
    );
  // An answer has some 400 kB, and they are all held until the last one is there.
  if (batch.filter((message) => methodOf(message) === LIST).length > 1)
    throw new AppError(
      'request.invalid',
      `The body asks for ${LIST} more than once. Ask once: the answer is the same.`,
    );
}

const NO_MESSAGE = JSON.stringify({
  jsonrpc: '2.0',
  id: null,
  error: { code: -32600, message: 'This is no message: an array in an array.' },
});

/**
 * The answers to the messages of a batch, all at work at once, as one array; nothing where none has an answer. Each begins in a turn
 * of its own, so that requests of others are served in between.
 */
export async function batchAnswer(
  batch: readonly unknown[],
  serve: (message: unknown) => Promise<HttpAnswer>,
  tellLimits: TellLimits,
): Promise<FinalAnswer> {
  let lookerLimits: HttpAnswer['lookerLimits'];
  const texts = await Promise.all(
    batch.map(async (message) => {
      if (Array.isArray(message)) return NO_MESSAGE;
      await workTurns.next();
      const answer = await serve(message);
      lookerLimits = answer.lookerLimits ?? lookerLimits;
      tellLimits(answer.lookerLimits);
      return new Response(answer.body).text();
    }),
  );
  const answers = texts.filter((text) => text !== '');
  if (answers.length === 0) return { status: 202, text: '', lookerLimits };
  return { status: 200, text: `[${answers.join(',')}]`, lookerLimits };
}
