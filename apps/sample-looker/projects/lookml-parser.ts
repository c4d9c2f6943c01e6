/** One property of LookML: `key: value`, `key: name { … }`, `key: [ … ]` or `key: raw text ;;`. */
export interface LookmlNode {
  key: string;
  /** The name of a block, or the value of a property; a list's items are in `items`. */
  value: string | null;
  /** The properties of a block. */
  children: readonly LookmlNode[] | null;
  items: readonly string[] | null;
  line: number;
}

export class LookmlSyntaxError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
    this.name = 'LookmlSyntaxError';
  }
}

/** Deeper nesting than any LookML has; it bounds the recursion. */
const depthMax = 20;
/** After these keys everything up to `;;` is the value. */
const rawKey = /^(sql|sql_.*|html|expression|expression_custom_filter)$/;
const wordPattern = /[\w.+$/*-]+/y;

/** Reads LookML. Throws a LookmlSyntaxError with the line of the first mistake. */
export function parseLookml(text: string): LookmlNode[] {
  const reader = new Reader(text);
  const nodes = readProperties(reader, 0);
  if (!reader.atEnd()) throw reader.error('a "}" has no matching "{"');
  return nodes;
}

/** The children of a block that have this key. */
export function childrenOf(node: LookmlNode, key: string): LookmlNode[] {
  return (node.children ?? []).filter((child) => child.key === key);
}

/** The value of a property of a block. */
export function propertyOf(node: LookmlNode, key: string): string | undefined {
  return childrenOf(node, key)[0]?.value ?? undefined;
}

function readProperties(reader: Reader, depth: number): LookmlNode[] {
  if (depth > depthMax) throw reader.error('blocks are nested too deeply');
  const nodes: LookmlNode[] = [];
  for (reader.skipSpace(); !reader.atEnd() && !reader.isAt('}'); reader.skipSpace()) {
    nodes.push(readProperty(reader, depth));
  }
  return nodes;
}

function readProperty(reader: Reader, depth: number): LookmlNode {
  const line = reader.line();
  const key = reader.word();
  if (key === null) throw reader.error('a property name is expected');
  reader.skipSpace();
  if (!reader.take(':')) throw reader.error(`":" is expected after "${key}"`);
  const leaf = { key, line, children: null, items: null };
  if (rawKey.test(key)) return { ...leaf, value: reader.until(';;') };
  reader.skipSpace();
  if (reader.isAt('"')) return { ...leaf, value: reader.quoted() };
  if (reader.isAt('[')) return { ...leaf, value: null, items: readList(reader) };
  const value = reader.word();
  reader.skipSpace();
  if (reader.take('{')) {
    const children = readProperties(reader, depth + 1);
    if (!reader.take('}')) throw new LookmlSyntaxError(`the block "${key}" is never closed`, line);
    return { ...leaf, value, children };
  }
  if (value === null) throw reader.error(`"${key}" has no value`);
  return { ...leaf, value };
}

/** `[a, b]`, or `[field: "condition", …]`, whose items are `field: condition`. */
function readList(reader: Reader): string[] {
  const items: string[] = [];
  reader.take('[');
  for (reader.skipSpace(); !reader.take(']'); reader.skipSpace()) {
    if (reader.take(',')) continue;
    const item = reader.isAt('"') ? reader.quoted() : reader.word();
    if (item === null) throw reader.error('a list is never closed with "]"');
    reader.skipSpace();
    if (!reader.take(':')) {
      items.push(item);
      continue;
    }
    reader.skipSpace();
    items.push(`${item}: ${reader.isAt('"') ? reader.quoted() : (reader.word() ?? '')}`);
  }
  return items;
}

class Reader {
  private position = 0;
  /** Where lines were last counted, so that a file is counted through once. */
  private counted = { position: 0, line: 1 };

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    return this.position >= this.text.length;
  }

  isAt(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  take(text: string): boolean {
    if (!this.isAt(text)) return false;
    this.position += text.length;
    return true;
  }

  skipSpace(): void {
    const pattern = /(?:\s+|#[^\n]*)*/y;
    pattern.lastIndex = this.position;
    this.position += pattern.exec(this.text)?.[0].length ?? 0;
  }

  word(): string | null {
    wordPattern.lastIndex = this.position;
    const word = wordPattern.exec(this.text)?.[0];
    if (word === undefined) return null;
    this.position += word.length;
    return word;
  }

  quoted(): string {
    const pattern = /"((?:[^"\\]|\\.)*)"/sy;
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (match === null) throw this.error('a text is never closed with """');
    this.position += match[0].length;
    return (match[1] ?? '').replace(/\\(.)/gs, '$1');
  }

  until(end: string): string {
    const found = this.text.indexOf(end, this.position);
    if (found < 0) throw this.error(`"${end}" is expected at the end of this property`);
    const value = this.text.slice(this.position, found).trim();
    this.position = found + end.length;
    return value;
  }

  line(): number {
    const passed = this.text.slice(this.counted.position, this.position).split('\n').length - 1;
    this.counted = { position: this.position, line: this.counted.line + passed };
    return this.counted.line;
  }

  error(message: string): LookmlSyntaxError {
    return new LookmlSyntaxError(message, this.line());
  }
}
