import { describe, expect, it } from 'vitest';
import { lookerRefusal } from '../../src/looker/looker-error.js';
import { sanitizedLine, sanitizedText } from '../../src/looker/sanitized-text.js';

describe('a text that Looker says of itself', () => {
  it.each<[unknown, string]>([
    ['Ada Lovelace', 'Ada Lovelace'],
    [17, '17'],
    [true, 'true'],
    ['  two\r\n\tlines ', 'two lines'],
    ['a\0b\u001b[31m\u0085', 'a\uFFFDb\uFFFD[31m\uFFFD'],
    ['\u202Egpj.exe', '\uFFFDgpj.exe'],
    ['half \uD83D', 'half \uFFFD'],
    ['Zoë 😀 日本', 'Zoë 😀 日本'],
    [null, ''],
    [undefined, ''],
    [['a'], ''],
    [{ toString: 1, valueOf: 1 }, ''],
  ])('is kept readable: %j as %j', (said, kept) => {
    expect(sanitizedLine(said, 255)).toBe(kept);
  });

  it('is cut to its length, and no half of a sign is left at its end', () => {
    expect(sanitizedLine('x'.repeat(1_000_000), 255)).toBe('x'.repeat(255));
    expect(sanitizedLine(`${'x'.repeat(254)}😀`, 255)).toBe(`${'x'.repeat(254)}\uFFFD`);
  });

  it('keeps its lines where it is a message', () => {
    expect(sanitizedText('line 1\nline 2\0', 100)).toBe('line 1\nline 2\uFFFD');
  });

  it('of a refusal is cut in each of its parts, and none of them can make it fail', () => {
    const long = 'x'.repeat(1_000_000);
    const { message, fields } = lookerRefusal({
      status: 422,
      body: { message: long, errors: [{ field: long, message: long }, { field: { toString: 1 }, code: {} }, null] },
    });
    expect(message).toHaveLength(2000);
    expect(fields.map((one) => [one.field.length, one.message.length])).toEqual([
      [500, 500],
      [0, 'invalid'.length],
    ]);
  });
});
