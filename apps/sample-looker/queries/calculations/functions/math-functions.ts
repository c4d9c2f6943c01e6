import { type FunctionTable, ofNumbers } from '../calculation-function.js';
import { combinations, factorial } from './special-functions.js';

const digitsMax = 20;
const halfTurn = 180;

export const mathFunctions: FunctionTable = {
  abs: ofNumbers((value) => Math.abs(value)),
  ceiling: ofNumbers((value) => Math.ceil(value)),
  exp: ofNumbers((value) => Math.exp(value)),
  floor: ofNumbers((value) => Math.floor(value)),
  ln: ofNumbers((value) => Math.log(value)),
  log: ofNumbers((value) => Math.log10(value)),
  mod: ofNumbers((value, divisor) => value % divisor),
  power: ofNumbers((base, exponent) => base ** exponent),
  rand: { ...ofNumbers(() => Math.random()), isByRow: true },
  round: ofNumbers((value, digits = 0) => rounded(value, Math.trunc(digits)), 'number number?'),
  sqrt: ofNumbers((value) => Math.sqrt(value)),
  acos: ofNumbers((value) => Math.acos(value)),
  asin: ofNumbers((value) => Math.asin(value)),
  atan: ofNumbers((value) => Math.atan(value)),
  cos: ofNumbers((value) => Math.cos(value)),
  sin: ofNumbers((value) => Math.sin(value)),
  tan: ofNumbers((value) => Math.tan(value)),
  degrees: ofNumbers((value) => (value * halfTurn) / Math.PI),
  radians: ofNumbers((value) => (value * Math.PI) / halfTurn),
  pi: ofNumbers(() => Math.PI),
  combin: ofNumbers((size, chosen) => combinations(Math.floor(size), Math.floor(chosen))),
  fact: ofNumbers((value) => factorial(Math.floor(value))),
  multinomial: ofNumbers((...values) => {
    const whole = values.map(Math.floor);
    const divisor = whole.reduce((product, value) => product * factorial(value), 1);
    return factorial(whole.reduce((sum, value) => sum + value, 0)) / divisor;
  }, 'number number*'),
};

/** Halves go away from zero; digits below zero round to tens and hundreds. */
function rounded(value: number, digits: number): number {
  if (Math.abs(digits) > digitsMax) return digits > 0 ? value : 0;
  const shifted = Number(`${Math.abs(value)}e${digits}`);
  const exact = Number.isNaN(shifted) ? Math.abs(value) * 10 ** digits : shifted;
  return (Math.sign(value) * Math.round(exact)) / 10 ** digits;
}
