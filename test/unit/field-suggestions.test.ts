import { describe, expect, it } from 'vitest';
import { buildRequest } from '../../src/tools/catalogue/request.js';
import { runTool, toolNamed } from '../catalogue/tool-named.js';

const ARGS = { model_name: 'm', view_name: 'v', field_name: 'v.f' };

async function answerTo(body: unknown) {
  const tool = toolNamed('looker_lookml_explores_field_suggestions');
  const { content, rows } = await runTool(tool, ARGS, {
    send: async () => ({ status: 200, headers: {}, body, size: 1, durationMs: 1 }),
    operationRequest: (args) => buildRequest(tool, args),
  });
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
