import { describe, expect, it } from 'vitest';
import { type FilterKind, filterSql } from '../../apps/sample-looker/queries/filters/filter-expressions.js';
import { QueryError } from '../../apps/sample-looker/queries/query-error.js';

// A Friday.
const now = new Date('2026-11-20T15:30:00Z');
const sqlOf = (kind: FilterKind, expression: string) => filterSql(kind, 'x', expression, now);
const between = (from: string, to: string) => `((x >= '${from}') AND (x < '${to}'))`;
const days = (from: string, to: string) => between(`${from} 00:00:00`, `${to} 00:00:00`);

describe('string filters', () => {
  it.each([
    ['California', "((x = 'California'))"],
    ['California,New York', "((x = 'California') OR (x = 'New York'))"],
    [' California , New York ', "((x = 'California') OR (x = 'New York'))"],
    ['"Oak, Iron"', "((x = 'Oak, Iron'))"],
    ['Oak^, Iron', "((x = 'Oak, Iron'))"],
    ["O'Brien", "((x = 'O''Brien'))"],
    ['-California', "(x IS NULL OR NOT (x = 'California'))"],
    ['New%,-New Jersey', "((x LIKE 'New%' ESCAPE '^')) AND (x IS NULL OR NOT (x = 'New Jersey'))"],
    ['%abc%', "((x LIKE '%abc%' ESCAPE '^'))"],
    ['100^%', "((x = '100%'))"],
    ['EMPTY', '((x IS NULL OR LENGTH(x) = 0))'],
    ['-EMPTY', '(x IS NOT NULL AND LENGTH(x) <> 0)'],
    ['NULL', '((x IS NULL))'],
    ['-NULL', '(x IS NOT NULL)'],
    ['"NULL"', "((x = 'NULL'))"],
  ])('%s is a condition', (expression, sql) => {
    expect(sqlOf('string', expression)).toBe(sql);
  });

  it('an empty filter restricts nothing', () => {
    expect(sqlOf('string', '')).toBeUndefined();
  });
});

describe('number filters', () => {
  it.each([
    ['5', '((x = 5))'],
    ['1,2,3', '((x = 1) OR (x = 2) OR (x = 3))'],
    ['>100', '((x > 100))'],
    ['<=5', '((x <= 5))'],
    ['!=5', '((x <> 5))'],
    ['>1 AND <10', '((x > 1 AND x < 10))'],
    ['<1 OR >10', '((x < 1) OR (x > 10))'],
    ['10 to 20', '((x >= 10 AND x <= 20))'],
    ['10 to', '((x >= 10))'],
    ['to 20', '((x <= 20))'],
    ['NOT 3 to 80.44', '(x IS NULL OR NOT (x >= 3 AND x <= 80.44))'],
    ['[0,9],[20,29]', '((x >= 0 AND x <= 9) OR (x >= 20 AND x <= 29))'],
    ['(-inf, 10]', '((x <= 10))'],
    ['>10 AND <=20 OR 90', '((x > 10 AND x <= 20) OR (x = 90))'],
    ['5, NOT 6, NOT 7', '((x = 5)) AND (x IS NULL OR NOT (x = 6)) AND (x IS NULL OR NOT (x = 7))'],
    ['[1,5)', '((x >= 1 AND x < 5))'],
    ['(1,inf)', '((x > 1))'],
    ['-1.5', '((x = -1.5))'],
    ['NOT 5', '(x IS NULL OR NOT (x = 5))'],
    ['NOT 66, 99', '(x IS NULL OR NOT (x = 66)) AND (x IS NULL OR NOT (x = 99))'],
    ['NULL', '((x IS NULL))'],
    ['NOT NULL', '((x IS NOT NULL))'],
  ])('%s is a condition', (expression, sql) => {
    expect(sqlOf('number', expression)).toBe(sql);
  });

  it.each(['many', '5 5', 'to', '5 to x', "1; DROP TABLE orders'", '[1,'])('%s is refused', (expression) => {
    expect(() => sqlOf('number', expression)).toThrow(QueryError);
  });
});

describe('date filters', () => {
  it.each([
    ['today', days('2026-11-20', '2026-11-21')],
    ['yesterday', days('2026-11-19', '2026-11-20')],
    ['30 days', days('2026-10-22', '2026-11-21')],
    ['last 30 days', days('2026-10-22', '2026-11-21')],
    ['30 day', days('2026-10-22', '2026-11-21')],
    ['3 complete months', days('2026-08-01', '2026-11-01')],
    ['7 days ago', days('2026-11-13', '2026-11-14')],
    ['7 days ago for 7 days', days('2026-11-13', '2026-11-20')],
    ['2 months ago for 2 months', days('2026-09-01', '2026-11-01')],
    ['this week', days('2026-11-16', '2026-11-23')],
    ['this month', days('2026-11-01', '2026-12-01')],
    ['last month', days('2026-10-01', '2026-11-01')],
    ['this quarter', days('2026-10-01', '2027-01-01')],
    ['2 quarters', days('2026-07-01', '2027-01-01')],
    ['this year', days('2026-01-01', '2027-01-01')],
    ['last year', days('2025-01-01', '2026-01-01')],
    ['next month', days('2026-12-01', '2027-01-01')],
    ['2 hours', between('2026-11-20 14:00:00', '2026-11-20 16:00:00')],
    ['2026', days('2026-01-01', '2027-01-01')],
    ['2026-Q2', days('2026-04-01', '2026-07-01')],
    ['2026-02', days('2026-02-01', '2026-03-01')],
    ['2026/02/28', days('2026-02-28', '2026-03-01')],
    ['2026-01-01 to 2026-02-01', days('2026-01-01', '2026-02-01')],
    ['2026-01-01 06:00 to 2026-01-01 07:30', between('2026-01-01 06:00:00', '2026-01-01 07:30:00')],
    ['3 days ago to yesterday', days('2026-11-17', '2026-11-19')],
    ['2026/01/10 for 3 days', days('2026-01-10', '2026-01-13')],
    ['2026/1/9 for 3 days', days('2026-01-09', '2026-01-12')],
    ['2026/05 for 2 months', days('2026-05-01', '2026-07-01')],
    ['2026/05/10 05:00 for 5 hours', between('2026-05-10 05:00:00', '2026-05-10 10:00:00')],
    ['2026/01/01 to 2026/02/01', days('2026-01-01', '2026-02-01')],
    ['this year to second', between('2026-01-01 00:00:00', '2026-11-20 15:30:00')],
    ['this month to day', days('2026-11-01', '2026-11-20')],
    ['last fiscal year', days('2025-01-01', '2026-01-01')],
    ['this fiscal quarter', days('2026-10-01', '2027-01-01')],
    ['2 fiscal quarters', days('2026-07-01', '2027-01-01')],
    ['FY2026', days('2026-01-01', '2027-01-01')],
    ['FY2026-Q2', days('2026-04-01', '2026-07-01')],
    ['3 days from now for 2 weeks', days('2026-11-23', '2026-12-07')],
    ['monday', days('2026-11-16', '2026-11-17')],
  ])('%s is a span of time', (expression, sql) => {
    expect(sqlOf('date', expression)).toBe(`(${sql.slice(1, -1)})`);
  });

  it.each([
    ['before 2026-01-01', "((x < '2026-01-01 00:00:00'))"],
    ['after 2026-01-01', "((x >= '2026-01-01 00:00:00'))"],
    ['before 2 days ago', "((x < '2026-11-18 00:00:00'))"],
    ['after 13 months ago', "((x >= '2025-10-01 00:00:00'))"],
    ['NULL', '(x IS NULL)'],
    ['NOT NULL', '(x IS NOT NULL)'],
  ])('%s is open on one side or asks for presence', (expression, sql) => {
    expect(sqlOf('date', expression)).toBe(sql);
  });

  it('several spans are alternatives', () => {
    expect(sqlOf('date', 'today, 2026-01')).toContain(') OR (');
  });

  it.each([
    'soon',
    '2026-02-31',
    '2026/02/31',
    'this year to date',
    'fiscal year',
    '99999 years',
    '3 fortnights',
    "2026'",
  ])('%s is refused', (expression) => {
    expect(() => sqlOf('date', expression)).toThrow(QueryError);
  });
});

describe('yesno filters', () => {
  it.each([
    ['Yes', 'x'],
    ['no', 'NOT COALESCE(x, 0)'],
    ['', undefined],
  ])('%s is a condition', (expression, sql) => {
    expect(sqlOf('yesno', expression)).toBe(sql);
  });
});
