import { afterAll, beforeAll, expect, it } from 'vitest';
import { countsByLine, pngPixels } from '../../sample-looker/png-pixels.js';
import type { ToolResult } from '../../support/mcp-clients.js';
import { TOP_TEN_STATES } from '../../support/sample.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
let slow: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld({ sample: { today: '2026-11-20' }, config: { identity: { act_as_user: true } } });
  slow = await startTaskWorld({ sample: { today: '2026-11-20', renderTimeMs: 6000 } });
});
afterAll(async () => {
  await world.close();
  await slow.close();
});

const CHART = { ...TOP_TEN_STATES, vis_config: { type: 'looker_bar' }, width: 900, height: 500 };
const BLUE = '#1a73e8';

function pixelsOf({ documents }: ToolResult) {
  const [picture] = documents;
  expect(picture).toMatchObject({ type: 'image', mimeType: 'image/png' });
  return pngPixels(picture?.bytes ?? Buffer.alloc(0));
}
const blueIn = (answer: ToolResult) => countsByLine(pixelsOf(answer), BLUE).reduce((sum, count) => sum + count, 0);
const firstLook = async () => (await world.ask<{ id: string }[]>('GET', '/looks?fields=id'))[0]?.id ?? '';
/** The render task that `work` makes Looker do. */
async function taskOf(work: Promise<unknown>) {
  const from = world.looker.requests.length;
  await work;
  const ids = world.looker.requests
    .slice(from)
    .flatMap(({ url }) => /\/render_tasks\/(\w+)\?fields/.exec(url)?.[1] ?? []);
  expect(ids.length).toBeGreaterThan(0);
  return ids[0];
}
/** The requests that `work` makes the gateway send to render. */
async function rendersOf(work: Promise<unknown>, { looker } = world) {
  const from = looker.requests.length;
  await work;
  return looker.requests.slice(from).filter(({ method, url }) => method === 'POST' && url.includes('/render_tasks/'));
}

it('render_query: answers the chart on the asked pixels, with the address of the query in Looker', async () => {
  const answer = await world.result('render_query', CHART);
  expect(pixelsOf(answer)).toMatchObject({ width: 900, height: 500 });
  expect(blueIn(answer)).toBeGreaterThan(5000);
  expect(answer.text).toContain(`${world.looker.baseUrl}/explore/ecommerce/orders?qid=`);
  expect(blueIn(await world.result('render_query', { ...CHART, vis_config: { type: 'looker_grid' } }))).toBe(0);
});

it('render_query: draws 500 rows unless asked for fewer, and saves no content', async () => {
  const { limit: _, ...unlimited } = CHART;
  const counts = () =>
    Promise.all(['looks', 'dashboards'].map(async (path) => (await world.ask<unknown[]>('GET', `/${path}`)).length));
  const before = await counts();
  const { text } = await world.result('render_query', unlimited);
  const slug = /qid=([^ ]+)/.exec(text)?.[1];
  expect(await world.ask('GET', `/queries/slug/${slug}`)).toMatchObject({ limit: '500' });
  expect(await counts()).toEqual(before);
});

it('render_query: names the right field where one is wrong', async () => {
  const text = await world.refusal('render_query', { ...CHART, fields: ['users.stat', 'orders.count'], sorts: [] });
  expect(text).toContain('users.state');
});

it('render_query: asks Looker for the format that is wanted', async () => {
  // The sample draws no JPG.
  const sent = await rendersOf(world.refusal('render_query', { ...CHART, result_format: 'jpg' }));
  expect(sent.map(({ url }) => url)).toEqual([expect.stringMatching(/\/render_tasks\/queries\/\w+\/jpg\?/)]);
});

it('render_look: answers the chart of a Look, 1200 by 800 unless asked for another size, with its address', async () => {
  const look_id = await firstLook();
  const answer = await world.result('render_look', { look_id });
  expect(pixelsOf(answer)).toMatchObject({ width: 1200, height: 800 });
  expect(answer.text).toContain(`${world.looker.baseUrl}/looks/${look_id}`);
});

it('render_look: tells of an unknown Look, and refuses impossible sizes before anything is sent', async () => {
  expect(await world.refusal('render_look', { look_id: '424242' })).toContain('404');
  const from = world.looker.requests.length;
  expect(await world.refusal('render_look', { look_id: '1', width: 20_000 })).toContain('width');
  expect(world.looker.requests).toHaveLength(from);
});

it('render_dashboard: answers a PDF unless asked for a picture, with the address of the dashboard', async () => {
  const pdf = await world.result('render_dashboard', { dashboard_id: '7' });
  expect(pdf.documents).toMatchObject([{ type: 'resource', mimeType: 'application/pdf' }]);
  expect(pdf.text).toContain(`${world.looker.baseUrl}/dashboards/7 `);
  const png = await world.result('render_dashboard', { dashboard_id: '7', result_format: 'png', width: 640 });
  expect(pixelsOf(png)).toMatchObject({ width: 640, height: 800 });
});

it('render_dashboard: shows it with the values of its filters, whatever characters they have', async () => {
  const draw = async (dashboard_filters: object) =>
    (await world.result('render_dashboard', { dashboard_id: '7', result_format: 'png', dashboard_filters }))
      .documents[0]?.bytes;
  const [week, month] = [await draw({ Date: '7 days' }), await draw({ Date: '30 days' })];
  expect(week?.equals(month ?? Buffer.alloc(0))).toBe(false);
  const task = await taskOf(draw({ Date: '7 days', 'A & B': 'x=1&y' }));
  const { dashboard_filters } = await world.ask<{ dashboard_filters: string }>('GET', `/render_tasks/${task}`);
  const asked = new URLSearchParams(dashboard_filters);
  expect(Object.fromEntries(asked)).toEqual({ Date: '7 days', 'A & B': 'x=1&y' });
});

it('render_dashboard: waits no longer than asked to, and says that it is not finished', async () => {
  const text = await slow.refusal('render_dashboard', { dashboard_id: '7', max_wait_seconds: 1 });
  expect(text).toContain('after 1 s');
  expect(text).toContain('/dashboards/7');
});

it('render_dashboard_tile: answers one tile as a picture', async () => {
  const answer = await world.result('render_dashboard_tile', { dashboard_element_id: '131', width: 500, height: 300 });
  expect(pixelsOf(answer)).toMatchObject({ width: 500, height: 300 });
});

it('render_dashboard_tile: tells of an unknown tile', async () => {
  expect(await world.refusal('render_dashboard_tile', { dashboard_element_id: '424242' })).toContain('404');
});

it.each([
  ['render_query', CHART],
  ['render_dashboard', { dashboard_id: '7' }],
  ['render_dashboard_tile', { dashboard_element_id: '131' }],
])('%s draws as the user whom act_as_user names', async (tool, args) => {
  const task = await taskOf(world.result(tool, { ...args, act_as_user: 'ada.fischer@example.com' }));
  // Looker shows a task to the user alone who ordered it.
  await expect(world.ask('GET', `/render_tasks/${task}`)).rejects.toThrow('404');
});
