import { describe, expect, it } from 'vitest';
import { readRows } from '../../src/tool-calls/answers/read-rows.js';
import { mergeQueryOf } from '../../src/tool-calls/dashboards/merge-query.js';
import { MERGED_ROWS_MAX, mergedRows } from '../../src/tool-calls/dashboards/merged-rows.js';

type Row = Record<string, string>;

/** An answer of Looker's (`json_bi`) whose values are given as JSON, so that their digits are the test's. */
const answer = (dimensions: readonly string[], measures: readonly string[], rows: readonly Row[]) => {
  const fields = { dimensions: dimensions.map((name) => ({ name })), measures: measures.map((name) => ({ name })) };
  const written = rows.map(
    (row) => `{${Object.entries(row).map(([name, value]) => `"${name}":{"value":${value},"rendered":"x"}`)}}`,
  );
  return `{"metadata":${JSON.stringify({ fields })},"rows":[${written.join(',')}]}`;
};

const sourceOf = async (name: string, text: string, joinedOn: [string, string][] = [], rowsMax = MERGED_ROWS_MAX) => ({
  source: { name, queryId: name, slug: '', joinedOn },
  read: await readRows([Buffer.from(text)], { offset: 0, rowsMax, bytesMax: 10_000_000, countsAll: true }),
});

describe('the rows of merged queries', () => {
  const first = () =>
    sourceOf(
      'first',
      answer(
        ['a.k'],
        ['a.n'],
        [
          { 'a.k': '"x"', 'a.n': '1' },
          { 'a.k': '"y"', 'a.n': '2' },
        ],
      ),
    );
  const reasonOf = (merged: object) => ('reason' in merged ? merged.reason : undefined);
  const valuesOf = (merged: object) => {
    if (!('body' in merged)) throw new Error(String(reasonOf(merged)));
    const { rows } = JSON.parse(String(merged.body)) as { rows: Record<string, { value: unknown }>[] };
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, { value }]) => [name, value])));
  };

  it('are those of the first, once for each row that fits, and with nothing where none does', async () => {
    const rows = [
      { 'b.k': '"x"', 'b.m': '10' },
      { 'b.k': '"x"', 'b.m': '11' },
      { 'b.k': '"z"', 'b.m': '12' },
    ];
    const second = await sourceOf('second', answer(['b.k'], ['b.m'], rows), [['a.k', 'b.k']]);
    expect(valuesOf(await mergedRows([await first(), second]))).toEqual([
      { 'a.k': 'x', 'a.n': 1, 'b.m': 10 },
      { 'a.k': 'x', 'a.n': 1, 'b.m': 11 },
      { 'a.k': 'y', 'a.n': 2, 'b.m': null },
    ]);
  });

  it('join each query to the first, not to one another', async () => {
    const second = await sourceOf('second', answer(['a.k'], ['b.m'], [{ 'a.k': '"x"', 'b.m': '10' }]), [
      ['a.k', 'a.k'],
    ]);
    const third = await sourceOf('third', answer(['a.k'], ['b.m'], [{ 'a.k': '"y"', 'b.m': '20' }]), [['a.k', 'a.k']]);
    expect(valuesOf(await mergedRows([await first(), second, third]))).toEqual([
      { 'a.k': 'x', 'a.n': 1, 'b.m': 10, 'b.m (third)': null },
      { 'a.k': 'y', 'a.n': 2, 'b.m': null, 'b.m (third)': 20 },
    ]);
  });

  it('keep all digits, and join numbers that are equal', async () => {
    const digits = '9007199254740993.10';
    const one = await sourceOf('first', answer(['a.k'], ['a.n'], [{ 'a.k': '1.50', 'a.n': digits }]));
    const second = await sourceOf('second', answer(['b.k'], ['b.m'], [{ 'b.k': '1.5', 'b.m': '0.100' }]), [
      ['a.k', 'b.k'],
    ]);
    const merged = await mergedRows([one, second]);
    expect('body' in merged && String(merged.body)).toContain(`"a.n":{"value":${digits},`);
    expect('body' in merged && String(merged.body)).toContain('"b.m":{"value":0.100,');
  });

  it.each([
    ['values are empty on both sides', ['null', '"x"'], ['null'], 'second is joined on empty values'],
    ['values have several types', ['"1"'], ['1'], 'second is joined on values of another type'],
  ])('are not joined where %s', async (_, own, other, reason) => {
    const one = await sourceOf(
      'first',
      answer(
        ['a.k'],
        [],
        own.map((value) => ({ 'a.k': value })),
      ),
    );
    const second = await sourceOf(
      'second',
      answer(
        ['b.k'],
        [],
        other.map((value) => ({ 'b.k': value })),
      ),
      [['a.k', 'b.k']],
    );
    expect(reasonOf(await mergedRows([one, second]))).toBe(reason);
  });

  it('are joined where values are empty on one side, as nothing is equal to them', async () => {
    const one = await sourceOf('first', answer(['a.k'], [], [{ 'a.k': 'null' }]));
    const second = await sourceOf('second', answer(['b.k'], ['b.m'], [{ 'b.k': '"x"', 'b.m': '1' }]), [['a.k', 'b.k']]);
    expect(valuesOf(await mergedRows([one, second]))).toEqual([{ 'a.k': null, 'b.m': null }]);
  });

  it.each([
    ['no pair of fields', []],
    ['a pair of which one field is in neither', [['a.k', 'b.nope']]],
    ['a pair that can be read both ways', [['a.k', 'a.n']]],
  ] as [string, [string, string][]][])('are not joined on %s', async (_, joinedOn) => {
    const rows = [{ 'a.k': '"x"', 'a.n': '1', 'b.k': '"x"' }];
    const second = await sourceOf('second', answer(['a.k', 'a.n', 'b.k'], [], rows), joinedOn);
    const reason = 'Looker does not say clearly on which fields second is joined';
    expect(reasonOf(await mergedRows([await first(), second]))).toBe(reason);
  });

  it('are bounded: neither a longer source nor one that multiplies is joined', async () => {
    const equal = Array.from({ length: 100 }, () => ({ 'a.k': '"x"' }));
    const one = await sourceOf('first', answer(['a.k'], [], equal));
    const second = await sourceOf('second', answer(['a.k'], [], equal), [['a.k', 'a.k']]);
    expect(reasonOf(await mergedRows([one, second]))).toBe(
      `second makes more than ${MERGED_ROWS_MAX} rows when it is joined`,
    );
    const cut = await sourceOf('second', answer(['a.k'], [], equal), [['a.k', 'a.k']], 99);
    expect(reasonOf(await mergedRows([one, cut]))).toBe(
      `second has more than the ${MERGED_ROWS_MAX} rows that are joined`,
    );
  });

  it('are joined on long texts, and not where these differ at the end', async () => {
    const long = 'x'.repeat(1_000);
    const one = await sourceOf('first', answer(['a.k'], [], [{ 'a.k': `"${long}1"` }, { 'a.k': `"${long}2"` }]));
    const rows = [{ 'b.k': `"${long}1"`, 'b.m': '1' }];
    const second = await sourceOf('second', answer(['b.k'], ['b.m'], rows), [['a.k', 'b.k']]);
    expect(valuesOf(await mergedRows([one, second]))).toEqual([
      { 'a.k': `${long}1`, 'b.m': 1 },
      { 'a.k': `${long}2`, 'b.m': null },
    ]);
  });

  it('are not joined where a source has a thousand fields and more', async () => {
    const wide = await sourceOf(
      'second',
      answer(
        Array.from({ length: 1_001 }, (_, at) => `b.${at}`),
        [],
        [],
      ),
      [['a.k', 'b.1']],
    );
    expect(reasonOf(await mergedRows([await first(), wide]))).toBe(
      'second has more than the 1000 fields that are joined',
    );
  });

  it('are joined on each pair of fields once, and on no more than twenty', () => {
    const pairsOf = (count: number, nameOf: (at: number) => string) => {
      const merge_fields = Array.from({ length: count }, (_, at) => ({
        field_name: `a.${nameOf(at)}`,
        source_field_name: `b.${nameOf(at)}`,
      }));
      return mergeQueryOf('1', { source_queries: [{ merge_fields }] }).sources[0]?.joinedOn;
    };
    expect(pairsOf(10_000, () => 'k')).toEqual([['a.k', 'b.k']]);
    expect(pairsOf(20, String)).toHaveLength(20);
    expect(pairsOf(21, String)).toEqual([]);
  });

  it('may be called as what every object inherits', async () => {
    const named = answer(['constructor', '__proto__'], [], [{ constructor: '"x"' }]);
    const second = await sourceOf('second', named, [['constructor', 'constructor']]);
    const merged = valuesOf(await mergedRows([await sourceOf('first', named), second]));
    expect(merged).toEqual([JSON.parse('{"constructor":"x","__proto__":null,"__proto__ (second)":null}')]);
  });
});
