import { describe, expect, it } from 'vitest';
import { ExactNumber, parseExact } from '../../src/tool-calls/answers/exact-json.js';

const digitsOf = (value: unknown) => (value instanceof ExactNumber ? value.digits : String(value));

describe('numbers in JSON', () => {
  it.each(['0', '-0', '12.50', '9007199254740993', '12345678901234567890.123456789', '1E5', '0.1', '-7', '1e400'])(
    'keep their digits: %s',
    (digits) => {
      expect(digitsOf(parseExact(digits))).toBe(digits);
      expect(digitsOf((parseExact(`{"a":[${digits}]}`) as { a: unknown[] }).a[0])).toBe(digits);
    },
  );

  it.each([
    ['12.50', '12.5'],
    ['100000000000000000000000', '1e+23'],
    ['9007199254740993', '"9007199254740993"'],
    ['0.12345678901234567890', '"0.12345678901234567890"'],
    ['0.30000000000000004', '0.30000000000000004'],
    ['9007199254740991', '9007199254740991'],
    ['1e400', '"1e400"'],
    ['1e-400', '"1e-400"'],
  ])('are written again as numbers where that is exact, else as texts: %s as %s', (digits, written) => {
    expect(JSON.stringify(parseExact(digits))).toBe(written);
  });

  it.each(['12.50', 'say "12.50"', 'slash \\" 12.50 \\', '9007199254740993"'])('in texts are texts: %j', (text) => {
    expect(parseExact(JSON.stringify({ text, again: [text] }))).toEqual({ text, again: [text] });
  });

  it.each(['{"a":1', '{"a":"12.50', '[1 2]', 'no', '1-2', '01.50', '1.50.5', '{1.50:2}'])(
    'in broken JSON are refused with it: %s',
    (text) => {
      expect(() => parseExact(text)).toThrow(expect.objectContaining({ fault: 'not_looker' }));
    },
  );
});
