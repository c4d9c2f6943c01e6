import { LookerError } from '../../looker/looker-error.js';

/** Under which names Looker's answers hold their rows: `json_bi` and `json_detail`; `json` is the array itself. */
const ROW_KEYS: ReadonlySet<string> = new Set(['rows', 'data']);
const KEY_BYTES_MAX = 16;
/** What stands around the rows, and one row. */
const PART_BYTES_MAX = 1024 * 1024;
/** A part of many pieces has them joined, so that their number takes no memory. */
const PIECES_MAX = 256;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Which rows are kept; the others are only counted. */
export interface RowsWanted {
  readonly offset: number;
  readonly rowsMax: number;
  /** Of the kept rows together; one is kept, however long. */
  readonly bytesMax: number;
}

/**
 * Takes an answer of Looker's apart while it comes in: the rows that are wanted, and the frame, which is the answer with
 * no rows in it. Nothing else is held, however many rows there are.
 */
export class RowScanner {
  /** The wanted rows, as JSON. */
  readonly rows: string[] = [];
  /** How many rows went by. */
  count = 0;
  /** Whether what came before the rows describes them, so that the rest can be left unread. */
  isDescribed = false;
  private phase: 'before' | 'rows' | 'after' = 'before';
  private depth = 0;
  private rowsDepth = 0;
  private inString = false;
  private isEscaped = false;
  private key = '';
  private keptBytes = 0;
  /** Where in the chunk the part begins that is not kept yet. */
  private from = 0;
  private readonly frame = new PartBytes();
  /** What came so far of a row that is not at its end. */
  private row = new PartBytes();

  constructor(private readonly wanted: RowsWanted) {}

  /** Whether no further row is kept. */
  get isFull(): boolean {
    const { offset, rowsMax, bytesMax } = this.wanted;
    return this.rows.length > 0 && (this.count >= offset + rowsMax || this.keptBytes >= bytesMax);
  }

  /** @throws LookerError `not_looker`, `too_large` */
  push(chunk: Buffer): void {
    this.from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.inString) this.inside(byte);
      else if (byte === QUOTE) this.beginString();
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.open(byte, chunk, at);
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.close(chunk, at);
    }
    if (this.phase !== 'rows') this.frame.add(chunk.subarray(this.from));
    else if (this.depth > this.rowsDepth && this.isWanted()) this.row.add(chunk.subarray(this.from));
  }

  /**
   * The answer without its rows, as JSON; what was not read is left out.
   * @throws LookerError `not_looker` where the answer broke off, unless it was left off on purpose.
   */
  frameText({ isWhole }: { readonly isWhole: boolean }): string {
    const text = this.frame.text();
    if (isWhole && (this.depth > 0 || text.trim() === ''))
      throw new LookerError('not_looker', 'the answer is broken or cut off');
    if (this.phase !== 'rows') return text;
    return this.rowsDepth === 1 ? `${text}]` : `${text}]}`;
  }

  private inside(byte: number): void {
    this.inString = this.isEscaped || byte !== QUOTE;
    this.isEscaped = !this.isEscaped && byte === BACKSLASH;
    if (this.inString && this.depth === 1 && this.phase === 'before' && this.key.length < KEY_BYTES_MAX)
      this.key += String.fromCharCode(byte);
  }

  private beginString(): void {
    this.inString = true;
    if (this.depth === 1 && this.phase === 'before') this.key = '';
  }

  private open(byte: number, chunk: Buffer, at: number): void {
    if (this.phase === 'before' && this.beginsRows(byte)) {
      this.phase = 'rows';
      this.rowsDepth = this.depth + 1;
      this.frame.add(chunk.subarray(this.from, at + 1));
      this.isDescribed = this.depth === 0 || this.frame.text().includes('"fields"');
    } else if (this.phase === 'rows' && this.depth === this.rowsDepth) this.from = at;
    this.depth += 1;
  }

  private beginsRows(byte: number): boolean {
    return byte === OPEN_LIST && (this.depth === 0 || (this.depth === 1 && ROW_KEYS.has(this.key)));
  }

  private close(chunk: Buffer, at: number): void {
    this.depth -= 1;
    if (this.phase !== 'rows' || this.depth > this.rowsDepth) return;
    if (this.depth === this.rowsDepth) this.endRow(chunk, at + 1);
    else {
      this.phase = 'after';
      this.from = at;
    }
  }

  private endRow(chunk: Buffer, end: number): void {
    if (this.isWanted()) {
      this.row.add(chunk.subarray(this.from, end));
      this.rows.push(this.row.text());
      this.keptBytes += this.row.bytes;
      this.row = new PartBytes();
    }
    this.count += 1;
  }

  private isWanted(): boolean {
    return this.count >= this.wanted.offset && !this.isFull;
  }
}

/** Bytes that come in pieces, up to a bound. */
class PartBytes {
  bytes = 0;
  private readonly pieces: Buffer[] = [];

  add(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.bytes > PART_BYTES_MAX)
      throw new LookerError('too_large', `one row, or what describes the rows, is larger than ${PART_BYTES_MAX} bytes`);
    this.pieces.push(piece);
    if (this.pieces.length > PIECES_MAX) this.pieces.splice(0, Number.POSITIVE_INFINITY, Buffer.concat(this.pieces));
  }

  text(): string {
    return (this.pieces.length === 1 ? this.pieces[0] : Buffer.concat(this.pieces))?.toString() ?? '';
  }
}
