import { type CallExpression, type Expression, type FieldReference, faultyExpression } from './expression.js';
import { type Parameter, parametersOf, type Signature, type ValueKind, type ValueType } from './signatures.js';

/** What an expression may use. */
export interface Vocabulary {
  /** `undefined` for a function that cannot be used here. */
  signatureOf(name: string): Signature | undefined;
  /** Whether it is a function of Looker's that can be used elsewhere. */
  isKnownElsewhere(name: string): boolean;
  /** Throws a QueryError for a field that cannot be used here. */
  kindOf(field: FieldReference): ValueKind;
}

export interface CheckedExpression {
  kind: ValueKind;
  /** The parts that give lists. */
  lists: ReadonlySet<Expression>;
}

const one = (type: ValueType): ValueKind => ({ type, isList: false });
const orderings: readonly string[] = ['<', '>', '<=', '>='];

/**
 * What an expression gives. Throws a QueryError for functions that do not exist or cannot be used here, for a wrong
 * number of parameters and for those of a wrong type, as Looker does before it runs anything.
 */
export function checkExpression(expression: Expression, vocabulary: Vocabulary): CheckedExpression {
  const lists = new Set<Expression>();
  const kindOf = (part: Expression): ValueKind => {
    const kind = kindOfPart(part);
    if (kind.isList) lists.add(part);
    return kind;
  };
  const kindOfPart = (part: Expression): ValueKind => {
    switch (part.kind) {
      case 'literal':
        return one(typeOfLiteral(part.value));
      case 'filter':
        throw faultyExpression(part.text, 'only matches_filter takes a filter expression');
      case 'field':
        return vocabulary.kindOf(part);
      case 'unary': {
        const wanted = part.operator === 'not' ? 'yesno' : 'number';
        demand(part.operator === 'not' ? 'NOT' : '-', wanted, kindOf(part.operand));
        return one(wanted);
      }
      case 'binary':
        return kindOfBinary(part.operator, kindOf(part.left), kindOf(part.right));
      case 'call':
        return kindOfCall(part, vocabulary, kindOf);
    }
  };
  return { kind: kindOf(expression), lists };
}

function kindOfBinary(operator: string, left: ValueKind, right: ValueKind): ValueKind {
  if (operator === 'AND' || operator === 'OR') {
    for (const side of [left, right]) demand(operator, 'yesno', side);
    return one('yesno');
  }
  if (operator === '=' || operator === '!=') return one('yesno');
  if (!orderings.includes(operator)) {
    for (const side of [left, right]) demand(operator, 'number', side);
    return one('number');
  }
  const isMixed = left.type !== right.type && left.type !== 'any' && right.type !== 'any';
  if (isMixed || left.isList || right.isList) {
    throw faultyExpression(operator, `it cannot compare ${nameOf(left)} and ${nameOf(right)}`);
  }
  return one('yesno');
}

function kindOfCall(call: CallExpression, vocabulary: Vocabulary, kindOf: (part: Expression) => ValueKind): ValueKind {
  const { name, parameters } = call;
  const signature = vocabulary.signatureOf(name);
  if (signature === undefined) {
    const isElsewhere = vocabulary.isKnownElsewhere(name);
    throw faultyExpression(name, isElsewhere ? `${name}() cannot be used here` : `there is no function ${name}()`);
  }
  const expected = parametersOf(signature);
  checkCount(name, expected, parameters.length);
  const kinds = parameters.map((parameter, index) => {
    const wanted = expected[Math.min(index, expected.length - 1)];
    if (wanted?.role === 'filter') {
      if (parameter.kind !== 'filter') throw faultyExpression(name, 'its filter expression stands between backticks');
      return one('any');
    }
    const kind = kindOf(parameter);
    if (wanted !== undefined) demand(name, wanted.type, { ...kind, isList: kind.isList && wanted.role === 'value' });
    return kind;
  });
  if (signature.gives === 'list') return { type: commonType(kinds), isList: true };
  if (signature.gives !== 'same') return one(signature.gives);
  const given = kinds.map((kind, index) => ({ kind, wanted: expected[Math.min(index, expected.length - 1)] }));
  const shared = given.filter(({ wanted }) => wanted?.type === 'any');
  const isList = shared.some(({ kind, wanted }) => kind.isList && wanted?.role === 'value');
  return { type: commonType(shared.map(({ kind }) => kind)), isList };
}

function checkCount(name: string, expected: readonly Parameter[], count: number): void {
  const least = expected.filter((parameter) => !parameter.isOptional).length;
  const most = expected.some((parameter) => parameter.isRepeated) ? Number.POSITIVE_INFINITY : expected.length;
  if (count >= least && count <= most) return;
  const wanted = most === least ? String(least) : `${least} to ${Number.isFinite(most) ? most : 'any number of'}`;
  throw faultyExpression(name, `${name}() takes ${wanted} parameters and was given ${count}`);
}

/** @param wanted `any` takes everything, lists too. */
function demand(name: string, wanted: ValueType, found: ValueKind): void {
  if (wanted === 'any') return;
  if (!found.isList && (found.type === wanted || found.type === 'any')) return;
  throw faultyExpression(name, `it takes a ${wanted} where it was given ${nameOf(found)}`);
}

function commonType(kinds: readonly ValueKind[]): ValueType {
  const types = [...new Set(kinds.map(({ type }) => type).filter((type) => type !== 'any'))];
  return types.length === 1 ? (types[0] ?? 'any') : 'any';
}

function typeOfLiteral(value: string | number | boolean | null): ValueType {
  if (value === null) return 'any';
  if (typeof value === 'boolean') return 'yesno';
  return typeof value === 'number' ? 'number' : 'string';
}

function nameOf({ type, isList }: ValueKind): string {
  return isList ? 'a list' : `a ${type}`;
}
