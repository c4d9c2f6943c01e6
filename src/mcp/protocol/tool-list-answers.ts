import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { accepts } from '../../http/answers/accepted.js';
import {
  APPENDED_BYTES_MAX,
  type AppendableText,
  appendableBrotli,
  appendableGzip,
} from '../../http/answers/appendable-compression.js';
import type { ListedTool } from '../../tools/selection/listed-tool.js';
import { isRecord } from '../../values/is-record.js';
import { type AnswerForm, type FinalAnswer, type HttpAnswer, readyAnswer } from './timely-answer.js';

/** Of all lists that are kept, with what they are compressed to: some 150 of the largest, of which many servers share each. */
const KEPT_BYTES_MAX = 64 * 1024 * 1024;
/** What the two compressed forms take of the text at most. */
const COMPRESSED_SHARE = 0.3;

/** A list as its answers begin: `{"result":{"tools":[…]`, and compressed from the first time that somebody takes it so. */
interface WrittenList {
  readonly text: Buffer;
  br?: Promise<AppendableText>;
  gzip?: Promise<AppendableText>;
}

/**
 * Answers to `tools/list`. A list is written, and compressed in either way, once for all requests and all servers that show the
 * same one; what differs, such as the id of the request, is appended.
 */
@Injectable()
export class ToolListAnswers {
  private readonly digests = new WeakMap<readonly ListedTool[], string>();
  private readonly written = new LRUCache<string, WrittenList>({
    maxSize: KEPT_BYTES_MAX,
    sizeCalculation: ({ text }) => Math.ceil(text.length * (1 + COMPRESSED_SHARE)),
  });

  /**
   * @param answer the SDK's to a list without tools; whatever else it is, such as an error, stays as it is.
   * @param acceptEncoding the header of the request.
   */
  async fill(
    answer: FinalAnswer,
    listed: readonly ListedTool[],
    form: AnswerForm,
    acceptEncoding: string | undefined,
  ): Promise<HttpAnswer> {
    const end = endOf(answer.text);
    if (end === undefined) return readyAnswer(answer, form);
    const list = this.writtenOf(listed);
    const plain = () => Buffer.concat([list.text, end]);
    if (form === 'events') return readyAnswer({ ...answer, text: plain().toString() }, form);
    const compressed = end.length > APPENDED_BYTES_MAX ? undefined : await compressedOf(list, acceptEncoding);
    const headers = {
      'content-type': 'application/json',
      ...(compressed && { 'content-encoding': compressed.encoding }),
    };
    return { status: answer.status, headers, body: compressed?.with(end) ?? plain() };
  }

  private writtenOf(listed: readonly ListedTool[]): WrittenList {
    const digest = this.digests.get(listed);
    const known = digest === undefined ? undefined : this.written.get(digest);
    return known ?? this.write(listed);
  }

  private write(listed: readonly ListedTool[]): WrittenList {
    const text = Buffer.from(`{"result":{"tools":${JSON.stringify(listed)}`);
    const digest = createHash('sha256').update(text).digest('base64');
    this.digests.set(listed, digest);
    const known = this.written.get(digest);
    if (known !== undefined) return known;
    const list: WrittenList = { text };
    this.written.set(digest, list);
    return list;
  }
}

/** What follows the tools in an answer; undefined where it has no list of tools. */
function endOf(text: string): Buffer | undefined {
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (!isRecord(answer) || !isRecord(answer.result) || !Array.isArray(answer.result.tools)) return undefined;
  const { result, ...envelope } = answer;
  const { tools: _, ...others } = answer.result;
  const members = (object: object) =>
    Object.entries(object).map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return Buffer.from(`${members(others).join('')}}${members(envelope).join('')}}`);
}

async function compressedOf(
  list: WrittenList,
  acceptEncoding: string | undefined,
): Promise<AppendableText | undefined> {
  if (accepts(acceptEncoding, 'br')) {
    list.br ??= appendableBrotli(list.text);
    return list.br;
  }
  if (!accepts(acceptEncoding, 'gzip', 'x-gzip')) return undefined;
  list.gzip ??= appendableGzip(list.text);
  return list.gzip;
}
