import initSqlJs from 'sql.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { filterSql } from '../../apps/sample-looker/queries/filters/filter-expressions.js';
import { anyOf, type FilterValue } from '../../src/tools/schema/filter-values.js';
import { fc } from '../support/properties.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const piece = fc.constantFrom(
  ...'^%_",- \\\'{}[]()<>=a1',
  'NULL',
  'EMPTY',
  'not ',
  ' or ',
  'ß',
  '👍',
  '{{',
  '^^',
  '  ',
);
/** Short and made of few signs, so that texts are often nearly the same. */
const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
/** With as many digits as a database's numbers have. */
const number = fc.tuple(fc.integer(), fc.nat({ max: 9 })).map(([digits, places]) => digits / 10 ** places);

describe('a list of values as a filter', () => {
  let matching: (kind: 'string' | 'number', values: readonly FilterValue[], among: readonly FilterValue[]) => unknown[];

  beforeAll(async () => {
    const database = new (await initSqlJs()).Database();
    database.run('PRAGMA case_sensitive_like = ON');
    matching = (kind, values, among) => {
      const condition = filterSql(kind, 'v', anyOf(values, kind) ?? '', NOW) ?? '1';
      const places = among.map((_, index) => `(?${index + 1})`).join(',');
      const [found] = database.exec(`WITH t(v) AS (VALUES ${places}) SELECT v FROM t WHERE ${condition}`, [
        ...(among as (string | number | null)[]),
      ]);
      return (found?.values ?? []).map(([value]) => value);
    };
  });

  it('finds those texts, and none of the others, whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
        fc.array(text, { maxLength: 8 }),
        (chosen, others) => {
          const among = [...new Set([...chosen, ...others])];
          expect(matching('string', chosen, among)).toEqual(among.filter((one) => chosen.includes(one)));
        },
      ),
    );
  });

  it('finds those numbers, and none of the others', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(number, { minLength: 1, maxLength: 4 }),
        fc.array(number, { maxLength: 8 }),
        (chosen, others) => {
          const among = [...new Set([...chosen, ...others].map((value) => value + 0))];
          expect(matching('number', chosen, among)).toEqual(among.filter((one) => chosen.includes(one)));
        },
      ),
    );
  });

  it('says the same however often and of whatever type a value comes', () => {
    const value = fc.oneof(text, number, fc.boolean(), fc.constant(null));
    const type = fc.option(fc.constantFrom('string', 'number', 'yesno', 'date_month', 'tier'), { nil: undefined });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), type, (values, type) => {
        expect(anyOf([...values, ...values], type)).toBe(anyOf(values, type));
      }),
    );
  });
});
