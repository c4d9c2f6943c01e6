import type { Signature } from '../expressions/signatures.js';
import type { FunctionTable } from './calculation-function.js';
import { aggregateFunctions } from './functions/aggregate-functions.js';
import { distributionFunctions } from './functions/distribution-functions.js';
import { mathFunctions } from './functions/math-functions.js';
import { statisticsFunctions } from './functions/statistics-functions.js';
import { textFunctions } from './functions/text-functions.js';
import { timeFunctions } from './functions/time-functions.js';
import { positionFunctions } from './position-functions.js';

/** Everything that table calculations can call, as Looker's reference of functions and operators lists it. */
export const calculationFunctions: FunctionTable = {
  ...mathFunctions,
  ...aggregateFunctions,
  ...statisticsFunctions,
  ...distributionFunctions,
  ...textFunctions,
  ...timeFunctions,
};

const signatures: ReadonlyMap<string, Signature> = new Map<string, Signature>(
  Object.entries({ ...calculationFunctions, ...positionFunctions }),
);

/** How a function is called, whether in table calculations alone or elsewhere too; `undefined` for what is none. */
export function signatureOf(name: string): Signature | undefined {
  return signatures.get(name);
}
