import initSqlJs from 'sql.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { filterSql } from '../../apps/sample-looker/queries/filters/filter-expressions.js';
import { anyOf, exactly, type FilterValue } from '../../src/tools/schema/filter-values.js';

const NOW = new Date('2026-11-28T12:00:00Z');

/** What means something in the language of string filters, alone and in the middle of a text. */
const HARD = [
  ...[
    'Smith, John',
    'a,b,c',
    ',',
    '%',
    '100%',
    '%a%',
    '_',
    'Sh_es',
    'a_b',
    '^',
    'a^b',
    '^^',
    '^%',
    '"',
    '"a"',
    'say "hi"',
  ],
  ...['-', '-a', '--a', 'a-b', ' ', '  ', ' a', 'a ', '  a  ', ' -a', '-a ', ' "a" ', ' a^ ', 'a, ', ' ,'],
  ...['NULL', 'null', 'EMPTY', 'empty', '-NULL', '-EMPTY', 'NULLABLE', 'Empty box', '"NULL"', ' NULL ', '{{ x }}'],
  ...[
    "it's",
    "'; DROP TABLE t; --",
    'ß',
    '注文',
    '👍🏽',
    'C:\\new',
    '\\',
    '5',
    '>5',
    '[1,5]',
    'NOT 3',
    'a OR b',
    'any value',
  ],
  ...['30 days', '%_^",-', ' %_^",- ', '^ ', ' ^', 'a^ ', 'a ^', '" ', ' "'],
];
const PLAIN = ['Shoes', 'Shees', 'ShXes', 'a', 'b', 'c', 'John', 'Smith', '100', '100 ', 'Sh', 'x'];

describe('a list of values as a filter', () => {
  let matching: (
    kind: 'string' | 'number',
    expression: string,
    among: readonly (string | number | null)[],
  ) => unknown[];

  beforeAll(async () => {
    const database = new (await initSqlJs()).Database();
    database.run('PRAGMA case_sensitive_like = ON');
    matching = (kind, expression, among) => {
      const condition = filterSql(kind, 'v', expression, NOW) ?? '1';
      const values = among.map((_, index) => `(?${index + 1})`).join(',');
      const [found] = database.exec(`WITH t(v) AS (VALUES ${values}) SELECT v FROM t WHERE ${condition}`, [...among]);
      return (found?.values ?? []).map(([value]) => value);
    };
  });

  it.each(HARD)('finds %j and nothing else', (text) => {
    const others = [...HARD, ...PLAIN].filter((other) => other !== text);
    expect(matching('string', anyOf([text]) ?? '', [text, ...others])).toEqual([text]);
  });

  it('finds all of any number of hard values at once, and none of the others', () => {
    for (let from = 0; from < HARD.length; from += 7) {
      const chosen = HARD.slice(from, from + 9);
      const found = matching('string', anyOf(chosen) ?? '', [...HARD, ...PLAIN]);
      expect(new Set(found)).toEqual(new Set([...HARD, ...PLAIN].filter((text) => chosen.includes(text))));
    }
  });

  it('finds what is null, and what is empty', () => {
    expect(matching('string', anyOf([null, 'a']) ?? '', ['a', 'b', null])).toEqual(['a', null]);
    expect(matching('string', anyOf(['']) ?? '', ['a', ''])).toEqual(['']);
  });

  it.each([
    [
      [5, -7, 0.5],
      [5, -7, 0.5],
    ],
    [
      ['5', ' -7 '],
      [5, -7],
    ],
    [
      [1e21, 1e-7],
      [1e21, 1e-7],
    ],
    [
      [null, 5],
      [5, null],
    ],
  ] as [FilterValue[], (number | null)[]][])('of numbers finds %j', (values, expected) => {
    const among = [5, -7, 0.5, 1e21, 1e-7, 3, 57, null];
    const found = matching('number', anyOf(values, 'number') ?? '', among);
    expect(new Set(found)).toEqual(new Set(expected));
  });

  it.each([
    ['count', [3], '3'],
    ['sum_distinct', [-3], '-3'],
    ['date_hour_of_day', [7], '7'],
    ['date_day_of_week', ['Monday'], 'Monday'],
    ['date_month', ['2026-01', '2026-03'], '2026-01,2026-03'],
    ['date_time', ['this month'], 'this month'],
    ['yesno', [true], 'Yes'],
    ['yesno', ['no'], 'No'],
    ['yesno', [true, false], ''],
    ['zipcode', ['0-123', '-1'], '0-123,^-1'],
    ['tier', ['10 to 19'], '10 to 19'],
    ['string', [5, true], '5,true'],
    [undefined, [5, true, '-5'], '5,Yes,^-5'],
    [undefined, [true, false], ''],
  ] as [string | undefined, FilterValue[], string][])('of a field of type %s: %j is %j', (type, values, expected) => {
    expect(anyOf(values, type)).toBe(expected);
  });

  it('names a value once, and has nothing to say of none', () => {
    expect(anyOf(['a', 'a', 'b'])).toBe('a,b');
    expect(anyOf([])).toBeNull();
  });

  it.each([
    ['Smith, John', 'Smith^, John'],
    ['-5', '^-5'],
    ['NULL', '"NULL"'],
    [' a ', '" a "'],
    [' "a" ', '^ ^"a^"^ ^ '],
    ['', 'EMPTY'],
  ])('writes %j as Looker does: %s', (text, written) => {
    expect(exactly(text)).toBe(written);
  });

  it('writes a text of a million blanks in between at once', () => {
    const blanks = ' '.repeat(1_000_000);
    // A pattern that begins anew at each blank takes an hour for these.
    expect(exactly(`"${blanks}"`)).toBe(`^"${blanks}^"`);
    expect(exactly(` "${blanks}" `)).toBe(`^ ^"${blanks}^"^ ^ `);
  });

  it('leaves what means itself as it is', () => {
    for (const text of ['California', 'New York', 't-shirt', "it's", '30 days', 'a.b/c (d)'])
      expect(exactly(text)).toBe(text);
  });
});
