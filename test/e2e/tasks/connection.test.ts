import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

interface Connection {
  readonly name: string;
  readonly url: string;
  readonly next?: string;
}

const POSTGRES = { dialect_name: 'postgres', host: 'db.example.com', database: 'shop', username: 'looker' };
const create = (name: string, settings: Record<string, unknown> = POSTGRES) =>
  world.call<Connection>('create_connection', { name, ...settings });
const atLooker = (name: string) => world.ask('GET', `/connections/${name}`);
const addressOf = (name: string) => `${world.looker.baseUrl}/admin/connections/${name}/edit`;

it('create_connection: makes a connection and says who enters its password where, and how it is tried', async () => {
  const made = await create('orders_db', { ...POSTGRES, port: 5433, max_connections: 12, tmp_db_name: 'looker_tmp' });
  expect(made).toMatchObject({ name: 'orders_db', ...POSTGRES, port: '5433', max_connections: 12 });
  expect(made.url).toBe(addressOf('orders_db'));
  expect(made.next).toContain(`enters the password at ${made.url}`);
  expect(made.next).toContain('test_connection');
  expect(await atLooker('orders_db')).toMatchObject({ ...POSTGRES, port: '5433', tmp_db_name: 'looker_tmp' });
});

it('create_connection: asks for no password where nobody logs in by one', async () => {
  expect((await create('file_db', { dialect_name: 'sqlite' })).next).toBe('Try it with test_connection.');
});

it('create_connection: takes no password, which would stand in the conversation', async () => {
  const text = await world.refusal('create_connection', { name: 'secretive', ...POSTGRES, password: 'hunter2' });
  expect(text).toContain('password');
  expect(text).not.toContain('hunter2');
  await expect(atLooker('secretive')).rejects.toThrow('404');
});

it('create_connection: tells that a name is taken, and what dialects there are', async () => {
  expect(await world.refusal('create_connection', { name: 'sample_warehouse', dialect_name: 'sqlite' })).toContain(
    'name',
  );
  const text = await world.refusal('create_connection', { name: 'odd', dialect_name: 'oracle_of_delphi' });
  expect(text).toContain('dialect_name');
});

it('get_connection: answers the settings that there are, and no password', async () => {
  await world.ask('POST', '/connections', { name: 'with_password', ...POSTGRES, password: 'hunter2' });
  const { text } = await world.result('get_connection', { name: 'with_password' });
  expect(JSON.parse(text)).toMatchObject({ ...POSTGRES, has_password: true, url: addressOf('with_password') });
  expect(text).not.toContain('hunter2');
  expect(text).not.toContain('null');
});

it('get_connection: is called with connection_name as well, and tells of an unknown name', async () => {
  expect(await world.call('get_connection', { connection_name: 'sample_warehouse' })).toMatchObject({
    name: 'sample_warehouse',
  });
  expect(await world.refusal('get_connection', { name: 'nowhere' })).toContain('404');
});

it('list_connection_dialects: answers each dialect with the settings that it takes', async () => {
  const { result } = await world.call<{ result: { name: string }[] }>('list_connection_dialects');
  expect(result.find(({ name }) => name === 'snowflake')).toEqual({
    ...{ name: 'snowflake', label: 'Snowflake', default_port: '443' },
    takes: expect.arrayContaining(['host', 'port', 'username', 'schema', 'ssl', 'timezone']),
  });
  expect(result.find(({ name }) => name === 'sqlite')).toEqual({
    ...{ name: 'sqlite', label: 'SQLite' },
    takes: ['schema', 'timezone'],
  });
});

it('update_connection: changes the named settings and keeps the others', async () => {
  await create('moving');
  const changed = await world.call<Connection>('update_connection', { name: 'moving', host: 'new.example.com' });
  expect(changed).toMatchObject({ name: 'moving', host: 'new.example.com', url: addressOf('moving') });
  expect(changed.next).toContain('test_connection');
  expect(await atLooker('moving')).toMatchObject({ ...POSTGRES, host: 'new.example.com' });
});

it('update_connection: sends nothing where nothing is to be changed, and takes no password', async () => {
  expect(await world.refusal('update_connection', { name: 'sample_warehouse' })).toContain('Nothing to change');
  await world.refusal('update_connection', { name: 'sample_warehouse', password: 'hunter2' });
  expect(await atLooker('sample_warehouse')).toMatchObject({ has_password: false });
});

it('delete_connection: answers what was deleted', async () => {
  await create('passing');
  expect(await world.call('delete_connection', { name: 'passing' })).toEqual({
    deleted: { name: 'passing', dialect_name: 'postgres', host: 'db.example.com', database: 'shop' },
  });
  await expect(atLooker('passing')).rejects.toThrow('404');
  expect(await world.refusal('delete_connection', { name: 'passing' })).toContain('404');
});

it('test_connection: answers what the database lets Looker do', async () => {
  expect(await world.call('test_connection', { name: 'sample_warehouse' })).toEqual({
    ok: true,
    tests: ['connect', 'kill', 'query'].map((name) => ({ name, status: 'success', message: `Can ${name}` })),
  });
  const one = await world.call<{ tests: { name: string }[] }>('test_connection', {
    name: 'sample_warehouse',
    tests: ['query'],
  });
  expect(one.tests.map(({ name }) => name)).toEqual(['query']);
});

it('test_connection: answers a failure as what was found, and what mends it', async () => {
  await create('hostless', { dialect_name: 'postgres' });
  expect(await world.call('test_connection', { name: 'hostless' })).toMatchObject({
    ok: false,
    tests: expect.arrayContaining([{ name: 'connect', status: 'error', message: 'The connection has no host.' }]),
    next: expect.stringContaining('update_connection'),
  });
});

it('test_connection: does not call a connection good of which nothing was tested', async () => {
  const answer = await world.call('test_connection', { name: 'sample_warehouse', tests: ['levitate'] });
  expect(answer).toMatchObject({ ok: false, tests: [], note: expect.stringContaining('no test') });
});
