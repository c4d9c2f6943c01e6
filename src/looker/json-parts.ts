import { DEPTH_MAX, parseBounded, tooDeep, tooManyValues } from './bounded-json.js';
import { LookerError } from './looker-error.js';
import { pushInTurns } from './work-turns.js';

/** Where a value stands: the keys and places that lead to it. */
export type PartPath = readonly (string | number)[];

/** Which values of a JSON text are wanted, and what becomes of them. */
export interface PartsReading {
  /** `enter`: the members are visited each by itself, if it has any; `take`: it is wanted as a whole. */
  readonly visit: (path: PartPath, kind: 'list' | 'object' | 'plain') => 'enter' | 'take' | 'skip';
  readonly onPart: (path: PartPath, value: unknown) => void;
  /** Of the whole text. */
  readonly bytesMax: number;
  /** Of all that is taken, together. */
  readonly valuesMax?: number;
}

interface Entered {
  readonly isList: boolean;
  place: number;
  key: string;
}

/** A value that is passed over or taken as a whole, or the key of one. */
interface Span {
  readonly kind: 'key' | 'string' | 'plain' | 'nested';
  readonly isTaken: boolean;
  readonly pieces: Buffer[];
  bytes: number;
  depth: number;
}

/** How long the text of one value may be that a reader takes. */
const PART_BYTES_MAX = 256 * 1024;
const KEY_BYTES_MAX = 1024;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const broken = () => new LookerError('not_looker', 'the answer is no JSON, or it is broken or cut off');

/**
 * Takes a JSON text apart while it comes in, in turns of the event loop, and holds nothing of it but the value that is being
 * read: for answers that are legitimately large, and of which little is kept.
 * @throws LookerError `too_large`, `not_looker`, and what reading throws.
 */
export async function readParts(chunks: AsyncIterable<Uint8Array>, reading: PartsReading): Promise<void> {
  const parts = new JsonParts(reading);
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > reading.bytesMax)
      throw new LookerError(
        'too_large',
        `the answer is larger than ${reading.bytesMax} bytes, and was not read further`,
      );
    await pushInTurns(chunk, (piece) => parts.push(piece));
  }
  parts.end();
}

/** The JSON parser keeps each key in one table of the process; when that grows by a million keys, the event loop stands still. */
const keyOf = (text: string) => (text.includes('\\') ? String(parseBounded(text)) : text.slice(1, -1));

class JsonParts {
  private readonly entered: Entered[] = [];
  private expected: 'value' | 'key' | 'colon' | 'next' = 'value';
  private span: Span | null = null;
  private inString = false;
  private isEscaped = false;
  private values = 0;

  constructor(private readonly reading: PartsReading) {}

  push(chunk: Buffer): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.span === null) {
        if (isSpace(byte)) continue;
        this.between(byte);
        from = at;
      } else if (this.endsBehind(this.span, byte)) this.close(this.span, chunk.subarray(from, at + 1));
      else if (this.endsBefore(this.span, byte)) {
        this.close(this.span, chunk.subarray(from, at));
        if (!isSpace(byte)) this.between(byte);
        from = at;
      }
    }
    if (this.span !== null) this.keep(this.span, chunk.subarray(from));
  }

  end(): void {
    if (this.span?.kind === 'plain') this.close(this.span, Buffer.alloc(0));
    if (this.span !== null || this.entered.length > 0 || this.expected !== 'next') throw broken();
  }

  /** Outside of all values that are passed over or taken. */
  private between(byte: number): void {
    const around = this.entered.at(-1);
    if (this.expected === 'colon' && byte === COLON) this.expected = 'value';
    else if (this.expected === 'key' && byte === QUOTE) this.open('key', true);
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.leave(byte === CLOSE_LIST);
    else if (this.expected === 'next' && byte === COMMA && around !== undefined) {
      around.place += 1;
      this.expected = around.isList ? 'value' : 'key';
    } else if (this.expected === 'value' && byte !== COMMA && byte !== COLON) this.begin(byte);
    else throw broken();
  }

  private leave(isList: boolean): void {
    const closed = this.entered.pop();
    const isEmpty = closed?.place === 0 && this.expected === (isList ? 'value' : 'key');
    if (closed?.isList !== isList || !(isEmpty || this.expected === 'next')) throw broken();
    this.expected = 'next';
  }

  private begin(byte: number): void {
    const isNested = byte === OPEN_LIST || byte === OPEN_OBJECT;
    const kind = !isNested ? 'plain' : byte === OPEN_LIST ? 'list' : 'object';
    const visit = this.reading.visit(this.path(), kind);
    if (isNested && visit === 'enter') {
      this.entered.push({ isList: byte === OPEN_LIST, place: 0, key: '' });
      this.expected = byte === OPEN_LIST ? 'value' : 'key';
    } else this.open(isNested ? 'nested' : byte === QUOTE ? 'string' : 'plain', visit === 'take');
  }

  private open(kind: Span['kind'], isTaken: boolean): void {
    this.span = { kind, isTaken, pieces: [], bytes: 0, depth: kind === 'nested' ? 1 : 0 };
    this.inString = kind === 'string' || kind === 'key';
    this.isEscaped = false;
    if (isTaken) this.count();
  }

  /** Whether this byte is the last of a span. */
  private endsBehind(span: Span, byte: number): boolean {
    if (this.inString) return this.endsString(byte) && span.kind !== 'nested';
    if (span.kind !== 'nested') return false;
    if (byte === QUOTE) this.inString = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.deepen(span);
    else if (byte === COMMA && span.isTaken) this.count();
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) span.depth -= 1;
    return span.depth === 0;
  }

  private endsString(byte: number): boolean {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.inString = false;
    return !this.inString;
  }

  private deepen(span: Span): void {
    span.depth += 1;
    if (!span.isTaken) return;
    if (span.depth > DEPTH_MAX) throw tooDeep();
    this.count();
  }

  private endsBefore({ kind }: Span, byte: number): boolean {
    return kind === 'plain' && (byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT || isSpace(byte));
  }

  private close(span: Span, last: Buffer): void {
    this.keep(span, last);
    this.span = null;
    if (span.isTaken) {
      const text = Buffer.concat(span.pieces).toString();
      const around = this.entered.at(-1);
      if (span.kind !== 'key') this.reading.onPart(this.path(), parseBounded(text));
      else if (around !== undefined) around.key = keyOf(text);
    }
    this.expected = span.kind === 'key' ? 'colon' : 'next';
  }

  private keep(span: Span, piece: Buffer): void {
    if (!span.isTaken) return;
    span.bytes += piece.length;
    const bytesMax = span.kind === 'key' ? KEY_BYTES_MAX : PART_BYTES_MAX;
    if (span.bytes > bytesMax)
      throw new LookerError('too_large', `a part of the answer is larger than ${bytesMax} bytes`);
    span.pieces.push(piece);
  }

  private count(): void {
    this.values += 1;
    const { valuesMax } = this.reading;
    if (valuesMax !== undefined && this.values > valuesMax) throw tooManyValues(valuesMax);
  }

  private path(): PartPath {
    return this.entered.map(({ isList, place, key }) => (isList ? place : key));
  }
}
