import { incompleteBeta, inverse, logCombinations, logGamma, lowerGamma } from './special-functions.js';

/** A distribution with its parameters after the value. */
export interface Distribution {
  density(value: number, ...parameters: number[]): number;
  cumulative(value: number, ...parameters: number[]): number;
}
export interface InvertibleDistribution extends Distribution {
  inverse(probability: number, ...parameters: number[]): number;
}

/** Adds the inverse of a distribution over the numbers from `from` on. */
function invertible(distribution: Distribution, from: number): InvertibleDistribution {
  return {
    ...distribution,
    inverse: (probability, ...parameters) =>
      inverse((value) => distribution.cumulative(value, ...parameters), probability, from),
  };
}

const standardNormal = (value: number) => {
  const half = lowerGamma(0.5, value ** 2 / 2) / 2;
  return value < 0 ? 0.5 - half : 0.5 + half;
};
const standard = invertible({ density: () => Number.NaN, cumulative: standardNormal }, Number.NEGATIVE_INFINITY);

export const normal: InvertibleDistribution = {
  density: (value, mean = 0, deviation = 1) =>
    Math.exp(-(((value - mean) / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI)),
  cumulative: (value, mean = 0, deviation = 1) => standardNormal((value - mean) / deviation),
  inverse: (probability, mean = 0, deviation = 1) => mean + deviation * standard.inverse(probability),
};

export const student = invertible(
  {
    density: (value, freedom = Number.NaN) =>
      (Math.exp(logGamma((freedom + 1) / 2) - logGamma(freedom / 2)) / Math.sqrt(freedom * Math.PI)) *
      (1 + value ** 2 / freedom) ** (-(freedom + 1) / 2),
    cumulative: (value, freedom = Number.NaN) => {
      const tail = incompleteBeta(freedom / (freedom + value ** 2), freedom / 2, 0.5) / 2;
      return value < 0 ? tail : 1 - tail;
    },
  },
  Number.NEGATIVE_INFINITY,
);

/** With a shape and a scale. */
export const gamma = invertible(
  {
    density: (value, shape = Number.NaN, scale = 1) =>
      Math.exp((shape - 1) * Math.log(value / scale) - value / scale - logGamma(shape)) / scale,
    cumulative: (value, shape = Number.NaN, scale = 1) => lowerGamma(shape, value / scale),
  },
  0,
);

export const chiSquared: InvertibleDistribution = {
  density: (value, freedom = Number.NaN) => gamma.density(value, freedom / 2, 2),
  cumulative: (value, freedom = Number.NaN) => gamma.cumulative(value, freedom / 2, 2),
  inverse: (probability, freedom = Number.NaN) => gamma.inverse(probability, freedom / 2, 2),
};

export const beta = invertible(
  {
    density: (value, a = Number.NaN, b = Number.NaN) =>
      Math.exp((a - 1) * Math.log(value) + (b - 1) * Math.log(1 - value) + logGamma(a + b) - logGamma(a) - logGamma(b)),
    cumulative: (value, a = Number.NaN, b = Number.NaN) => incompleteBeta(value, a, b),
  },
  0,
);

export const fisher = invertible(
  {
    density: (value, first = Number.NaN, second = Number.NaN) => {
      const share = (first * value) / (first * value + second);
      return (beta.density(share, first / 2, second / 2) * share * (1 - share)) / value;
    },
    cumulative: (value, first = Number.NaN, second = Number.NaN) =>
      incompleteBeta((first * value) / (first * value + second), first / 2, second / 2),
  },
  0,
);

export const exponential: Distribution = {
  density: (value, rate = Number.NaN) => rate * Math.exp(-rate * value),
  cumulative: (value, rate = Number.NaN) => 1 - Math.exp(-rate * value),
};

export const weibull: Distribution = {
  density: (value, shape = Number.NaN, scale = Number.NaN) =>
    (shape / scale) * (value / scale) ** (shape - 1) * Math.exp(-((value / scale) ** shape)),
  cumulative: (value, shape = Number.NaN, scale = Number.NaN) => 1 - Math.exp(-((value / scale) ** shape)),
};

export const binomial: Distribution = {
  density: (successes, tests = Number.NaN, chance = Number.NaN) =>
    Math.exp(logCombinations(tests, successes) + logPower(chance, successes) + logPower(1 - chance, tests - successes)),
  cumulative: (successes, tests = Number.NaN, chance = Number.NaN) =>
    successes >= tests ? 1 : 1 - incompleteBeta(chance, Math.floor(successes) + 1, tests - Math.floor(successes)),
};

export const negativeBinomial: Distribution = {
  density: (failures, successes = Number.NaN, chance = Number.NaN) =>
    Math.exp(
      logCombinations(failures + successes - 1, failures) +
        logPower(chance, successes) +
        logPower(1 - chance, failures),
    ),
  cumulative: (failures, successes = Number.NaN, chance = Number.NaN) =>
    incompleteBeta(chance, successes, Math.floor(failures) + 1),
};

export const poisson: Distribution = {
  density: (events, rate = Number.NaN) => Math.exp(logPower(rate, events) - rate - logGamma(events + 1)),
  cumulative: (events, rate = Number.NaN) => 1 - lowerGamma(Math.floor(events) + 1, rate),
};

/** A power of 0 is 0, and the 0th of it 1. */
function logPower(base: number, exponent: number): number {
  return exponent === 0 ? 0 : exponent * Math.log(base);
}
