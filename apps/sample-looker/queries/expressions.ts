import { QueryError } from './query-error.js';

/** A Looker expression, as table calculations and custom fields use them, as a tree. */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'field'; name: string }
  | { kind: 'call'; name: string; parameters: Expression[] }
  | { kind: 'unary'; operator: 'not' | '-'; operand: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression };

const lengthMax = 4_000;
const depthMax = 60;
const tokenPattern = /\s*(\$\{[\w.:]+\}|"[^"]*"|'[^']*'|\d+\.?\d*|\.\d+|[A-Za-z_]\w*|<=|>=|!=|[-+*/%()<>=,])/y;
const precedence: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  '=': 3,
  '!=': 3,
  '<': 3,
  '>': 3,
  '<=': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
};

/** Reads an expression. Throws a QueryError for one that is faulty, too long or nested too deeply. */
export function parseExpression(text: string): Expression {
  const parser = new ExpressionParser(tokensOf(text), text);
  return parser.readAll();
}

/** The names of all fields the expression refers to. */
export function fieldsIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'field':
      return [expression.name];
    case 'call':
      return expression.parameters.flatMap(fieldsIn);
    case 'unary':
      return fieldsIn(expression.operand);
    case 'binary':
      return [...fieldsIn(expression.left), ...fieldsIn(expression.right)];
  }
}

export function faultyExpression(text: string, reason: string): QueryError {
  return new QueryError('Invalid expression', `Expression "${text.slice(0, 200)}" cannot be used: ${reason}.`);
}

function tokensOf(text: string): string[] {
  if (text.length > lengthMax) throw faultyExpression(text, `it is longer than ${lengthMax} characters`);
  const tokens: string[] = [];
  const source = text.trim();
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < source.length) {
    const position = tokenPattern.lastIndex;
    const token = tokenPattern.exec(source)?.[1];
    if (token === undefined) throw faultyExpression(text, `character ${position + 1} is not understood`);
    tokens.push(token);
  }
  return tokens;
}

class ExpressionParser {
  private position = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly text: string,
  ) {}

  readAll(): Expression {
    const expression = this.readBinary(1, 0);
    const rest = this.peek();
    if (rest !== undefined) throw faultyExpression(this.text, `"${rest}" is out of place`);
    return expression;
  }

  private readBinary(lowest: number, depth: number): Expression {
    if (depth > depthMax) throw faultyExpression(this.text, 'it is nested too deeply');
    let left = this.readOperand(depth);
    for (;;) {
      const operator = this.peek()?.toLowerCase() ?? '';
      const level = precedence[operator];
      if (level === undefined || level < lowest) return left;
      this.position += 1;
      left = { kind: 'binary', operator, left, right: this.readBinary(level + 1, depth + 1) };
    }
  }

  private readOperand(depth: number): Expression {
    const token = this.take();
    if (token === '(') {
      const inner = this.readBinary(1, depth + 1);
      this.expect(')');
      return inner;
    }
    if (token === '-') return { kind: 'unary', operator: '-', operand: this.readBinary(6, depth + 1) };
    if (/^not$/i.test(token)) return { kind: 'unary', operator: 'not', operand: this.readBinary(3, depth + 1) };
    if (token.startsWith('${')) return { kind: 'field', name: token.slice(2, -1) };
    if (/^["']/.test(token)) return { kind: 'literal', value: token.slice(1, -1) };
    if (/^[\d.]/.test(token)) return { kind: 'literal', value: Number(token) };
    return this.readWord(token, depth);
  }

  private readWord(token: string, depth: number): Expression {
    const name = token.toLowerCase();
    if (!/^[a-z_]/.test(name)) throw faultyExpression(this.text, `"${token}" is out of place`);
    if (this.peek() === '(') return { kind: 'call', name, parameters: this.readParameters(depth) };
    if (name === 'yes' || name === 'true') return { kind: 'literal', value: true };
    if (name === 'no' || name === 'false') return { kind: 'literal', value: false };
    if (name === 'null') return { kind: 'literal', value: null };
    throw faultyExpression(this.text, `"${token}" is not known`);
  }

  private readParameters(depth: number): Expression[] {
    this.expect('(');
    const parameters: Expression[] = [];
    while (this.peek() !== ')') {
      if (parameters.length > 0) this.expect(',');
      parameters.push(this.readBinary(1, depth + 1));
    }
    this.expect(')');
    return parameters;
  }

  private peek(): string | undefined {
    return this.tokens[this.position];
  }

  private take(): string {
    const token = this.tokens[this.position];
    if (token === undefined) throw faultyExpression(this.text, 'it ends too early');
    this.position += 1;
    return token;
  }

  private expect(token: string): void {
    const found = this.take();
    if (found !== token) throw faultyExpression(this.text, `"${token}" is missing before "${found}"`);
  }
}
