import { faultyExpression } from './expression.js';

export interface Token {
  kind: 'field' | 'text' | 'filter' | 'number' | 'word' | 'sign';
  /** Without what stands around it: the name of a field, the characters of a text. */
  text: string;
}

const lengthMax = 8_000;
/** How many levels a tree of so many parts can have is what the evaluation can go down. */
const tokensMax = 2_000;
/** Blanks and comments, which begin with `#` and end with their line. */
const blank = /(?:\s|#[^\n]*)*/y;
const pattern =
  /\$\{(?<field>[\w.:]+)\}|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|`(?<filter>[^`]*)`|(?<number>\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)|(?<word>[A-Za-z_]\w*)|(?<sign><=|>=|!=|[-+*/()<>=,])/y;

/** The tokens of an expression. Throws a QueryError for a character that begins none, and for one that is too long. */
export function tokensOf(source: string): Token[] {
  if (source.length > lengthMax) throw faultyExpression(source, `it is longer than ${lengthMax} characters`);
  const tokens: Token[] = [];
  let position = skipBlank(source, 0);
  while (position < source.length) {
    pattern.lastIndex = position;
    const groups = pattern.exec(source)?.groups;
    if (groups === undefined) throw faultyExpression(source, `character ${position + 1} is not understood`);
    tokens.push(tokenOf(groups));
    if (tokens.length > tokensMax) throw faultyExpression(source, `it has more than ${tokensMax} parts`);
    position = skipBlank(source, pattern.lastIndex);
  }
  return tokens;
}

function skipBlank(source: string, from: number): number {
  blank.lastIndex = from;
  blank.exec(source);
  return blank.lastIndex;
}

function tokenOf({ double, single, ...groups }: Record<string, string | undefined>): Token {
  const quoted = double ?? single;
  if (quoted !== undefined) return { kind: 'text', text: quoted.replace(/\\(.)/g, '$1') };
  const kinds = ['field', 'filter', 'number', 'word'] as const;
  const kind = kinds.find((name) => groups[name] !== undefined) ?? 'sign';
  return { kind, text: groups[kind] ?? '' };
}
