import { LookerError } from '../../looker/looker-error.js';
import { pushInTurns, SMALL_BYTES } from '../../looker/work-turns.js';
import { parseExact } from './exact-json.js';
import { RowScanner, type RowsWanted } from './row-scanner.js';

/** Beyond this the rows after a full page are not counted any more. */
const COUNTED_BYTES_MAX = 512 * 1024 * 1024;
const COUNTED_MS_MAX = 10_000;

/** An answer of Looker's, as it comes in or as it is held. */
export type ResultBytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface RowsReading extends RowsWanted {
  /** Whether the rows after the wanted ones are counted. */
  readonly countsAll: boolean;
}

/** What was read of an answer. */
export interface ReadRows {
  /** The answer without its rows: what describes them, totals, errors. */
  readonly frame: unknown;
  /** The wanted rows, or fewer where they are long, as JSON. */
  readonly rows: readonly string[];
  /** How many rows went by, from the first one on. */
  readonly count: number;
  /** Whether those are all rows. */
  readonly isWhole: boolean;
}

/**
 * Reads some rows of an answer in Looker's `json_bi`, `json_detail` or `json` and holds nothing else of it.
 * @throws LookerError `not_looker` where it is no whole JSON, `too_large` for a row of many megabytes.
 */
export async function readRows(body: ResultBytes, reading: RowsReading): Promise<ReadRows> {
  const scanner = new RowScanner(reading);
  const isWhole = await scanned(body, scanner, reading.countsAll);
  const { rows, count } = scanner;
  return { frame: parseExact(scanner.frameText({ isWhole })), rows, count, isWhole };
}

/** Whether all was read; what comes behind a full page is read as far as that is cheap. */
async function scanned(body: ResultBytes, scanner: RowScanner, countsAll: boolean): Promise<boolean> {
  let bytes = 0;
  let countedFromMs: number | undefined;
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > SMALL_BYTES) await pushInTurns(chunk, (piece) => scanner.push(piece));
      else scanner.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      if (bytes > COUNTED_BYTES_MAX) return leftUnread(scanner);
      if (!scanner.isFull || !scanner.isDescribed) continue;
      countedFromMs ??= performance.now();
      if (!countsAll || performance.now() - countedFromMs > COUNTED_MS_MAX) return false;
    }
    return true;
  } catch (error) {
    // The page is there; only the number of the rows behind it came too late.
    if (countedFromMs !== undefined && error instanceof LookerError && error.fault === 'timed_out') return false;
    throw error;
  }
}

function leftUnread({ isFull, isDescribed }: RowScanner): false {
  if (isFull && isDescribed) return false;
  const words = `the answer is larger than ${COUNTED_BYTES_MAX} bytes, and was not read further`;
  throw new LookerError('too_large', words);
}
