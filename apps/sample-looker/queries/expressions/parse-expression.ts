import type { QueryError } from '../query-error.js';
import { type Expression, type FieldReference, faultyExpression, type Operator } from './expression.js';
import { type Token, tokensOf } from './tokens.js';

const depthMax = 60;
const precedence: Readonly<Record<Operator, number>> = {
  OR: 1,
  AND: 2,
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
};
const negationLevel = 6;
const logical = /^(?:and|or|not)$/i;
/** Always in lower case, as Looker has them. */
const constants: Readonly<Record<string, boolean | null>> = { yes: true, no: false, null: null };

/** Reads an expression. Throws a QueryError for one that is faulty, too long or nested too deeply. */
export function parseExpression(text: string): Expression {
  return new ExpressionParser(tokensOf(text), text).readAll();
}

class ExpressionParser {
  private position = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly text: string,
  ) {}

  readAll(): Expression {
    const expression = this.readBinary(1, 0);
    const rest = this.peek();
    if (rest !== undefined) throw this.misplaced(rest);
    return expression;
  }

  private readBinary(lowest: number, depth: number): Expression {
    if (depth > depthMax) throw faultyExpression(this.text, 'it is nested too deeply');
    let left = this.readOperand(depth);
    for (;;) {
      const operator = operatorOf(this.peek());
      if (operator === undefined || precedence[operator] < lowest) return left;
      this.position += 1;
      left = { kind: 'binary', operator, left, right: this.readBinary(precedence[operator] + 1, depth + 1) };
    }
  }

  private readOperand(depth: number): Expression {
    const token = this.take();
    switch (token.kind) {
      case 'field':
        return this.referenceOf(token.text);
      case 'text':
        return { kind: 'literal', value: token.text };
      case 'filter':
        return { kind: 'filter', text: token.text };
      case 'number':
        return { kind: 'literal', value: Number(token.text) };
      case 'word':
        return this.readWord(token, depth);
      case 'sign':
        return this.readSign(token, depth);
    }
  }

  private readSign({ text }: Token, depth: number): Expression {
    if (text === '-') return { kind: 'unary', operator: '-', operand: this.readBinary(negationLevel, depth + 1) };
    if (text !== '(') throw this.misplaced({ kind: 'sign', text });
    const inner = this.readBinary(1, depth + 1);
    this.expect(')');
    return inner;
  }

  private readWord({ text }: Token, depth: number): Expression {
    if (text === 'NOT') return { kind: 'unary', operator: 'not', operand: this.readBinary(precedence['='], depth + 1) };
    if (Object.hasOwn(constants, text)) return { kind: 'literal', value: constants[text] ?? null };
    if (logical.test(text)) throw this.misplaced({ kind: 'word', text });
    if (this.peek()?.text !== '(') throw faultyExpression(this.text, `"${text}" is not known`);
    return { kind: 'call', name: text.toLowerCase(), parameters: this.readParameters(depth) };
  }

  private readParameters(depth: number): Expression[] {
    this.expect('(');
    const parameters: Expression[] = [];
    while (!isSign(this.peek(), ')')) {
      if (parameters.length > 0) this.expect(',');
      parameters.push(this.readBinary(1, depth + 1));
    }
    this.expect(')');
    return parameters;
  }

  private referenceOf(text: string): FieldReference {
    const [name = '', part = 'value', ...rest] = text.split(':');
    if (rest.length > 0 || (part !== 'value' && part !== 'total' && part !== 'row_total')) {
      throw faultyExpression(this.text, `"${text}" is not a field`);
    }
    return { kind: 'field', name, part };
  }

  private misplaced({ text }: Token): QueryError {
    const isLower = logical.test(text) && text !== text.toUpperCase();
    const reason = isLower ? 'is an operator that must be capitalized' : 'is out of place';
    return faultyExpression(this.text, `"${text}" ${reason}`);
  }

  private peek(): Token | undefined {
    return this.tokens[this.position];
  }

  private take(): Token {
    const token = this.tokens[this.position];
    if (token === undefined) throw faultyExpression(this.text, 'it ends too early');
    this.position += 1;
    return token;
  }

  private expect(sign: string): void {
    const found = this.take();
    if (isSign(found, sign)) return;
    if (logical.test(found.text)) throw this.misplaced(found);
    throw faultyExpression(this.text, `"${sign}" is missing before "${found.text}"`);
  }
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.text === sign;
}

function operatorOf(token: Token | undefined): Operator | undefined {
  return token !== undefined && (token.kind === 'sign' || token.kind === 'word') && isOperator(token.text)
    ? token.text
    : undefined;
}

function isOperator(text: string): text is Operator {
  return Object.hasOwn(precedence, text);
}
