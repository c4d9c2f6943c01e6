import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../src/tools/catalogue/operation.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { fittedArguments } from '../../src/tools/schema/fitted-arguments.js';
import { anyJson, anyText, fc } from '../support/properties.js';

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 1_500) };
/** What could be meant as something else, what formats want, and any other. */
const text = fc.oneof(
  fc.constantFrom('null', '1', '007', 'true', '[]', '["a"]', '[null]', '{}', '{"id":"1"}', '"[]"', ' 1 ', '', 'a.b'),
  fc.constantFrom('2026-11-28T12:00:00Z', '0 6 * * *', 'a@example.com', 'Europe/Berlin', 'https://example.com'),
  anyText,
);
/** Names of other tools for the same things, and any other. */
const name = fc.oneof(
  fc.constantFrom('id', 'view', 'explore', 'explore_name', 'model', 'model_name', 'path', 'project', 'folder', 'user'),
  anyText,
);

/** A value as a schema wants it, or, where `loose`, sometimes as a client may send it instead. */
function argument(schema: JsonSchema, loose: boolean, depth = 3): fc.Arbitrary<unknown> {
  const right = rightValue(schema, loose, depth);
  if (!loose) return right;
  const asText = right.map((value) => JSON.stringify(value));
  const others = fc.oneof(
    asText,
    fc.constant(null),
    fc.integer(),
    fc.boolean(),
    text,
    fc.array(text, { maxLength: 2 }),
    anyJson,
  );
  return fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: others });
}

function rightValue(schema: JsonSchema, loose: boolean, depth: number): fc.Arbitrary<unknown> {
  const { type, enum: words, minimum = 0, maximum = 1_000 } = schema;
  if (words !== undefined) return fc.constantFrom(...words);
  if (schema.$ref !== undefined)
    return fc.constantFrom<unknown>({ type: 'looker_bar' }, { type: 'table', series: 1 }, {});
  if (depth === 0) return fc.constantFrom<unknown>({}, [], 'a', 1);
  const kinds: Record<string, () => fc.Arbitrary<unknown>> = {
    string: () => text,
    integer: () => fc.integer({ min: minimum, max: maximum }),
    number: () => fc.double({ noNaN: true, min: minimum, max: maximum }),
    boolean: () => fc.boolean(),
    null: () => fc.constant(null),
    array: () =>
      fc.array(schema.items === undefined ? anyJson : argument(schema.items, loose, depth - 1), { maxLength: 3 }),
    object: () => recordOf(schema, loose, depth),
  };
  return fc.oneof(...[type ?? Object.keys(kinds)].flat().map((kind) => kinds[kind]?.() ?? anyJson));
}

function recordOf(schema: JsonSchema, loose: boolean, depth: number): fc.Arbitrary<object> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const parts = Object.entries(properties).map(([name, part]) => [name, argument(part, loose, depth - 1)] as const);
  const own = fc
    .tuple(fc.record(Object.fromEntries(parts)), fc.subarray(Object.keys(properties)))
    .map(([all, chosen]) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => required.includes(name) || chosen.includes(name))),
    );
  const more =
    typeof additionalProperties === 'object'
      ? fc.dictionary(name, argument(additionalProperties, loose, depth - 1), { maxKeys: 3 })
      : fc.dictionary(name, anyJson, { maxKeys: loose ? 2 : 0 });
  return fc.tuple(more, own).map(([more, own]) => ({ ...more, ...own }));
}

/** A tool and arguments for it. Most tools take few arguments, so that many are right. */
const calls = (loose: boolean) =>
  fc
    .constantFrom(...toolCatalogue().tools)
    .chain((tool) => fc.record({ tool: fc.constant(tool), args: argument(tool.checkedSchema, loose) }));

describe('the arguments of a call', () => {
  it('that fit are fitted no further', () => {
    fc.assert(
      fc.property(calls(true), ({ tool, args }) => {
        const fitted = fittedArguments(tool, args);
        expect(fittedArguments(tool, fitted)).toEqual(fitted);
      }),
      RUNS,
    );
  });

  it('that are right as they came are right when they are fitted', () => {
    let right = 0;
    fc.assert(
      fc.property(calls(false), ({ tool, args }) => {
        if (checkArguments(tool, args).length > 0) return;
        right++;
        expect(checkArguments(tool, fittedArguments(tool, args))).toEqual([]);
      }),
      RUNS,
    );
    expect(right).toBeGreaterThan(RUNS.numRuns / 5);
  });
});
