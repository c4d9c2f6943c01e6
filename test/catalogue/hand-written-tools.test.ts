import { expect, it } from 'vitest';
import { LookerError } from '../../src/looker/looker-error.js';
import type { LookerRequest } from '../../src/looker/looker-request.js';
import { buildToolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { handWritten } from '../../src/tools/catalogue/tool-definition.js';
import { recordId } from '../../src/tools/run/record-id.js';
import { valueResult } from '../../src/tools/run/tool-answer.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { lookerPath } from '../../src/tools/schema/path-segment.js';
import { runTool } from './tool-named.js';

const copyWithTitle = handWritten({
  method: 'copy_with_title',
  effect: 'write',
  adds: true,
  about: 'Copies a dashboard into its folder and gives the copy a title.',
  arguments: {
    dashboard_id: { type: 'string' },
    title: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['dashboard_id', 'title'],
  needs: ['copy_dashboard', 'update_dashboard'],
  run: async (call, { dashboard_id, title, tags = [] }) => {
    const copy = await call.send({ verb: 'POST', path: lookerPath`/dashboards/${dashboard_id}/copy`, query: {} });
    const path = lookerPath`/dashboards/${recordId(copy.body)}`;
    const body = { title: [title, ...tags].join(' ') };
    return valueResult((await call.send({ verb: 'PATCH', path, query: {}, body })).body);
  },
});

const group = { resource: 'dashboards', singular: 'dashboard', tags: ['dashboards'] };
const { tools } = buildToolCatalogue({ release: '', operations: [], schemas: {} }, [
  { ...group, tools: [copyWithTitle] },
]);
const [tool] = tools;
if (tool === undefined) throw new Error('no tool was built');

it('a hand-written tool is named, hinted at and shown as any other, by its one definition', () => {
  expect(tool).toMatchObject({
    name: 'looker_dashboards_copy_with_title',
    annotations: { destructiveHint: false, openWorldHint: false },
    operation: null,
    needs: ['copy_dashboard', 'update_dashboard'],
    paging: null,
  });
  expect(tool.inputSchema).toMatchObject({ required: ['dashboard_id', 'title'], additionalProperties: false });
});

it('a hand-written tool makes several requests, with ids that were given as numbers', async () => {
  const sent: LookerRequest[] = [];
  const args = { dashboard_id: 7, title: 'Sales' };
  expect(checkArguments(tool, args)).toEqual([]);
  const result = await runTool(tool, args, {
    send: async (request) => {
      sent.push(request);
      return { status: 200, headers: {}, body: { id: 'a/b' }, size: 1, durationMs: 1 };
    },
  });
  expect(sent.map(({ verb, path }) => `${verb} ${path}`)).toEqual([
    'POST /dashboards/7/copy',
    'PATCH /dashboards/a%2Fb',
  ]);
  expect(result).toMatchObject({ isError: false, content: [{ text: '{"id":"a/b"}' }] });
});

it.each(['', '.', '..'])(
  'a hand-written tool is not run with the id "%s", which would lead elsewhere',
  (dashboard_id) => {
    expect(checkArguments(tool, { dashboard_id, title: 'Sales' })).toMatchObject([{ path: 'dashboard_id' }]);
    expect(() => lookerPath`/dashboards/${dashboard_id}`).toThrow(LookerError);
  },
);
