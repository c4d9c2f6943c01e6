import type { Signature } from '../expressions/signatures.js';
import { type Computed, isList, numberOf, type Scalar, textOf, timeOf } from './computed.js';
import { LookerTime } from './looker-time.js';

/** Where a function is computed. */
export interface CallPlace {
  /** From 0. */
  row: number;
  now: LookerTime | null;
}

/** A function of values that are all computed before it is. */
export interface CalculationFunction extends Signature {
  /** Whether it says itself what null means; otherwise a null that is no column makes the result null. */
  takesNulls?: boolean;
  /** How much one call of it does, in values read. Default: as many as its columns have. */
  work?: number;
  /** Whether it differs by row though its parameters do not. */
  isByRow?: boolean;
  /** The parameters in their order; a column, or a list, is one parameter. What is no finite number becomes null. */
  apply(values: readonly Computed[], place: CallPlace): Computed | undefined;
}

export type FunctionTable = Readonly<Record<string, CalculationFunction>>;

/** A function of as many numbers as `apply` takes. */
export function ofNumbers(apply: (...numbers: number[]) => number | undefined, takes?: string): CalculationFunction {
  const signature = takes ?? Array<string>(apply.length).fill('number').join(' ');
  return {
    takes: signature,
    gives: 'number',
    apply: (values) => apply(...values.map((value) => numberOf(value) ?? Number.NaN)),
  };
}

/** A function of texts. */
export function ofTexts(
  gives: Signature['gives'],
  takes: string,
  apply: (...texts: string[]) => Computed | undefined,
): CalculationFunction {
  return { takes, gives, apply: (values) => apply(...values.map(textOf)) };
}

/** A function of the numbers of one column or list, whose nulls are left out; it is computed once for each of them. */
export function ofColumn(
  apply: (numbers: readonly number[], ...others: number[]) => number | null | undefined,
  takes = 'numbers',
): CalculationFunction {
  return {
    takes,
    gives: 'number',
    apply: ([column, ...others]) => apply(numbersOf(column), ...others.map((value) => numberOf(value) ?? Number.NaN)),
  };
}

/** A function of two columns or lists of the same length: the rows in which both have a number. */
export function ofPairs(
  apply: (pairs: readonly (readonly [number, number])[]) => number | null | undefined,
): CalculationFunction {
  return {
    takes: 'numbers numbers',
    gives: 'number',
    apply: ([left, right]) => apply(pairsOf(left, right)),
  };
}

export function scalarsOf(value: Computed | undefined): readonly Scalar[] {
  return isList(value) ? value : [value ?? null];
}

export const numbersOf = remembered((column: Computed | undefined): readonly number[] => {
  const numbers: number[] = [];
  for (const value of scalarsOf(column)) {
    const number = numberOf(value);
    if (number !== null) numbers.push(number);
  }
  return numbers;
});

/** The rows in which both columns have a number. */
export function pairsOf(left: Computed | undefined, right: Computed | undefined): (readonly [number, number])[] {
  const others = scalarsOf(right);
  return scalarsOf(left).flatMap((value, index) => {
    const [x, y] = [numberOf(value), numberOf(others[index])];
    return x === null || y === null ? [] : [[x, y] as const];
  });
}

/** Computes once for each column, which is the same array in all rows. */
export function remembered<T>(compute: (column: Computed | undefined) => T): (column: Computed | undefined) => T {
  const results = new WeakMap<object, { result: T }>();
  return (column) => {
    if (!isList(column)) return compute(column);
    const known = results.get(column) ?? { result: compute(column) };
    results.set(column, known);
    return known.result;
  };
}

/** A date parameter; what is none makes the result null. */
export function withTime<T>(value: Computed | undefined, apply: (time: LookerTime) => T): T | null {
  const time = timeOf(value);
  return time instanceof LookerTime ? apply(time) : null;
}
