import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** A text that was compressed once, and to which each answer appends an end of its own. */
export interface AppendableText {
  readonly encoding: 'br' | 'gzip';
  /** The whole, compressed. The end is stored as it is: it is short. */
  with(end: Buffer): Buffer;
}

/** What one block of either format may hold, uncompressed. */
export const APPENDED_BYTES_MAX = 0xffff;

/** As small as gzip at its best or smaller, in a tenth of the time that 11, the default, takes. */
const BROTLI_QUALITY = 7;
const { BROTLI_OPERATION_FLUSH, BROTLI_PARAM_QUALITY, Z_SYNC_FLUSH } = zlib.constants;

/** The text as Brotli (RFC 7932), to which ends of at most `APPENDED_BYTES_MAX` bytes can be appended. */
export async function appendableBrotli(text: Buffer): Promise<AppendableText> {
  const params = { [BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
  const start = await promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliCompress)(text, {
    finishFlush: BROTLI_OPERATION_FLUSH,
    params,
  });
  return {
    encoding: 'br',
    with: (end) => {
      // Section 9.2: not the last meta-block, MLEN - 1 in four nibbles, uncompressed; then a last one that is empty.
      const head = Buffer.alloc(3);
      head.writeUIntLE(((end.length - 1) << 3) | (1 << 19), 0, 3);
      return Buffer.concat([start, head, end, Buffer.of(0x03)]);
    },
  };
}

/** The text as gzip (RFC 1952), to which ends of at most `APPENDED_BYTES_MAX` bytes can be appended. */
export async function appendableGzip(text: Buffer): Promise<AppendableText> {
  const start = await promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gzip)(text, { finishFlush: Z_SYNC_FLUSH });
  const sum = zlib.crc32(text);
  return {
    encoding: 'gzip',
    with: (end) => {
      // RFC 1951, 3.2.4: the last block, stored; then the sum and the length of the whole.
      const head = Buffer.of(0x01, 0, 0, 0, 0);
      head.writeUInt16LE(end.length, 1);
      head.writeUInt16LE(end.length ^ 0xffff, 3);
      const tail = Buffer.alloc(8);
      tail.writeUInt32LE(zlib.crc32(end, sum), 0);
      tail.writeUInt32LE((text.length + end.length) % 2 ** 32, 4);
      return Buffer.concat([start, head, end, tail]);
    },
  };
}
