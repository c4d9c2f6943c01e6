import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/tools/catalogue/load-catalogue.js';
import { plainText } from '../../src/tools/catalogue/plain-text.js';
import { differenceOf } from '../../src/tools/instance-catalogue/catalogue-difference.js';
import { instanceCatalogue } from '../../src/tools/instance-catalogue/instance-catalogue.js';
import { readDescription } from '../../src/tools/instance-catalogue/swagger-description.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';

/** Work that does not end is ended, and fails. */
const inTime = <T>(work: () => T): T => runInNewContext('work()', { work }, { timeout: 10_000 });

/** Members that every object has. */
const NAMES = Object.getOwnPropertyNames(Object.prototype);

/** An instance's description: the bundled operations, and one more as JSON text, in which any name can stand. */
const described = async (operation: string, definitions: string) => {
  const paths: Record<string, Record<string, object>> = {};
  for (const { id, verb, path, pathParameters } of loadCatalogue().operations)
    paths[path] = {
      ...paths[path],
      [verb.toLowerCase()]: {
        operationId: id,
        parameters: pathParameters.map(({ name }) => ({ name, in: 'path', type: 'string' })),
      },
    };
  const known = JSON.stringify(paths).slice(1, -1);
  const text = `{"swagger":"2.0","paths":{${known},"/new":{"post":${operation}}},"definitions":{${definitions}}}`;
  async function* chunks() {
    yield Buffer.from(text);
  }
  return readDescription(chunks());
};

const addedTool = async (operation: string, definitions: string) => {
  const difference = differenceOf(loadCatalogue(), await described(operation, definitions));
  return instanceCatalogue(difference).tools.find(({ operation: own }) => own?.id === 'new_thing');
};

describe("an instance's description of its API", () => {
  it.each(NAMES)('with everything called %s is read to its end, and makes a tool that can be called', async (name) => {
    const body = `{"name":"body","in":"body","required":true,"schema":{"$ref":"#/definitions/${name}"}}`;
    const parameter = `{"name":"${name}","in":"query","type":"string"}`;
    const operation = `{"operationId":"new_thing","tags":["${name}"],"parameters":[${body},${parameter}]}`;
    const reference = `{"$ref":"#/definitions/${name}"}`;
    const definition = `"${name}":{"type":"object","required":["${name}"],"properties":{"${name}":${reference},"next":${reference}}}`;
    for (const definitions of [definition, '']) {
      const description = await described(operation, definitions);
      const difference = inTime(() => differenceOf(loadCatalogue(), description));
      const tool = instanceCatalogue(difference).tools.find(({ operation: own }) => own?.id === 'new_thing');
      expect(tool).toBeDefined();
      if (tool !== undefined) expect(inTime(() => checkArguments(tool, { body: {} }))).toEqual([]);
    }
  });

  it.each(NAMES.filter((name) => /^[a-z_]+$/.test(name)))('has no operation %s', async (name) => {
    const { operations } = await described(`{"operationId":"${name}","parameters":[]}`, '');
    expect(operations.map(({ id }) => id)).not.toContain(name);
  });

  it('keeps the schemas that others refer to, however they are called', async () => {
    const text = '{"__proto__":{"properties":{"again":{"$ref":"#/schemas/__proto__"}}}}';
    const [operation] = (await described('{"operationId":"new_thing","parameters":[]}', '')).operations.slice(-1);
    if (operation === undefined) throw new Error('no operation was read');
    const added = { ...operation, body: { required: true, schema: { $ref: '#/schemas/__proto__' } } };
    const operations = [...loadCatalogue().operations, added];
    const difference = inTime(() => differenceOf(loadCatalogue(), { operations, schemas: JSON.parse(text) }));
    expect(JSON.stringify(difference?.schemas)).toBe(text);
  });

  it('makes an argument of each property and parameter that it names', async () => {
    const body = '{"name":"body","in":"body","required":true,"schema":{"$ref":"#/definitions/Thing"}}';
    const parameter = '{"name":"dry_run","in":"query","type":"boolean"}';
    const tool = await addedTool(
      `{"operationId":"new_thing","parameters":[${body},${parameter}]}`,
      '"Thing":{"type":"object","required":["title"],"properties":{"title":{"type":"string"},"owner":{"$ref":"#/definitions/Owner"}}},' +
        '"Owner":{"type":"object","properties":{"email":{"type":"string"}}}',
    );
    expect(Object.keys(tool?.checkedSchema.properties ?? {}).sort()).toEqual(['dry_run', 'owner', 'title']);
    expect(tool?.checkedSchema.required).toEqual(['title']);
  });

  it('is stored whatever characters its texts hold', async () => {
    const parameter = String.raw`{"name":"kind","in":"query","type":"string","enum":["a\u0000","\ud800","plain"],"description":"x\u0000y"}`;
    const operation = String.raw`{"operationId":"new_thing","tags":["Z\u0000"],"summary":"a\u0000b \udc00","parameters":[${parameter}]}`;
    const difference = differenceOf(loadCatalogue(), await described(operation, ''));
    expect(JSON.stringify(difference)).not.toMatch(/\\u(?:0000|d[89a-f])/);
    expect(difference?.added[0]?.queryParameters[0]?.schema.enum).toEqual(['plain']);
  });

  it.each(['[', '[](', '<a ', '\n ', '# \n', '```', '#', ' ', '. '])('takes little time for texts of %j', (piece) => {
    const text = piece.repeat(4_000 / piece.length);
    inTime(() => Array.from({ length: 1_000 }, () => plainText(`${text}x`)));
  });
});
