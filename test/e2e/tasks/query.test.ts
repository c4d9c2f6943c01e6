import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ToolResult } from '../../support/mcp-clients.js';
import { askInSql, rowsOf, TOP_TEN_STATES, TOP_TEN_STATES_SQL } from '../../support/sample.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

interface Content {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly url: string;
}

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld({ config: { identity: { act_as_user: true } } });
});
afterAll(() => world.close());

const { model, view, fields, sorts } = TOP_TEN_STATES;
const firstOf = async (path: string) => (await world.ask<{ id: string; title: string }[]>('GET', path))[0];
const runs = () => world.looker.requests.filter(({ url }) => /\/(query_tasks|queries\/run)/.test(url)).length;
const structured = (answer: ToolResult) => answer.structured as Record<string, unknown>;

it('query: answers the rows of an explore as a table', async () => {
  expect(rowsOf(await world.result('query', TOP_TEN_STATES))).toEqual(await askInSql(world.looker, TOP_TEN_STATES_SQL));
});

it('query: is called by what Toolbox calls its arguments', async () => {
  const { view: explore, ...query } = TOP_TEN_STATES;
  const rows = rowsOf(await world.result('query', { ...query, explore, tz: 'America/New_York' }));
  expect(rows).toEqual(rowsOf(await world.result('query', { ...TOP_TEN_STATES, query_timezone: 'America/New_York' })));
});

it('query: asks for 500 rows where nobody says how many, and answers JSON where that is wanted', async () => {
  const ids = { model, view, fields: ['orders.id'] };
  const { text } = await world.result('query', { ...ids, result_format: 'json', rows_max: 1000 });
  expect(JSON.parse(text).result ?? JSON.parse(text)).toHaveLength(500);
});

it('query: names for each wrong field the nearest that there is, and where the fields of others are found', async () => {
  const wrong = { ...TOP_TEN_STATES, fields: ['users.stat', 'orders.count'], sorts: [] };
  expect(await world.refusal('query', wrong)).toContain('"users.stat". Nearest: users.state');
  const elsewhere = { ...TOP_TEN_STATES, fields: ['order_items.total_revenue'], sorts: [] };
  const text = await world.refusal('query', elsewhere);
  expect(text).toContain('search_fields');
  expect(text).not.toContain('looker_');
});

it('query: reads System Activity', async () => {
  const activity = { model: 'system__activity', view: 'history', fields: ['history.query_run_count'] };
  expect(rowsOf(await world.result('query', activity))).toHaveLength(1);
  const wrong = { ...activity, fields: ['history.query_run_cnt'] };
  const text = await world.refusal('query', wrong);
  expect(text).toContain('Nearest: history.query_run_count');
  expect(text).not.toContain('There is no model');
});

it('query: is run as the named user', async () => {
  const [ada] = await world.ask<{ id: string }[]>('GET', '/users/search?email=ada.fischer%40example.com&fields=id');
  const logins = () => world.looker.requests.filter(({ url }) => url.includes(`/login/${ada?.id}`)).length;
  expect(logins()).toBe(0);
  await world.client.callTool('query', { ...TOP_TEN_STATES, limit: 4, act_as_user: 'ada.fischer@example.com' });
  expect(logins()).toBe(1);
});

it('query_sql: answers the SQL alone, and runs nothing', async () => {
  const { text } = await world.result('query_sql', { model, view, fields, sorts });
  expect(text).toMatch(/^(WITH|SELECT)\b/);
  expect(text).toContain('LIMIT 500');
  expect(await world.refusal('query_sql', { model, view, fields: ['users.stat'] })).toContain('Nearest: users.state');
});

it('query_url: answers an absolute address with the query in it, and its id, and runs nothing', async () => {
  const before = runs();
  const made = await world.call<{ url: string; query_id: string; slug: string }>('query_url', TOP_TEN_STATES);
  expect(made.url).toBe(`${world.looker.baseUrl}/explore/${model}/${view}?qid=${made.slug}`);
  expect(runs()).toBe(before);
  expect(await world.ask('GET', `/queries/${made.query_id}`)).toMatchObject({
    model,
    view,
    fields,
    client_id: made.slug,
  });
  expect(rowsOf(await world.result('run_query', { query_id: made.query_id }))).toEqual(
    await askInSql(world.looker, TOP_TEN_STATES_SQL),
  );
});

it('run_query: runs a stored query with another limit, and says so where there is none', async () => {
  const { query_id } = await world.call<{ query_id: string }>('query_url', TOP_TEN_STATES);
  expect(rowsOf(await world.result('run_query', { query_id, limit: 3 }))).toHaveLength(3);
  expect(await world.refusal('run_query', { query_id: '999999' })).toContain('404');
});

it('run_look: runs a Look, with other filters where they are given', async () => {
  const { id: query_id } = await world.ask<{ id: string }>('POST', '/queries', {
    model,
    view,
    fields,
    sorts,
    limit: '20',
  });
  const look = await world.ask<{ id: string }>('POST', '/looks', { title: 'States', query_id, folder_id: '1' });
  expect(rowsOf(await world.result('run_look', { look_id: look.id }))).toHaveLength(20);
  const filters = { 'users.state': 'California' };
  const narrowed = rowsOf(await world.result('run_look', { look_id: look.id, filters }));
  expect(narrowed.map((row) => row['users.state'])).toEqual(['California']);
  expect(await world.refusal('run_look', { look_id: '999999' })).toContain('404');
});

it('run_dashboard: answers the rows of all tiles, and how to get those of one', async () => {
  const dashboard = await firstOf('/dashboards?fields=id,title');
  const answer = await world.result('run_dashboard', { dashboard_id: dashboard?.id });
  expect(structured(answer)).toMatchObject({ dashboard: { id: dashboard?.id, title: dashboard?.title } });
  expect(answer.text).toContain('## ');
  expect(answer.text).not.toMatch(/looker_[a-z_]+_run/);
  expect(await world.refusal('run_dashboard', { dashboard_id: '999999' })).toContain('404');
});

it('search_content: finds dashboards and Looks by words with their absolute addresses', async () => {
  const dashboard = await firstOf('/dashboards?fields=id,title');
  const { result } = await world.call<{ result: Content[] }>('search_content', { query_string: dashboard?.title });
  const found = result.find(({ id, type }) => id === dashboard?.id && type === 'dashboard');
  expect(found).toMatchObject({ title: dashboard?.title, url: `${world.looker.baseUrl}/dashboards/${dashboard?.id}` });
});

it('search_content: keeps to the kinds that are asked for, and is empty where nothing fits', async () => {
  const { id: query_id } = await world.ask<{ id: string }>('POST', '/queries', { model, view, fields });
  await world.ask('POST', '/looks', { title: 'Zebra crossings', query_id, folder_id: '1' });
  const kinds = async (types?: string[]) =>
    (await world.call<{ result: Content[] }>('search_content', { query_string: 'zebra', types, include_hidden: true }))
      .result;
  expect((await kinds()).map(({ title }) => title)).toEqual(['Zebra crossings']);
  expect(await kinds(['dashboard'])).toEqual([]);
  expect(await kinds(['look', 'dashboard'])).toHaveLength(1);
});
