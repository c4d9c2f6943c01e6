import { afterAll, beforeAll, expect, it } from 'vitest';
import { AlteredLooker } from '../../support/altered-looker.js';
import { connectModern, type McpClient, type ToolResult } from '../../support/mcp-clients.js';
import { credentialsOf, rowsOf } from '../../support/sample.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

interface Explore {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly fields: Record<'dimensions' | 'measures', Record<string, unknown>[]>;
}

const ORDERS = { model_name: 'ecommerce', explore_name: 'orders' };

let world: TaskWorld;
let altered: AlteredLooker;
/** A client of a Looker whose explore `orders` is as a test says. */
let other: McpClient;

beforeAll(async () => {
  world = await startTaskWorld();
  altered = await AlteredLooker.start(world.looker);
  const account = await world.rest.connect(credentialsOf(altered));
  const config = { toolsets: ['tasks'], methods: ['read'], tool_exposure: 'all' };
  other = await connectModern((await world.rest.issue(account, { config })).url);
});
afterAll(async () => {
  await other.close();
  await altered.close();
  await world.close();
});

const described = () => world.ask<Explore>('GET', '/lookml_models/ecommerce/explores/orders');
const fieldNames = (answer: ToolResult) => rowsOf(answer).map(({ field }) => field);
/** What Toolbox answers for the fields of one category: these properties as JSON. */
const asToolbox = (fields: readonly Record<string, unknown>[]) =>
  JSON.stringify(
    fields.map(({ name, type, label, label_short, description }) => ({ name, type, label, label_short, description })),
  );

async function allPages(name: string, args: Record<string, unknown>): Promise<ToolResult[]> {
  const page = await world.result(name, args);
  const { next_cursor: cursor } = page.structured as { next_cursor?: string | null };
  return cursor == null ? [page] : [page, ...(await allPages(name, { ...args, next_cursor: cursor }))];
}

it('list_models: names each model that has explores, and says no label that is the name again', async () => {
  const { result } = await world.call<{ result: object[] }>('list_models');
  expect(result.map((model) => (model as { name: string }).name)).toEqual(['ecommerce', 'sales']);
  const known = await world.ask<object[]>('GET', '/lookml_models?fields=name,label');
  expect(JSON.stringify(result).length).toBeLessThanOrEqual(JSON.stringify(known).length);
});

it('list_models: has system__activity where it is asked for, and it can be read by every tool that is named it', async () => {
  const { result } = await world.call<{ result: { name: string }[] }>('list_models', { include_internal: true });
  expect(result.map(({ name }) => name)).toContain('system__activity');
  const activity = { model_name: 'system__activity', explore_name: 'history' };
  expect(fieldNames(await world.result('list_measures', activity))).toContain('history.query_run_count');
  const found = await world.result('search_fields', { model: 'system__activity', query: 'query run count' });
  expect(fieldNames(found)).toContain('history.query_run_count');
});

it('list_models: never are models of Looker itself said to be missing', async () => {
  const wrong = { model_name: 'system__activity', explore_name: 'histry' };
  const text = await world.refusal('get_explore', wrong);
  expect(text).toContain('There is no explore of system__activity "histry". Nearest: history');
  expect(await world.refusal('get_model', { model_name: 'sytem__activity' })).toContain(
    'There is no model "sytem__activity"',
  );
});

it('list_models: can be called as get_models of Toolbox', async () => {
  expect(await world.call('get_models')).toEqual(await world.call('list_models'));
});

it('get_model: answers explores without hidden ones, shorter than Looker, and by the name that Toolbox has for it', async () => {
  const model = await world.call<{ explores: Explore[] }>('get_model', { model_name: 'ecommerce' });
  const known = await world.ask<{ explores: (Explore & { hidden: boolean })[] }>('GET', '/lookml_models/ecommerce');
  const shown = known.explores.filter(({ hidden }) => !hidden);
  expect(model.explores.map(({ name }) => name)).toEqual(shown.map(({ name }) => name));
  expect(JSON.stringify(model.explores).length).toBeLessThan(JSON.stringify(shown).length);
  expect(await world.call('get_explores', { model: 'ecommerce' })).toEqual(model);
  expect(await world.refusal('get_model', { model_name: 'ecomerce' })).toContain('Nearest: ecommerce');
});

it('get_explore: answers joins and all fields, page by page, each once', async () => {
  const explore = await described();
  const pages = await allPages('get_explore', { ...ORDERS, limit: 20 });
  const visible = [...explore.fields.dimensions, ...explore.fields.measures].filter(({ hidden }) => hidden !== true);
  expect(pages.flatMap(fieldNames)).toEqual(visible.map(({ name }) => name));
  expect(pages[0]?.structured).toMatchObject({ name: 'orders', joins: { users: 'many_to_one' } });
  expect(pages[1]?.text).not.toContain('many_to_one');
});

it('get_explore: of a name that is not there is told the nearest', async () => {
  expect(await world.refusal('get_explore', { ...ORDERS, explore_name: 'order' })).toContain('Nearest: orders');
});

it('list_dimensions: lists dimensions alone, shorter than Toolbox does', async () => {
  const { dimensions } = (await described()).fields;
  const visible = dimensions.filter(({ hidden }) => hidden !== true);
  const pages = await allPages('list_dimensions', ORDERS);
  expect(pages.flatMap(fieldNames)).toEqual(visible.map(({ name }) => name));
  const text = pages.map((page) => page.text).join('');
  expect(text.length).toBeLessThan(asToolbox(visible).length / 2);
  const byOtherName = await world.result('get_dimensions', { model: 'ecommerce', explore: 'orders' });
  expect(fieldNames(byOtherName)).toEqual(fieldNames(await world.result('list_dimensions', ORDERS)));
});

it('list_measures: lists measures alone, and says no text twice', async () => {
  const { measures } = (await described()).fields;
  const visible = measures.filter(({ hidden }) => hidden !== true);
  const answer = await world.result('list_measures', ORDERS);
  expect(fieldNames(answer)).toEqual(visible.map(({ name }) => name));
  expect(answer.text.length).toBeLessThan(asToolbox(visible).length);
  expect(answer.text).not.toContain('Orders Count');
});

const FIELDS = {
  dimensions: [
    { name: 'orders.id', label: 'Orders ID', type: 'number', description: 'orders id' },
    { name: 'orders.key', label: 'Key', type: 'string', hidden: true },
  ],
  measures: [],
  filters: [{ name: 'orders.since', label: 'Orders Since', type: 'date', description: 'Orders placed since then' }],
  parameters: [
    {
      name: 'orders.unit',
      label: 'Unit',
      type: 'unquoted',
      enumerations: [
        { label: 'Day', value: 'day' },
        { label: 'Week', value: 'week' },
      ],
    },
  ],
};

it('list_filters: lists filter-only fields', async () => {
  altered.answers.set('GET /lookml_models/ecommerce/explores/orders', { name: 'orders', fields: FIELDS });
  expect(rowsOf(await other.callTool('list_filters', ORDERS))).toEqual([
    { field: 'orders.since', type: 'date', description: 'Orders placed since then' },
  ]);
  expect((await other.callTool('get_filters', ORDERS)).text).toContain('orders.since');
});

it('list_filters: says so where an explore has none', async () => {
  expect((await world.result('list_filters', ORDERS)).text).toContain('The explore has no filters to show.');
});

it('list_parameters: lists parameters with the values that they take', async () => {
  altered.answers.set('GET /lookml_models/ecommerce/explores/orders', { name: 'orders', fields: FIELDS });
  expect(rowsOf(await other.callTool('list_parameters', ORDERS))).toEqual([
    { field: 'orders.unit', type: 'unquoted', label: 'Unit', values: 'day, week' },
  ]);
  expect((await other.callTool('get_parameters', ORDERS)).text).toContain('orders.unit');
});

it('list_dimensions: has hidden ones where they are asked for', async () => {
  altered.answers.set('GET /lookml_models/ecommerce/explores/orders', { name: 'orders', fields: FIELDS });
  const names = async (more: object) => fieldNames(await other.callTool('list_dimensions', { ...ORDERS, ...more }));
  expect(await names({})).toEqual(['orders.id']);
  expect(await names({ include_hidden: true })).toEqual(['orders.id', 'orders.key']);
});

it('search_fields: leads from words to the fields that a query takes', async () => {
  const found = await world.result('search_fields', { query: 'how many orders by state of the customer' });
  expect(fieldNames(found)).toEqual(expect.arrayContaining(['users.state', 'orders.count']));
});

it('get_field_value_suggestions: lists values of a field by the arguments that Toolbox has', async () => {
  const args = { model: 'ecommerce', explore: 'orders', field: 'users.state', term: 'Cali' };
  const { suggestions } = await world.call<{ suggestions: string[] }>('get_field_value_suggestions', args);
  expect(suggestions).toEqual(['California']);
  const ours = { ...ORDERS, field_name: 'users.stat' };
  expect(await world.refusal('get_field_value_suggestions', ours)).toContain('Nearest: users.state');
});

it('list_connections: names connections with their dialects, and is get_connections of Toolbox', async () => {
  const { result } = await world.call<{ result: { name: string }[] }>('list_connections');
  const known = await world.ask<{ name: string }[]>('GET', '/connections?fields=name');
  expect(result.map(({ name }) => name)).toEqual(known.map(({ name }) => name));
  expect(result[0]).toHaveProperty('dialect_name');
  expect(await world.call('get_connections')).toEqual({ result, next_cursor: null });
});
