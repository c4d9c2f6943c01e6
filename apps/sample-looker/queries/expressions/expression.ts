import { QueryError } from '../query-error.js';

/** A Looker expression, as table calculations, custom fields and custom filters use them, as a tree. */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  | FieldReference
  /** A filter expression between backticks, for `matches_filter`. */
  | { kind: 'filter'; text: string }
  | CallExpression
  | { kind: 'unary'; operator: 'not' | '-'; operand: Expression }
  | BinaryExpression;

export interface CallExpression {
  kind: 'call';
  name: string;
  parameters: Expression[];
}

export interface BinaryExpression {
  kind: 'binary';
  operator: Operator;
  left: Expression;
  right: Expression;
}

export interface FieldReference {
  kind: 'field';
  name: string;
  /** `${field:total}` is the total of its column, `${field:row_total}` that of its row. */
  part: 'value' | 'total' | 'row_total';
}

export type Operator = 'OR' | 'AND' | '=' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/';

/** The parts of an expression that are expressions themselves. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'field':
    case 'filter':
      return [];
    case 'call':
      return expression.parameters;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
  }
}

/** All fields that the expression refers to. */
export function referencesIn(expression: Expression): FieldReference[] {
  if (expression.kind === 'field') return [expression];
  return partsOf(expression).flatMap(referencesIn);
}

/** The names of all fields that the expression refers to. */
export function fieldsIn(expression: Expression): string[] {
  return referencesIn(expression).map(({ name }) => name);
}

export function faultyExpression(text: string, reason: string): QueryError {
  return new QueryError('Invalid expression', `Expression "${text.slice(0, 200)}" cannot be used: ${reason}.`);
}
