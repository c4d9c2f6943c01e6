import { expect, it } from 'vitest';
import { unitOf } from '../../src/tool-calls/answers/value-unit.js';

it.each([
  ['$#,##0.00', '$'],
  ['[$€-407]#,##0.00', '€'],
  ['"€"0.00', '€'],
  ['0.0%', 'fraction (1 = 100%)'],
  ['#,##0.00 "km"', 'km'],
  ['0.00\\%', 'fraction (1 = 100%)'],
  ['[>=1000000]$0.00,,"M";[>=1000]$0.00,"K";$0.00', '$'],
  ['0.0,"K"', undefined],
  ['0.0,, "M"', undefined],
  ['#,##0', undefined],
  ['0.00', undefined],
  [null, undefined],
  [undefined, undefined],
])('the unit of the value format %j is %j', (format, unit) => {
  expect(unitOf(format)).toBe(unit);
});
