/** What distributions are made of. Formulas: Abramowitz and Stegun, chapters 6 and 26; continued fractions by Lentz. */
const iterationsMax = 500;
const epsilon = 1e-15;
const tiny = 1e-300;
const factorialMax = 170;
const lanczos = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 1.208650973866179e-3,
  -5.395239384953e-6,
] as const;

/** The logarithm of the gamma function of a number above 0. */
export function logGamma(value: number): number {
  const base = value + 5.5;
  const sum = lanczos.reduce(
    (total, coefficient, index) => total + coefficient / (value + index + 1),
    1.00000000019001,
  );
  return (value + 0.5) * Math.log(base) - base + Math.log((2.5066282746310007 * sum) / value);
}

/** NaN below 0, infinite where a number cannot hold it. */
export function factorial(value: number): number {
  if (!(value >= 0)) return Number.NaN;
  if (value > factorialMax) return Number.POSITIVE_INFINITY;
  let product = 1;
  for (let factor = 2; factor <= value; factor += 1) product *= factor;
  return product;
}

/** How many ways there are to choose some of a set; 0 for more than there are. */
export function combinations(size: number, chosen: number): number {
  if (!(size >= 0 && chosen >= 0)) return Number.NaN;
  if (chosen > size) return 0;
  const steps = Math.min(chosen, size - chosen);
  let ways = 1;
  for (let step = 1; step <= steps && Number.isFinite(ways); step += 1) ways = (ways * (size - steps + step)) / step;
  return Math.round(ways);
}

export function logCombinations(size: number, chosen: number): number {
  return logGamma(size + 1) - logGamma(chosen + 1) - logGamma(size - chosen + 1);
}

/** The regularized lower incomplete gamma function. */
export function lowerGamma(shape: number, value: number): number {
  if (!(shape > 0)) return Number.NaN;
  if (value <= 0) return 0;
  const scale = Math.exp(shape * Math.log(value) - value - logGamma(shape));
  if (value < shape + 1) {
    let [term, sum] = [1 / shape, 1 / shape];
    for (let step = 1; step < iterationsMax && term > sum * epsilon; step += 1) {
      term *= value / (shape + step);
      sum += term;
    }
    return sum * scale;
  }
  const first = value + 1 - shape;
  return (
    1 - scale * continued({ ratio: 1 / tiny, inverse: 1 / first }, (step) => [-step * (step - shape), first + 2 * step])
  );
}

/** The regularized incomplete beta function. */
export function incompleteBeta(value: number, a: number, b: number): number {
  if (!(a > 0 && b > 0)) return Number.NaN;
  if (value <= 0) return 0;
  if (value >= 1) return 1;
  if (value > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - value, b, a);
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(value) + b * Math.log(1 - value));
  const first = 1 - ((a + b) * value) / (a + 1);
  const begin = { ratio: 1, inverse: 1 / (Math.abs(first) < tiny ? tiny : first) };
  const fraction = continued(begin, (index) => {
    const step = Math.floor((index + 1) / 2);
    const numerator =
      index % 2 === 1
        ? (step * (b - step) * value) / ((a + 2 * step - 1) * (a + 2 * step))
        : (-(a + step) * (a + b + step) * value) / ((a + 2 * step) * (a + 2 * step + 1));
    return [numerator, 1];
  });
  return (scale * fraction) / a;
}

/** A continued fraction, from Lentz's first two ratios of convergents. */
function continued(
  begin: { ratio: number; inverse: number },
  termOf: (step: number) => readonly [number, number],
): number {
  let { ratio, inverse } = begin;
  let sum = inverse;
  for (let step = 1; step < iterationsMax; step += 1) {
    const [top, bottom] = termOf(step);
    const below = top * inverse + bottom;
    inverse = 1 / (Math.abs(below) < tiny ? tiny : below);
    const above = bottom + top / ratio;
    ratio = Math.abs(above) < tiny ? tiny : above;
    const factor = ratio * inverse;
    sum *= factor;
    if (Math.abs(factor - 1) < epsilon) break;
  }
  return sum;
}

/** Where a growing function reaches `wanted`, by halving; the function's range is widened until it does. */
export function inverse(cumulative: (value: number) => number, wanted: number, from: number): number {
  if (!(wanted >= 0 && wanted <= 1)) return Number.NaN;
  let [low, high] = [Math.min(from, 0), 1];
  while (cumulative(high) < wanted && high < 1e12) high *= 2;
  if (from < 0) for (low = -1; cumulative(low) > wanted && low > -1e12; ) low *= 2;
  for (let step = 0; step < 100 && high - low > epsilon * Math.max(1, Math.abs(low)); step += 1) {
    const middle = (low + high) / 2;
    if (cumulative(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
