import { describe, expect, it } from 'vitest';
import { argumentErrors, argumentForm } from '../../apps/dashboard/trials/argument-schema.js';
import { instanceCatalogue } from '../../src/tools/instance/instance-catalogue.js';
import { listedTool } from '../../src/tools/selection/listed-tool.js';

const { tools, byName } = instanceCatalogue(null);
const inputOf = (name: string) => {
  const tool = byName.get(name);
  if (tool === undefined) throw new Error(`there is no tool ${name}`);
  return listedTool(tool).inputSchema;
};
const propertiesOf = (schema: object) => ('properties' in schema ? (schema.properties as Record<string, object>) : {});

describe('the form of a tool', () => {
  it('has each argument of each tool, the required ones first, and no defaults', () => {
    expect(tools.length).toBeGreaterThan(400);
    for (const tool of tools) {
      const { inputSchema } = listedTool(tool);
      const { schema } = argumentForm(inputSchema);
      const names = Object.keys(propertiesOf(schema));
      const required = tool.inputSchema.required ?? [];
      expect([...names].sort(), tool.name).toEqual(Object.keys(propertiesOf(inputSchema)).sort());
      expect(new Set(names.slice(0, required.length)), tool.name).toEqual(new Set(required));
      expect(JSON.stringify(schema), tool.name).not.toContain('"default":');
    }
  });

  it('takes lists of texts as tags, names with values as fields of their own, and what has no fields as JSON', () => {
    const { schema, uiSchema } = argumentForm(inputOf('looker_query_run_inline'));
    expect(uiSchema.fields).toEqual({ 'ui:field': 'texts' });
    expect(uiSchema.vis_config).toEqual({ 'ui:field': 'json' });
    expect(propertiesOf(schema).filters).toMatchObject({ additionalProperties: { type: 'string' } });
    expect(uiSchema.result_format).toMatchObject({ 'ui:placeholder': 'table', 'ui:widget': 'select' });
    expect(uiSchema.total).toMatchObject({ 'ui:widget': 'select' });
  });

  it('has each refused argument on its field, and what is inside of a field on that field', () => {
    const form = argumentForm(inputOf('looker_query_run_inline'));
    const errors = argumentErrors(form, [
      { path: 'model', rule: 'model is required.' },
      { path: 'fields.0', rule: 'not a text' },
      { path: 'dynamic_fields.1.label', rule: 'not a text either' },
      { path: 'veiw', rule: 'unknown' },
    ]);
    expect(errors).toMatchObject({
      __errors: ['unknown'],
      model: { __errors: ['model is required.'] },
      fields: { __errors: ['not a text'] },
      dynamic_fields: { 1: { label: { __errors: ['not a text either'] } } },
    });
  });
});
