import { type FunctionTable, numbersOf, ofColumn, ofNumbers, ofPairs, pairsOf } from '../calculation-function.js';
import { numberOf } from '../computed.js';
import { meanOf, sumOf } from './aggregate-functions.js';
import { normal, student } from './distributions.js';
import { lowerGamma } from './special-functions.js';

type Pairs = readonly (readonly [number, number])[];

/** Statistics of columns and lists. */
export const statisticsFunctions: FunctionTable = {
  var_pop: ofColumn((numbers) => squares(numbers) / numbers.length),
  var_samp: ofColumn(variance),
  stddev_pop: ofColumn((numbers) => Math.sqrt(squares(numbers) / numbers.length)),
  stddev_samp: ofColumn((numbers) => Math.sqrt(variance(numbers))),
  geomean: ofColumn((numbers) =>
    numbers.some((number) => number <= 0) ? null : Math.exp(meanOf(numbers.map((number) => Math.log(number)))),
  ),
  skew: ofColumn((numbers) => {
    const count = numbers.length;
    return (count / ((count - 1) * (count - 2))) * standardized(numbers, 3);
  }),
  kurtosis: ofColumn((numbers) => {
    const count = numbers.length;
    const scale = (count * (count + 1)) / ((count - 1) * (count - 2) * (count - 3));
    return scale * standardized(numbers, 4) - (3 * (count - 1) ** 2) / ((count - 2) * (count - 3));
  }),
  covar_pop: ofPairs((pairs) => products(pairs) / pairs.length),
  covar_samp: ofPairs((pairs) => products(pairs) / (pairs.length - 1)),
  correl: ofPairs((pairs) => products(pairs) / Math.sqrt(squares(firstOf(pairs)) * squares(secondOf(pairs)))),
  slope: ofPairs(slope),
  intercept: ofPairs((pairs) => meanOf(firstOf(pairs)) - slope(pairs) * meanOf(secondOf(pairs))),
  chisq_test: ofPairs((pairs) => {
    const distance = sumOf(pairs.map(([actual, expected]) => (actual - expected) ** 2 / expected));
    return 1 - lowerGamma((pairs.length - 1) / 2, distance / 2);
  }),
  t_test: {
    takes: 'numbers numbers number number',
    gives: 'number',
    apply: ([left, right, tails, type]) => {
      const kind = numberOf(type);
      const sample =
        kind === 1 ? pairedSample(pairsOf(left, right)) : twoSamples(numbersOf(left), numbersOf(right), kind);
      const isTailed = numberOf(tails) === 1 || numberOf(tails) === 2;
      return isTailed ? (numberOf(tails) ?? 0) * (1 - student.cumulative(sample.distance, sample.freedom)) : null;
    },
  },
  z_test: ofColumn((numbers, value = Number.NaN, deviation = Number.NaN) => {
    const distance = (meanOf(numbers) - value) / (deviation / Math.sqrt(numbers.length));
    return 1 - normal.cumulative(distance, 0, 1);
  }, 'numbers number number'),
  confidence_norm: ofNumbers(
    (alpha, deviation, count) => (normal.inverse(1 - alpha / 2, 0, 1) * deviation) / Math.sqrt(count),
  ),
  confidence_t: ofNumbers(
    (alpha, deviation, count) => (student.inverse(1 - alpha / 2, count - 1) * deviation) / Math.sqrt(count),
  ),
};

const firstOf = (pairs: Pairs) => pairs.map(([first]) => first);
const secondOf = (pairs: Pairs) => pairs.map(([, second]) => second);

/** The sum of the squared distances from the mean. */
function squares(numbers: readonly number[]): number {
  const mean = meanOf(numbers);
  return sumOf(numbers.map((number) => (number - mean) ** 2));
}

function variance(numbers: readonly number[]): number {
  return squares(numbers) / (numbers.length - 1);
}

function standardized(numbers: readonly number[], power: number): number {
  const [mean, deviation] = [meanOf(numbers), Math.sqrt(variance(numbers))];
  return sumOf(numbers.map((number) => ((number - mean) / deviation) ** power));
}

function products(pairs: Pairs): number {
  const [first, second] = [meanOf(firstOf(pairs)), meanOf(secondOf(pairs))];
  return sumOf(pairs.map(([left, right]) => (left - first) * (right - second)));
}

/** Of the first of each pair over the second. */
function slope(pairs: Pairs): number {
  return products(pairs) / squares(secondOf(pairs));
}

interface TestedSample {
  distance: number;
  freedom: number;
}

function pairedSample(pairs: Pairs): TestedSample {
  const differences = pairs.map(([left, right]) => left - right);
  const error = Math.sqrt(variance(differences) / differences.length);
  return { distance: Math.abs(meanOf(differences)) / error, freedom: differences.length - 1 };
}

/** @param kind 2: the samples have the same variance, 3: each has its own (Welch). */
function twoSamples(left: readonly number[], right: readonly number[], kind: number | null): TestedSample {
  const apart = Math.abs(meanOf(left) - meanOf(right));
  if (kind === 2) {
    const freedom = left.length + right.length - 2;
    const pooled = (squares(left) + squares(right)) / freedom;
    return { distance: apart / Math.sqrt(pooled * (1 / left.length + 1 / right.length)), freedom };
  }
  if (kind !== 3) return { distance: Number.NaN, freedom: Number.NaN };
  const [first, second] = [variance(left) / left.length, variance(right) / right.length];
  const freedom = (first + second) ** 2 / (first ** 2 / (left.length - 1) + second ** 2 / (right.length - 1));
  return { distance: apart / Math.sqrt(first + second), freedom };
}
