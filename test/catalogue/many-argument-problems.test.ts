import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../src/tools/catalogue/operation.js';
import type { Tool } from '../../src/tools/catalogue/tool.js';
import { problemsOf } from '../../src/tools/schema/argument-problems.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { toolNamed } from './tool-named.js';

const plan = {
  name: 'Daily',
  dashboard_id: '42',
  crontab: '0 8 * * *',
  scheduled_plan_destination: [{ type: 'email', address: 'a@example.com', format: 'wysiwyg_pdf' }],
};

/** A tool with one more argument, `value`, that is checked against the schema. */
function toolWith(schema: JsonSchema): Tool {
  const value: JsonSchema = { type: 'object', properties: { value: schema }, additionalProperties: false };
  return { ...toolNamed('looker_users_me'), checkedSchema: value };
}

describe('what is put into words of many wrong arguments', () => {
  /** Errors of unknown names, and how many of the names were looked at. */
  function unknownNames(count: number, nameOf: (index: number) => string) {
    let read = 0;
    const errors = Array.from({ length: count }, (_, index) => ({
      ...{ keyword: 'additionalProperties', instancePath: '', schemaPath: '#/additionalProperties' },
      params: {
        get additionalProperty() {
          read++;
          return nameOf(index);
        },
      },
      parentSchema: { properties: { limit: {} } },
    }));
    return { problems: problemsOf(errors), read };
  }

  it('is the first twenty, and no more are looked at', () => {
    const { problems, read } = unknownNames(20_000, (index) => `limit_${index}`);
    expect(problems.map(({ path }) => path)).toEqual(Array.from({ length: 20 }, (_, index) => `limit_${index}`));
    expect(read).toBe(20);
  });

  it('is one of those that read alike, of two hundred at most', () => {
    const { problems, read } = unknownNames(20_000, (index) => `${'x'.repeat(64)}${index}`);
    expect(problems).toHaveLength(1);
    expect(read).toBe(200);
  });

  it('is the items of a text with commas, whatever spaces are around them', () => {
    const items = { type: 'array', items: { type: 'string' } };
    const suggestionOf = (value: string) => checkArguments(toolWith(items), { value })[0]?.suggestion;
    expect(suggestionOf(' a ,b,\t c d')).toBe('Pass ["a","b","c d"].');
    // A pattern that begins anew at each space takes minutes for these.
    expect(suggestionOf(`a${' '.repeat(400_000)}b, c`)).toMatch(/^Pass \["a {50,}…\.$/);
  });

  it.each([
    ['the arguments', (value: unknown) => value, ''],
    ['an object among them', (value: unknown) => ({ value }), 'value.'],
    ['an object of a list', (value: unknown) => ({ list: [value] }), 'list.0.'],
  ])(
    'is the first twenty of more than two hundred unknown names of %s, without asking the validator',
    (_, place, path) => {
      const inner: JsonSchema = {
        type: 'object',
        properties: { limit: { type: 'integer' } },
        additionalProperties: false,
      };
      const schema: JsonSchema = {
        properties: { ...inner.properties, value: inner, list: { type: 'array', items: inner } },
      };
      const answerTo = (count: number) => {
        let read = 0;
        const names = Object.fromEntries(Array.from({ length: count }, (_, index) => [`limits_${index}`, 0]));
        const value = {
          ...names,
          get limit() {
            read++;
            return 'none';
          },
        };
        const checkedSchema: JsonSchema = { type: 'object', additionalProperties: false, ...schema };
        read = 0;
        const problems = checkArguments({ ...toolNamed('looker_users_me'), checkedSchema }, place(value));
        return { problems, read };
      };
      const few = answerTo(200);
      const many = answerTo(19_000);
      // The names are taken out with their values once; the validator looks at the value of the one that it knows, too.
      expect(many.read).toBe(1);
      expect(few.read).toBeGreaterThan(1);
      expect(many.problems).toHaveLength(20);
      expect(many.problems[0]).toEqual({
        path: `${path}limits_0`,
        message: `${path}limits_0 is not an argument of this tool.`,
        suggestion: 'Did you mean limit?',
      });
      expect(few.problems.map(({ path }) => path)).toContain(`${path}limits_0`);
    },
  );

  it('is twenty of the formats that no delivery has', () => {
    const destinations = Array.from({ length: 100 }, () => ({ ...plan.scheduled_plan_destination[0], format: 'csv' }));
    const args = { ...plan, scheduled_plan_destination: destinations };
    expect(checkArguments(toolNamed('create_a_looker_scheduled_plan'), args)).toHaveLength(20);
  });
});
