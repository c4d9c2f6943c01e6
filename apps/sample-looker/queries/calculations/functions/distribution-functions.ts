import { type CalculationFunction, type FunctionTable, ofNumbers } from '../calculation-function.js';
import { numberOf } from '../computed.js';
import * as distributions from './distributions.js';
import { logCombinations } from './special-functions.js';

/** What finding a value by its probability costs. */
const inverseWork = 1_000;
const drawsMax = 10_000;

/** Values and inverses of distributions; the last parameter of a value says whether it is cumulative. */
export const distributionFunctions: FunctionTable = {
  beta_dist: valueIn(distributions.beta, 2),
  beta_inv: inverseOf(distributions.beta, 2),
  binom_dist: valueIn(distributions.binomial, 2),
  binom_inv: {
    ...ofNumbers((tests, chance, target) => leastSuccesses(Math.floor(tests), chance, target)),
    work: inverseWork,
  },
  chisq_dist: valueIn(distributions.chiSquared, 1),
  chisq_inv: inverseOf(distributions.chiSquared, 1),
  expon_dist: valueIn(distributions.exponential, 1),
  f_dist: valueIn(distributions.fisher, 2),
  f_inv: inverseOf(distributions.fisher, 2),
  gamma_dist: valueIn(distributions.gamma, 2),
  gamma_inv: inverseOf(distributions.gamma, 2),
  hypgeom_dist: valueIn(
    {
      density: (...parameters) => Math.exp(logHypergeometric(parameters)),
      cumulative: (successes, ...others) => {
        const upTo = Math.floor(successes);
        if (upTo > drawsMax) return Number.NaN;
        return Array.from({ length: upTo + 1 }, (_, drawn) => Math.exp(logHypergeometric([drawn, ...others]))).reduce(
          (sum, chance) => sum + (Number.isNaN(chance) ? 0 : chance),
          0,
        );
      },
    },
    3,
    drawsMax,
  ),
  negbinom_dist: valueIn(distributions.negativeBinomial, 2),
  norm_dist: valueIn(distributions.normal, 2),
  norm_inv: inverseOf(distributions.normal, 2),
  norm_s_dist: valueIn(distributions.normal, 0),
  norm_s_inv: inverseOf(distributions.normal, 0),
  poisson_dist: valueIn(distributions.poisson, 1),
  t_dist: valueIn(distributions.student, 1),
  t_inv: inverseOf(distributions.student, 1),
  weibull_dist: valueIn(distributions.weibull, 2),
};

function valueIn(distribution: distributions.Distribution, parameterCount: number, work = 100): CalculationFunction {
  return {
    takes: `${'number '.repeat(parameterCount + 1)}yesno`,
    gives: 'number',
    work,
    apply: (values) => {
      const [value = Number.NaN, ...parameters] = values.slice(0, -1).map((entry) => numberOf(entry) ?? Number.NaN);
      return distribution[values.at(-1) === true ? 'cumulative' : 'density'](value, ...parameters);
    },
  };
}

function inverseOf(distribution: distributions.InvertibleDistribution, parameterCount: number): CalculationFunction {
  const takes = Array<string>(parameterCount + 1).fill('number');
  return {
    ...ofNumbers(
      (probability = Number.NaN, ...parameters) => distribution.inverse(probability, ...parameters),
      takes.join(' '),
    ),
    work: inverseWork,
  };
}

/** By halving, since the probability grows with the successes. */
function leastSuccesses(tests: number, chance: number, target: number): number | undefined {
  if (!(target >= 0 && target <= 1 && tests >= 0)) return undefined;
  let [low, high] = [0, tests];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (distributions.binomial.cumulative(middle, tests, chance) < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

function logHypergeometric([drawn = 0, draws = 0, successes = 0, size = 0]: readonly number[]): number {
  const parts = [logCombinations(successes, drawn), logCombinations(size - successes, draws - drawn)];
  return (parts[0] ?? 0) + (parts[1] ?? 0) - logCombinations(size, draws);
}
