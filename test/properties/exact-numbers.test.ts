import { describe, expect, it } from 'vitest';
import { ExactNumber, parseExact } from '../../src/tool-calls/answers/exact-json.js';
import { anyJson, anyText, fc } from '../support/properties.js';

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 30 });
const exponent = fc.tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.nat({ max: 400 }));
const numberText = fc
  .tuple(fc.constantFrom('', '-'), digits, fc.option(digits), fc.option(exponent))
  .map(([sign, whole, part, power]) =>
    [sign, whole.replace(/^0+(?=\d)/, ''), part === null ? '' : `.${part}`, power?.join('') ?? ''].join(''),
  );

/** JSON whose numbers are as a database may have them, written by hand so that no digit is lost. */
const { json } = fc.letrec<{ json: string; list: string; object: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    numberText,
    anyText.map((text) => JSON.stringify(text)),
    fc.constantFrom('true', 'false', 'null'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
  object: fc
    .uniqueArray(fc.tuple(anyText, tie('json')), { maxLength: 4, selector: ([name]) => name })
    .map((entries) => `{${entries.map(([name, value]) => `${JSON.stringify(name)} : ${value}`).join(',')}}`),
}));

/** Every number becomes its digits, or what JavaScript makes of them. */
function withNumbers(value: unknown, of: (number: ExactNumber) => unknown): unknown {
  if (value instanceof ExactNumber) return of(value);
  if (Array.isArray(value)) return value.map((item) => withNumbers(item, of));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withNumbers(item, of)]));
}

/** Whether JavaScript has the number at all: 1e400 is infinite to it, and 1e-400 nothing. */
const isNormal = (number: number, significant: string) =>
  Number.isFinite(number) && (number !== 0 || significant === '');

const parsed = (text: string, parse: (text: string) => unknown) => {
  try {
    return { value: parse(text) };
  } catch {
    return 'refused';
  }
};

describe('numbers in JSON', () => {
  it('keep every digit', () => {
    fc.assert(
      fc.property(numberText, (text) => {
        const number = parseExact(text);
        expect(number instanceof ExactNumber ? number.digits : String(number)).toBe(text);
      }),
    );
  });

  it('are all that differs from what JSON.parse reads', () => {
    const plain = ({ digits }: ExactNumber) => Number(digits);
    fc.assert(
      fc.property(json, (text) => {
        expect(withNumbers(parseExact(text), plain)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('are written as a number only where nothing is lost by it', () => {
    fc.assert(
      fc.property(numberText, (text) => {
        const written = JSON.parse(JSON.stringify(parseExact(text)));
        if (typeof written === 'string') expect(written).toBe(text);
        // Minus zero is written as zero.
        else expect(written).toBe(Number(text) + 0);
        const significant = text
          .replace(/e.*/i, '')
          .replaceAll(/[-.]/g, '')
          .replaceAll(/^0+|0+$/g, '');
        if (significant.length > 17 || !isNormal(Number(text), significant)) expect(written).toBe(text);
      }),
    );
  });

  it('make no broken JSON right', () => {
    const piece = fc.constantFrom(
      '"',
      ',',
      ':',
      '[',
      ']',
      '{',
      '}',
      ' ',
      '-',
      '+',
      '.',
      'e',
      '0',
      '1.50',
      '9007199254740993',
    );
    const spoiled = fc.tuple(json, fc.nat(), fc.nat({ max: 2 }), piece).map(([text, at, removed, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + removed);
    });
    fc.assert(
      fc.property(
        fc.oneof(
          spoiled,
          fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
        ),
        (text) => {
          expect(parsed(text, parseExact) === 'refused').toBe(parsed(text, JSON.parse) === 'refused');
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('change nothing in what JavaScript itself wrote', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.stringify(parseExact(JSON.stringify(value)))).toBe(JSON.stringify(value));
      }),
    );
  });
});
