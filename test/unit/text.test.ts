import { describe, expect, it } from 'vitest';
import { isStorable, nameProblem } from '../../src/http/input/text.js';
import { fc } from '../support/properties.js';

describe('a name', () => {
  it.each([
    'Acme BI',
    'a',
    'Ünïted Ålesund',
    '営業部',
    'فريق البيانات',
    'צוות',
    'می‌خواهم',
    '👩‍👩‍👧',
    '🏳️‍🌈',
    'e\u0301',
    '-',
    '0',
    ' x ',
  ])('may be %j', (name) => {
    expect(nameProblem(name)).toBeUndefined();
  });

  it.each([
    ['NUL', 'a\0b'],
    ['a line break', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['a tab', 'a\tb'],
    ['escape', 'a\u001b[2Jb'],
    ['delete', 'a\u007fb'],
    ['a C1 control', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['a high surrogate alone', 'a\ud83d'],
    ['a low surrogate alone', '\ude00a'],
  ])('holds no control character: %s', (_, name) => {
    expect(nameProblem(name)).toBe('must not hold control characters');
  });

  it.each(['061c', '200e', '200f', '202a', '202b', '202c', '202d', '202e', '2066', '2067', '2068', '2069'])(
    'holds nothing that turns the direction of writing: U+%s',
    (code) => {
      const turn = String.fromCodePoint(Number.parseInt(code, 16));
      expect(nameProblem(`read${turn}etirw`)).toMatch(/direction/);
    },
  );

  it.each([
    '',
    ' ',
    '\u00a0',
    '\u3000',
    '\u200b',
    '\u200d\u2060',
    '\ufeff',
    '\u3164',
    '\u115f',
    '\u2800',
    '\ufe0f',
    '\u00ad',
  ])('leaves a mark: %j does not', (name) => {
    expect(nameProblem(name)).toMatch(name === '' ? /1 to 200 characters/ : /blank/);
  });

  it('has its length in code points, whatever they are', () => {
    for (const character of ['a', 'ß', '営', '😀']) {
      expect(nameProblem(character.repeat(200))).toBeUndefined();
      expect(nameProblem(character.repeat(201))).toMatch(/1 to 200/);
    }
    expect(nameProblem(`a${'\ufe0f'.repeat(200)}`)).toMatch(/1 to 200/);
    expect(nameProblem(`${'a\ufe0f'.repeat(101)}`)).toMatch(/1 to 200/);
    expect(nameProblem('abcde', 4)).toMatch(/1 to 4/);
  });

  it.each([[undefined], [null], [1], [true], [[]], [['a']], [{}]])('is a text, and %j is none', (value) => {
    expect(nameProblem(value)).toBe('must be a text');
  });
});

describe('what can be stored', () => {
  it('is what UTF-8 gives back as it was, without NUL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const same = Buffer.from(text).toString() === text;
        expect(isStorable(text)).toBe(same && !text.includes('\0'));
      }),
    );
    for (const text of ['\ud800', '\udfff', 'a\ud83d', '\ude00\ud83d', '\0']) expect(isStorable(text)).toBe(false);
    for (const text of ['', '😀', '\ufffd', '\ue000', '\u0001']) expect(isStorable(text)).toBe(true);
  });
});
