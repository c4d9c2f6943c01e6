import { describe, expect, it } from 'vitest';
import { FieldSuggestionsRunner } from '../../src/tool-calls/explores/field-suggestions-runner.js';
import type { RunContext } from '../../src/tool-calls/runners/tool-runner.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';

const ARGS = { model_name: 'm', view_name: 'v', field_name: 'v.f' };

async function answerTo(body: unknown) {
  const tool = toolCatalogue().byName.get('looker_lookml_explores_field_suggestions');
  if (tool === undefined) throw new Error('the tool is gone');
  const context = { send: async () => ({ status: 200, headers: {}, body, size: 1 }) };
  const { content, rows } = await new FieldSuggestionsRunner().run(tool, ARGS, context as unknown as RunContext);
  const [part] = content;
  return { rows, answer: JSON.parse(part?.kind === 'text' ? part.text : '') };
}

describe('suggested values of a field', () => {
  it('come with how to filter by those that mean something else', async () => {
    const suggestions = ['Shoes', 'Smith, John', '100%', ' padded', 'NULL', null];
    const { rows, answer } = await answerTo({ suggestions, hit_limit: false });
    expect(rows).toBe(6);
    expect(answer).toEqual({
      suggestions,
      hit_limit: false,
      filter_expressions: { 'Smith, John': 'Smith^, John', '100%': '100^%', ' padded': '" padded"', NULL: '"NULL"' },
    });
  });

  it.each([{ suggestions: ['Shoes'] }, { suggestions: null, error: 'no' }, { suggestions: [] }])(
    'come as Looker sent them where nothing is to be said: %j',
    async (body) => {
      expect((await answerTo(body)).answer).toEqual(body);
    },
  );
});
