import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
  await world.ask('POST', '/connections', { name: 'unreached', dialect_name: 'postgres', host: 'db.example.com' });
});
afterAll(() => world.close());

const connection_name = 'sample_warehouse';
const list = async <Item = Record<string, unknown>>(tool: string, args: Record<string, unknown> = {}) =>
  (await world.call<{ result: Item[] }>(tool, { connection_name, ...args })).result;
/** What is said behind a list. */
const noteOf = async (tool: string, args: Record<string, unknown>) => (await world.result(tool, args)).texts[1];

it('list_databases: answers the names of the databases', async () => {
  expect(await list('list_databases')).toEqual(['shop']);
});

it('list_databases: says of a connection without any how to go on', async () => {
  expect(await noteOf('list_databases', { connection_name: 'unreached' })).toContain('list_schemas');
});

it('list_databases: tells of an unknown connection', async () => {
  expect(await world.refusal('list_databases', { connection_name: 'nowhere' })).toContain('404');
});

it('list_schemas: answers the schemas and which is the default one', async () => {
  expect(await list('list_schemas')).toEqual([{ name: 'main', is_default: true }]);
});

it('list_schemas: says how to find out why there are none', async () => {
  expect(await noteOf('list_schemas', { connection_name: 'unreached' })).toContain('test_connection');
});

it('list_tables: answers each table with its schema and rows, page by page', async () => {
  const all = await list<{ name: string; schema: string; rows: number }>('list_tables');
  expect(all.length).toBeGreaterThan(3);
  expect(all.find(({ name }) => name === 'orders')).toEqual({
    schema: 'main',
    name: 'orders',
    rows: expect.any(Number),
  });
  const first = await world.call<{ result: unknown[]; next_cursor: string }>('list_tables', {
    connection_name,
    limit: 2,
  });
  expect(first.result).toEqual(all.slice(0, 2));
  expect(await list('list_tables', { limit: 2, next_cursor: first.next_cursor })).toEqual(all.slice(2, 4));
});

it('list_tables: leaves out the schema that was named, and finds tables by a part of their name', async () => {
  const named = await list<{ name: string }>('list_tables', { schema_name: 'main', table_filter: 'order' });
  expect(named.map(({ name }) => name)).toContain('orders');
  expect(named.every(({ name }) => name.includes('order'))).toBe(true);
  expect(named.every((table) => !('schema' in table))).toBe(true);
});

it('list_tables: says where right names come from when there is no such table', async () => {
  const args = { connection_name, schema_name: 'elsewhere' };
  expect(await noteOf('list_tables', args)).toContain('list_schemas');
});

it('list_columns: answers the columns of one table, or of several, with their types', async () => {
  const [orders] = await list<{ columns: Record<string, string> }>('list_columns', { table_name: 'orders' });
  expect(orders).toMatchObject({ schema: 'main', table: 'orders' });
  const looker = await world.ask<{ columns: { name: string; data_type: string }[] }[]>(
    'GET',
    `/connections/${connection_name}/columns?table_names=orders`,
  );
  const types = Object.fromEntries((looker[0]?.columns ?? []).map(({ name, data_type }) => [name, data_type]));
  expect(Object.keys(types).length).toBeGreaterThan(3);
  expect(orders?.columns).toEqual(types);
  const two = await list<{ table: string }>('list_columns', { table_name: 'orders, users' });
  expect(two.map(({ table }) => table)).toEqual(['orders', 'users']);
});

it('list_columns: names the tables that there are not', async () => {
  const args = { connection_name, table_name: 'orders,ordres' };
  expect(await noteOf('list_columns', args)).toMatch(/No such table: ordres\..*list_tables/);
});

it.each([
  ['get_connection_databases', 'list_databases', {}],
  ['get_connection_schemas', 'list_schemas', { db: 'shop' }],
  ['get_connection_tables', 'list_tables', { db: 'shop', schema: 'main' }],
  ['get_connection_table_columns', 'list_columns', { db: 'shop', schema: 'main', tables: 'orders,users' }],
])('%s of another server is answered by %s, with the arguments of that server', async (theirs, ours, args) => {
  const renamed = { db: 'database', schema: 'schema_name', tables: 'table_name' } as const;
  const own = Object.entries(args).map(([name, value]) => [renamed[name as keyof typeof renamed], value]);
  expect(await world.call(theirs, { conn: connection_name, ...args })).toEqual(
    await world.call(ours, { connection_name, ...Object.fromEntries(own) }),
  );
});
