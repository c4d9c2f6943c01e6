import { type FunctionTable, numbersOf, ofColumn, remembered, scalarsOf } from '../calculation-function.js';
import { type Computed, keyOf, numberOf, order, type Scalar } from '../computed.js';

/** What a call costs that looks up what its column was sorted or numbered for. */
const lookUpWork = 20;

const sortedOf = remembered((column) => [...numbersOf(column)].sort((left, right) => left - right));
const placesOf = remembered((column) => {
  const places = new Map<unknown, number>();
  for (const [index, value] of scalarsOf(column).entries()) {
    if (!places.has(keyOf(value))) places.set(keyOf(value), index);
  }
  return places;
});

/** Where a value comes first in a column or list, from 0; `undefined` for null and for what is not in it. */
export function placeOf(value: Computed, column: Computed): number | undefined {
  return value === null ? undefined : placesOf(column).get(keyOf(value));
}

/** Functions that make one value of a column, or of a list in each row. Nulls are left out. */
export const aggregateFunctions: FunctionTable = {
  sum: ofColumn((numbers) => sumOf(numbers)),
  product: ofColumn((numbers) => numbers.reduce((product, number) => product * number, 1)),
  mean: ofColumn((numbers) => meanOf(numbers)),
  median: sorted((numbers) => percentileOf(numbers, 0.5)),
  percentile: sorted(percentileOf, 'numbers number'),
  large: sorted((numbers, nth) => numbers[numbers.length - Math.floor(nth)], 'numbers number'),
  small: sorted((numbers, nth) => numbers[Math.floor(nth) - 1], 'numbers number'),
  mode: ofColumn((numbers) => modeOf(numbers)),
  max: { takes: 'values', gives: 'same', apply: ([column]) => extremeOf(column, 1) },
  min: { takes: 'values', gives: 'same', apply: ([column]) => extremeOf(column, -1) },
  count: { takes: 'values', gives: 'number', apply: ([column]) => presentIn(column).length },
  count_distinct: {
    takes: 'values',
    gives: 'number',
    apply: ([column]) => new Set(presentIn(column).map(keyOf)).size,
  },
  match: {
    takes: 'any values',
    gives: 'number',
    work: lookUpWork,
    apply: ([value = null, column = null]) => {
      const place = placeOf(value, column);
      return place === undefined ? null : place + 1;
    },
  },
  index: {
    takes: 'values number',
    gives: 'same',
    work: 1,
    apply: ([column, nth]) => scalarsOf(column)[(numberOf(nth) ?? 0) - 1],
  },
  rank: { takes: 'number numbers', gives: 'number', work: lookUpWork, apply: ([value, column]) => rank(value, column) },
  rank_avg: {
    takes: 'number numbers',
    gives: 'number',
    work: lookUpWork,
    apply: ([value, column]) => {
      const first = rank(value, column);
      const numbers = sortedOf(column);
      const number = numberOf(value) ?? 0;
      return first === null ? null : first + (countBelow(numbers, number, true) - countBelow(numbers, number) - 1) / 2;
    },
  },
  percent_rank: {
    takes: 'numbers number',
    gives: 'number',
    work: lookUpWork,
    apply: ([column, value]) => percentRank(sortedOf(column), numberOf(value) ?? Number.NaN),
  },
  running_total: running((total, number) => total + number, 0),
  running_product: running((product, number) => product * number, 1),
};

export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Of no numbers, NaN. */
export function meanOf(numbers: readonly number[]): number {
  return sumOf(numbers) / numbers.length;
}

function sorted(apply: (numbers: readonly number[], other: number) => number | null | undefined, takes = 'numbers') {
  const byColumn: FunctionTable[string] = {
    takes,
    gives: 'number',
    work: lookUpWork,
    apply: ([column, other]) => apply(sortedOf(column), numberOf(other) ?? Number.NaN),
  };
  return byColumn;
}

/** Between two values it is as far as the share is. */
function percentileOf(numbers: readonly number[], share: number): number | null {
  if (!(share >= 0 && share <= 1) || numbers.length === 0) return null;
  const place = (numbers.length - 1) * share;
  const [below = 0, above = 0] = [numbers[Math.floor(place)], numbers[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

function modeOf(numbers: readonly number[]): number | null {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  let mode: number | null = null;
  for (const [number, count] of counts) if (count > (counts.get(mode ?? Number.NaN) ?? 0)) mode = number;
  return mode;
}

/** @param sign 1 for the largest, -1 for the smallest. */
function extremeOf(column: Computed | undefined, sign: 1 | -1): Scalar {
  return presentIn(column).reduce<Scalar>(
    (extreme, value) => (extreme === null || (order(value, extreme) ?? 0) * sign > 0 ? value : extreme),
    null,
  );
}

function presentIn(column: Computed | undefined): Scalar[] {
  return scalarsOf(column).filter((value) => value !== null);
}

/** The largest has rank 1; those that are equal share a rank. */
function rank(value: Computed | undefined, column: Computed | undefined): number | null {
  const numbers = sortedOf(column);
  const number = numberOf(value);
  return number === null ? null : numbers.length - countBelow(numbers, number, true) + 1;
}

/** The share of the others that are smaller; a value that is not among them lies between its neighbours. */
function percentRank(numbers: readonly number[], value: number): number | null {
  const [smallest = Number.NaN, largest = Number.NaN] = [numbers[0], numbers.at(-1)];
  if (!(value >= smallest && value <= largest)) return null;
  if (numbers.length === 1) return 1;
  const below = countBelow(numbers, value);
  const [before = value, next = value] = [numbers[below - 1], numbers[below]];
  const place = next === value ? below : below - 1 + (value - before) / (next - before);
  return place / (numbers.length - 1);
}

/** How many of sorted numbers are below a value, by halving. */
function countBelow(numbers: readonly number[], value: number, orEqual = false): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const number = numbers[middle] ?? 0;
    if (number < value || (orEqual && number === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function running(add: (total: number, number: number) => number, from: number): FunctionTable[string] {
  const totalsOf = remembered((column) => {
    let total = from;
    return scalarsOf(column).map((value) => {
      total = add(total, numberOf(value) ?? from);
      return total;
    });
  });
  return {
    takes: 'numbers',
    gives: 'number',
    work: 1,
    isByRow: true,
    apply: ([column], { row }) => totalsOf(column)[row],
  };
}
