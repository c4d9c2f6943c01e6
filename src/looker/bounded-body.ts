import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LookerError } from './looker-error.js';

/** What is asked for: JSON of rows shrinks to a tenth. */
export const ACCEPTED_ENCODING = 'gzip';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const tooLarge = (bytesMax: number) =>
  new LookerError('too_large', `the answer is larger than ${bytesMax} bytes, and was not read further`);

const BROKEN = ['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_NEED_DICT'];
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

async function collect(stream: AsyncIterable<Buffer>, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Unpacks piece by piece: of a bomb, no more is unpacked than is kept. */
async function unpacked(body: Readable, bytesMax: number): Promise<Buffer> {
  const gunzip = createGunzip();
  try {
    // What goes wrong in the body is thrown by the stream that is read.
    return await collect(
      pipeline(body, gunzip, () => {}),
      bytesMax,
    );
  } catch (cause) {
    const code = codeOf(cause);
    if (!BROKEN.includes(code)) throw cause;
    if (code === 'Z_BUF_ERROR' && gunzip.bytesWritten === 0) return Buffer.alloc(0);
    throw new LookerError('not_looker', 'the answer is compressed, but it is broken or cut off', { cause });
  }
}

/**
 * Reads a body, unpacked, up to a bound; memory stays within the bound whatever is announced or sent.
 * @throws LookerError `too_large`, or `not_looker` for a broken or unknown compression; and what breaks the connection.
 */
export async function readBounded(body: Readable, headers: Headers, bytesMax: number): Promise<Buffer> {
  const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  const refuse = (error: LookerError): never => {
    body.on('error', () => {}).destroy();
    throw error;
  };
  if (Number(headers['content-length'] ?? 0) > bytesMax) return refuse(tooLarge(bytesMax));
  switch (encoding) {
    case 'identity':
    case '':
      return collect(body, bytesMax);
    case 'gzip':
    case 'x-gzip':
      return unpacked(body, bytesMax);
    default:
      return refuse(new LookerError('not_looker', 'the answer is compressed in a way that was not asked for'));
  }
}
