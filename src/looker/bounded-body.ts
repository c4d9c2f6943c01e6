import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LookerError } from './looker-error.js';

/** The encodings that requests ask for: JSON of rows shrinks to a tenth of its size. */
export const ACCEPTED_ENCODING = 'gzip';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** How much of a body is read, and how much of that is kept; what is beyond is only counted. */
export interface AnswerBounds {
  readonly bytesMax: number;
  readonly keptMax?: number;
}

/** The beginning of a body, and how many bytes it has as a whole, unpacked. */
export interface ReadBody {
  readonly bytes: Buffer;
  readonly size: number;
}

const tooLarge = (bytesMax: number) =>
  new LookerError('too_large', `the answer is larger than ${bytesMax} bytes, and was not read further`);

const BROKEN = ['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_NEED_DICT'];
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** What is kept grows by doubling, from here. */
const KEPT_BYTES_FIRST = 16 * 1024;

/**
 * The pieces of a body as they come in, unpacked piece by piece: of a bomb, no more is unpacked than is read.
 * @throws LookerError `not_looker` for a broken or unknown compression.
 */
export async function* unpackedPieces(body: Readable, headers: Headers): AsyncGenerator<Buffer> {
  const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  switch (encoding) {
    case 'identity':
    case '':
      return yield* body;
    case 'gzip':
    case 'x-gzip':
      return yield* unzipped(body);
    default:
      body.on('error', () => {}).destroy();
      throw new LookerError('not_looker', 'the answer is compressed in a way that was not asked for');
  }
}

async function* unzipped(body: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  try {
    // What goes wrong in the body is thrown by the stream that is read.
    yield* pipeline(body, gunzip, () => {});
  } catch (cause) {
    const code = codeOf(cause);
    if (!BROKEN.includes(code)) throw cause;
    if (code === 'Z_BUF_ERROR' && gunzip.bytesWritten === 0) return;
    throw new LookerError('not_looker', 'the answer is compressed, but it is broken or cut off', { cause });
  }
}

/**
 * Reads a body, unpacked, up to a bound; memory stays within the bound whatever is announced or sent, and in however many
 * pieces.
 * @throws LookerError `too_large`, or as `unpackedPieces` does; and what breaks the connection.
 */
export async function readBounded(body: Readable, headers: Headers, bounds: AnswerBounds): Promise<ReadBody> {
  const { bytesMax, keptMax = bytesMax } = bounds;
  if (Number(headers['content-length'] ?? 0) > bytesMax) {
    body.on('error', () => {}).destroy();
    throw tooLarge(bytesMax);
  }
  let kept: Buffer = Buffer.alloc(0);
  let length = 0;
  let size = 0;
  for await (const piece of unpackedPieces(body, headers)) {
    size += piece.length;
    if (size > bytesMax) throw tooLarge(bytesMax);
    const added = piece.subarray(0, keptMax - length);
    if (length + added.length > kept.length) kept = grown(kept, length + added.length);
    added.copy(kept, length);
    length += added.length;
  }
  return { bytes: kept.subarray(0, length), size };
}

function grown(from: Buffer, length: number): Buffer {
  const grownTo = Buffer.allocUnsafeSlow(Math.max(length, from.length * 2, KEPT_BYTES_FIRST));
  from.copy(grownTo);
  return grownTo;
}
