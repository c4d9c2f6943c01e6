import { describe, expect, it } from 'vitest';
import {
  type ArgumentSchema,
  fieldsOf,
  kindOf,
  ownProblems,
  problemsAt,
} from '../../apps/dashboard/trials/argument-schema.js';
import { instanceCatalogue } from '../../src/tools/instance-catalogue/instance-catalogue.js';
import { listedTool } from '../../src/tools/selection/listed-tool.js';

const { tools, byName } = instanceCatalogue(null);
const inputOf = (name: string): ArgumentSchema => {
  const tool = byName.get(name);
  if (tool === undefined) throw new Error(`there is no tool ${name}`);
  return listedTool(tool).inputSchema;
};

describe('the form of a tool', () => {
  it('has each argument of each tool, the required ones first', () => {
    expect(tools.length).toBeGreaterThan(400);
    for (const tool of tools) {
      const inputSchema: ArgumentSchema = listedTool(tool).inputSchema;
      const fields = fieldsOf(inputSchema);
      const names = fields.map(({ name }) => name);
      const required = tool.inputSchema.required ?? [];
      expect([...names].sort(), tool.name).toEqual(Object.keys(inputSchema.properties ?? {}).sort());
      expect(new Set(names.slice(0, required.length)), tool.name).toEqual(new Set(required));
      expect(
        fields.filter(({ isRequired }) => isRequired).map(({ name }) => name),
        tool.name,
      ).toEqual(names.slice(0, required.length));
    }
  });

  it('takes lists of texts as tags, names with values as fields of their own, and what has no fields as JSON', () => {
    const kinds = Object.fromEntries(
      fieldsOf(inputOf('looker_query_run_inline')).map(({ name, schema }) => [name, kindOf(schema, 1)]),
    );
    expect(kinds).toMatchObject({
      model: 'text',
      fields: 'texts',
      filters: 'map',
      vis_config: 'json',
      dynamic_fields: 'list',
      result_format: 'choice',
      total: 'choice',
      limit: 'number',
    });
  });

  it('asks for what is deep inside of an argument as JSON', () => {
    const leaf: ArgumentSchema = { type: 'object', properties: { name: { type: 'string' } } };
    expect([1, 2, 3].map((depth) => kindOf(leaf, depth))).toEqual(['object', 'object', 'json']);
    expect([1, 2, 3].map((depth) => kindOf({ type: 'array', items: leaf }, depth))).toEqual(['list', 'list', 'json']);
    expect(kindOf({ type: 'array', items: { type: ['string', 'null'] } }, 3)).toBe('texts');
  });

  it('has each refused argument on its field, and what is inside of a field on that field', () => {
    const problems = [
      { path: 'model', rule: 'model is required.' },
      { path: 'fields.0', rule: 'not a text' },
      { path: 'dynamic_fields.1.label', rule: 'not a text either' },
      { path: 'dynamic_fields.label', rule: 'unknown' },
    ];
    expect(problemsAt(problems, 'model')).toEqual([{ path: '', rule: 'model is required.' }]);
    expect(problemsAt(problems, 'fields')).toEqual([{ path: '0', rule: 'not a text' }]);
    expect(problemsAt(problems, 'dynamic')).toEqual([]);
    const inner = problemsAt(problems, 'dynamic_fields');
    expect(problemsAt(problemsAt(inner, '1'), 'label')).toEqual([{ path: '', rule: 'not a text either' }]);
    expect(ownProblems(inner, ['0', '1'])).toEqual([{ path: 'label', rule: 'unknown' }]);
  });
});
