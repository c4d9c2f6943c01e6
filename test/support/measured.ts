import { expect } from 'vitest';

/** `npm run test:load` has the machine to itself; beside other tests a time tells of the machine and not of the product. */
export const isMeasuredAlone = process.env.MEASURED_ALONE === 'on';

/** Prints what was measured, and holds it to its bound under `npm run test:load`. */
export function measured(what: string, value: number, max: number, unit: 'ms' | 'MB' | 'times' = 'ms'): void {
  process.stdout.write(`${what}: ${value.toFixed(1)} ${unit}, at most ${max} ${unit}\n`);
  if (isMeasuredAlone) expect(value, what).toBeLessThan(max);
}
