import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../src/tools/catalogue/operation.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { shownSchema } from '../../src/tools/schema/shown-schema.js';
import { discoveryTools } from '../../src/tools/search/discovery-tools.js';

const { tools } = toolCatalogue();

const KNOWN_WORDS = new Set([
  ...['type', 'description', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'default', 'format'],
  ...['minimum', 'maximum', 'minItems', 'maxItems', 'minLength', 'maxLength'],
]);
const TYPES = new Set(['string', 'integer', 'number', 'boolean', 'array', 'object']);

/** What a strict client refuses of a schema, with the way to it. */
function problemsOf(schema: JsonSchema, path: string): string[] {
  const { type, items, properties, additionalProperties, enum: values } = schema;
  const inner = [
    ...Object.entries(properties ?? {}).map(([name, part]) => [part, `${path}.${name}`] as const),
    ...(items === undefined ? [] : [[items, `${path}[]`] as const]),
    ...(typeof additionalProperties === 'object' ? [[additionalProperties, `${path}{}`] as const] : []),
  ];
  const words = Object.keys(schema).filter((word) => !KNOWN_WORDS.has(word));
  return [
    ...(typeof type === 'string' && TYPES.has(type) ? [] : [`${path}: type ${JSON.stringify(type)}`]),
    ...(type === 'array' && items === undefined ? [`${path}: array without items`] : []),
    ...(values?.some((value) => value === '' || value === null) ? [`${path}: empty value in enum`] : []),
    ...(values?.length === 0 ? [`${path}: empty enum`] : []),
    ...(type === 'object' && additionalProperties === undefined ? [`${path}: unsaid additionalProperties`] : []),
    ...words.map((word) => `${path}: ${word}`),
    ...inner.flatMap(([part, name]) => problemsOf(part, name)),
  ];
}

describe('the schemas that are shown', () => {
  it('have one type each, items, no empty values, and say whether objects take other names', () => {
    const schemas = tools.flatMap(({ name, inputSchema, querySchema, bodySchema }) =>
      [inputSchema, querySchema, bodySchema ?? inputSchema].map((schema) => ({ name, schema })),
    );
    expect(tools.length).toBeGreaterThan(460);
    expect(schemas.flatMap(({ name, schema }) => problemsOf(schema, name))).toEqual([]);
  });

  it('are as plain in the few tools of discovery', () => {
    const listed = discoveryTools(tools);
    expect(listed).toHaveLength(4);
    expect(listed.flatMap(({ name, inputSchema }) => problemsOf(inputSchema, name))).toEqual([]);
  });

  it.each<[string, JsonSchema, string]>([
    ['a list of types', { type: ['string', 'null'] }, 'x: type ["string","null"]'],
    ['no type', {}, 'x: type undefined'],
    ['an array of anything', { type: 'array' }, 'x: array without items'],
    ['null among values', { type: 'string', enum: ['a', null] }, 'x: empty value in enum'],
    ['"" among values', { type: 'string', enum: ['', 'a'] }, 'x: empty value in enum'],
    ['an object of anything', { type: 'object' }, 'x: unsaid additionalProperties'],
    ['a word for the check', { type: 'string', 'x-true': 'right' }, 'x: x-true'],
  ])('would be found with %s, wherever it stands', (_, schema, problem) => {
    expect(problemsOf(schema, 'x')).toContain(problem);
    const around = { type: 'object', properties: { x: { type: 'array', items: schema } }, additionalProperties: false };
    expect(problemsOf(around, 'y')).toContain(problem.replace('x:', 'y.x[]:'));
  });

  it('of an instance’s own description are made so, too', () => {
    const schema: JsonSchema = {
      properties: {
        a: { type: ['integer', 'null'], description: 'Rows' },
        b: { type: 'array' },
        c: { enum: ['', 'x', null] },
        d: { type: 'object', additionalProperties: { type: 'object' } },
      },
    };
    const shown = shownSchema(schema);
    expect(problemsOf(shown, 'x')).toEqual([]);
    expect(shown.properties?.a).toEqual({ type: 'integer', description: 'Rows. null clears it.' });
    expect(shown.properties?.c?.enum).toEqual(['x']);
  });
});
