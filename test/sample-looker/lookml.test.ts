import { describe, expect, it } from 'vitest';
import { parseLookml } from '../../apps/sample-looker/projects/lookml-parser.js';
import { validateTree } from '../../apps/sample-looker/projects/lookml-validation.js';

const model = 'connection: "shop"\ninclude: "/views/*.view"\nexplore: orders {\n}\n';
const view = `view: orders {
  dimension: id { type: number sql: \${TABLE}.id ;; }
  dimension_group: created { type: time timeframes: [date, month] sql: \${TABLE}.created_at ;; }
  measure: count { type: count filters: [created_date: "7 days"] }
}
`;

const problemsOf = (files: Record<string, string>) =>
  validateTree(new Map(Object.entries({ 'shop.model.lkml': model, 'views/orders.view.lkml': view, ...files })), [
    'shop',
  ]).map(({ code, path, line }) => `${code} ${path}:${line}`);

describe('LookML', () => {
  it('is read with its blocks, lists, raw texts and comments', () => {
    const text =
      '# a comment\nexplore: a {\n  label: "A \\"b\\""\n  tags: [x, "y z"]\n  sql_on: 1 = 1 } ;;\n  filters: [f.g: "h"]\n}';
    expect(parseLookml(text)).toEqual([
      {
        ...{ key: 'explore', value: 'a', line: 2, items: null },
        children: [
          { key: 'label', value: 'A "b"', line: 3, items: null, children: null },
          { key: 'tags', value: null, line: 4, items: ['x', 'y z'], children: null },
          { key: 'sql_on', value: '1 = 1 }', line: 5, items: null, children: null },
          { key: 'filters', value: null, line: 6, items: ['f.g: h'], children: null },
        ],
      },
    ]);
  });

  it.each([
    ['view: a {\n  label: "x"', 'the block "view" is never closed', 1],
    ['view: a {\n}\n}', 'a "}" has no matching "{"', 3],
    ['view: a {\n  sql: x\n}', '";;" is expected', 2],
    ['label', '":" is expected', 1],
    ['label: "x', 'never closed', 1],
    ['tags: [a, b', 'never closed', 1],
    [`${'a: {'.repeat(40)}`, 'too deeply', 1],
  ])('a mistake in %j is named with its line', (text, message, line) => {
    expect(() => parseLookml(text)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), line }),
    );
  });

  it('a sound project has no problems', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each([
    [
      { 'views/orders.view.lkml': 'view: orders {' },
      ['inaccessible_view shop.model.lkml:3', 'lookml_syntax views/orders.view.lkml:1'],
    ],
    [
      { 'shop.model.lkml': 'explore: x {}' },
      ['missing_connection shop.model.lkml:null', 'inaccessible_view shop.model.lkml:1'],
    ],
    [{ 'shop.model.lkml': 'connection: "other"' }, ['unknown_connection shop.model.lkml:1']],
    [{ 'shop.model.lkml': 'connection: "shop"\ninclude: "/nothing.view"' }, ['missing_include shop.model.lkml:2']],
    [
      { 'views/a.view.lkml': 'view: a {\n  measure: x { type: count filters: [nope: "y"] }\n}' },
      ['unknown_field views/a.view.lkml:2'],
    ],
    [
      {
        'views/a.view.lkml': `view: a {\n  extends: [orders]\n  measure: x { type: sum sql: \${id} ;; }\n}\nview: +a { measure: y { type: max sql: \${created_date} ;; } }`,
      },
      [],
    ],
    [{ 'a.lkml': 'colour: red' }, ['unknown_property a.lkml:1']],
    [
      { 'views/a.view.lkml': 'view: a {\n  dimension: x { type: colour }\n  measure: x { type: sum }\n}' },
      ['unknown_type views/a.view.lkml:2', 'duplicate_field views/a.view.lkml:3'],
    ],
    [
      {
        'views/a.view.lkml': `view: a {\n  measure: x { type: sum sql: \${orders.created_month} + \${orders.nope} ;; }\n}`,
      },
      ['unknown_field views/a.view.lkml:2'],
    ],
    [
      {
        'shop.model.lkml': `${model}explore: b {\n  from: orders\n  join: orders {\n    sql_on: \${b.id} = \${orders.nope} ;;\n  }\n}`,
      },
      ['unknown_field shop.model.lkml:8'],
    ],
  ])('%j is found', (files, problems) => {
    expect(problemsOf(files)).toEqual(problems);
  });
});
