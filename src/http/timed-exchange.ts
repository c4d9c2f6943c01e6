import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { type Agent, request } from 'undici';

export interface TimedRequest {
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of an answer, as it comes and as it is meant. */
  readonly bytesMax: number;
  readonly signal: AbortSignal;
  /** Whether what has come of an event stream is enough; the rest is not waited for. */
  readonly isEnough?: (text: string) => boolean;
  /** True: the body is not read. */
  readonly isHeadEnough?: boolean;
}

/** What is wrong with how an answer was compressed: it does not open, or its headers do not say that it is. */
export type EncodingProblem = 'broken' | 'undeclared';

export interface TimedAnswer {
  readonly status: number;
  /** By names in small letters; the lines of one name are joined by a comma, those of `set-cookie` by a line end. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where the body is not text. */
  readonly text: string;
  readonly encodingProblem: EncodingProblem | undefined;
}

const OPENERS: Readonly<Record<string, typeof gunzip>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  br: brotliDecompress,
  deflate: inflate,
};
const GZIP_BEGINNING = Buffer.from([0x1f, 0x8b]);

/**
 * Asks as the programs do that a server is made for, and tells of the answer what their libraries hide: redirects are not followed, and
 * what is compressed wrongly is an answer with an `encodingProblem`.
 * @param agent a guarded one.
 * @throws AddressRefusedError, NotConnectedError, or another Error where no answer comes, or more bytes than allowed.
 */
export async function timedExchange(agent: Agent, asked: TimedRequest): Promise<TimedAnswer> {
  const { method, url, headers, body, signal } = asked;
  const answer = await request(url, {
    dispatcher: agent,
    method,
    headers,
    signal,
    ...(body !== undefined && { body }),
  });
  const head = { status: answer.statusCode, headers: headersOf(answer.headers) };
  if (asked.isHeadEnough === true) {
    // An error of a body that nobody reads is nobody's.
    answer.body.on('error', () => undefined).destroy();
    return { ...head, text: '', encodingProblem: undefined };
  }
  const bytes = await bytesOf(answer.body, head.headers, asked);
  return { ...head, ...(await opened(bytes, head.headers['content-encoding'], asked.bytesMax)) };
}

const headersOf = (headers: Readonly<Record<string, string | string[] | undefined>>) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(name === 'set-cookie' ? '\n' : ', ')] as const],
    ),
  );

async function bytesOf(
  body: AsyncIterable<Uint8Array>,
  headers: TimedAnswer['headers'],
  { bytesMax, isEnough }: TimedRequest,
): Promise<Buffer> {
  const isWatched = isEnough !== undefined && headers['content-type']?.startsWith('text/event-stream') === true;
  const pieces: Uint8Array[] = [];
  let count = 0;
  for await (const piece of body) {
    count += piece.length;
    if (count > bytesMax) throw new Error(`the answer has more than ${bytesMax} bytes`);
    pieces.push(piece);
    if (isWatched && isEnough(Buffer.concat(pieces).toString())) break;
  }
  return Buffer.concat(pieces);
}

async function opened(
  bytes: Buffer,
  encoding: string | undefined,
  bytesMax: number,
): Promise<Pick<TimedAnswer, 'text' | 'encodingProblem'>> {
  const open = OPENERS[encoding?.toLowerCase() ?? ''];
  if (open === undefined) {
    const isPacked = bytes.subarray(0, GZIP_BEGINNING.length).equals(GZIP_BEGINNING);
    return isPacked
      ? { text: '', encodingProblem: 'undeclared' }
      : { text: bytes.toString(), encodingProblem: undefined };
  }
  if (bytes.length === 0) return { text: '', encodingProblem: undefined };
  try {
    const text = await promisify<Buffer, { maxOutputLength: number }, Buffer>(open)(bytes, {
      maxOutputLength: bytesMax,
    });
    return { text: text.toString(), encodingProblem: undefined };
  } catch {
    return { text: '', encodingProblem: 'broken' };
  }
}
