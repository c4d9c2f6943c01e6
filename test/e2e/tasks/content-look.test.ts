import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

const SHARED = '1';
const COUNT = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

interface Look {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}
interface Listed {
  readonly result: Look[];
  readonly next_cursor: string | null;
}

const newLook = (title: string, args: object = {}) =>
  world.call<Look>('create_look', { title, ...COUNT, folder_id: SHARED, ...args });
const isThere = (path: string) =>
  world.ask('GET', path).then(
    () => true,
    () => false,
  );

it('create_look: saves a query with its chart, and answers where it is opened', async () => {
  const made = await newLook('By state', {
    ...{ fields: ['users.state', 'orders.count'], sorts: ['orders.count desc'], limit: 10, description: 'Top states' },
    filters: { 'orders.created_date': '30 days' },
    vis_config: { type: 'looker_bar' },
    dynamic_fields: [{ table_calculation: 'share', expression: 'row()' }],
  });
  expect(made).toEqual({ id: made.id, title: 'By state', url: `${world.looker.baseUrl}/looks/${made.id}` });
  expect(await world.ask('GET', `/looks/${made.id}`)).toMatchObject({
    ...{ folder_id: SHARED, description: 'Top states' },
    query: {
      ...{ model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'], limit: '10' },
      ...{ sorts: ['orders.count desc'], filters: { 'orders.created_date': '30 days' } },
      vis_config: { type: 'looker_bar' },
      dynamic_fields: JSON.stringify([{ table_calculation: 'share', expression: 'row()' }]),
    },
  });
});

it('create_look: goes into the personal folder unless another is named, and can be called as Toolbox calls it', async () => {
  const { personal_folder_id } = await world.ask<{ personal_folder_id: string }>('GET', '/user');
  const made = await world.call<Look>('make_look', {
    ...{ title: 'Own', model: 'ecommerce', explore: 'orders', fields: ['orders.count'], tz: 'UTC' },
    ...{ description: '', folder: '', pivots: [], filters: {}, sorts: [], vis_config: {}, dynamic_fields: [] },
  });
  expect(await world.ask('GET', `/looks/${made.id}`)).toMatchObject({
    folder_id: personal_folder_id,
    query: { view: 'orders', query_timezone: 'UTC' },
  });
});

it('create_look: names a field that is not there with the nearest, and saves nothing', async () => {
  const refusal = await world.refusal('create_look', { title: 'Wrong', ...COUNT, fields: ['orders.cont'] });
  expect(refusal).toContain('orders.count');
  expect((await world.call<Listed>('list_looks', { title: 'Wrong' })).result).toEqual([]);
  expect(await world.refusal('create_look', { title: 'Wrong', ...COUNT, pivots: ['users.state'] })).toContain('fields');
  const chart = { title: 'Wrong', ...COUNT, vis_config: { type: 'looker_pye' } };
  expect(await world.refusal('create_look', chart)).toContain('looker_pie');
  const zone = { title: 'Wrong', ...COUNT, query_timezone: 'New York' };
  expect(await world.refusal('create_look', zone)).toContain('America/New_York');
});

it('create_look: says that a title is taken in the folder', async () => {
  await newLook('Only one');
  const again = { title: 'Only one', ...COUNT, folder_id: SHARED };
  expect(await world.refusal('create_look', again)).toContain('already exists');
});

it('list_looks: finds Looks by a part of the title or by folder, page by page, and none of the trash', async () => {
  const { id: folder_id } = await world.ask<{ id: string }>('POST', '/folders', { name: 'Looks', parent_id: SHARED });
  const made: Look[] = [];
  for (const title of ['Refunds A', 'Refunds B', 'Returns']) made.push(await newLook(title, { folder_id }));
  const ids = async (args: Record<string, unknown>) =>
    (await world.call<Listed>('list_looks', args)).result.map(({ id }) => id);
  expect(await ids({ title: 'refunds' })).toEqual([made[0]?.id, made[1]?.id]);
  expect(await ids({ title: 'nothing is called so' })).toEqual([]);
  const page = await world.call<Listed>('list_looks', { folder_id, limit: 2 });
  expect(page.result[0]).toEqual({ ...made[0], folder: 'Looks' });
  expect(await ids({ folder_id, limit: 2, next_cursor: page.next_cursor })).toEqual([made[2]?.id]);
  const ofToolbox = await world.call<Listed>('get_looks', { title: 'Refunds%', desc: '', limit: 1, offset: 1 });
  expect(ofToolbox.result.map(({ id }) => id)).toEqual([made[1]?.id]);
  await world.call('update_look', { look_id: made[2]?.id, deleted: true });
  expect(await ids({ folder_id })).toEqual([made[0]?.id, made[1]?.id]);
});

it('update_look: renames a Look, moves it, and puts it into the trash and back', async () => {
  const { id } = await newLook('Old name');
  const { id: folder_id } = await world.ask<{ id: string }>('POST', '/folders', {
    name: 'Moved to',
    parent_id: SHARED,
  });
  expect(await world.call('update_look', { look_id: id, title: 'New name', folder_id })).toMatchObject({
    ...{ id, title: 'New name', folder: 'Moved to' },
  });
  expect(await world.ask('GET', `/looks/${id}`)).toMatchObject({ title: 'New name', folder_id });
  await world.call('update_look', { look_id: id, deleted: true });
  expect(await world.ask('GET', `/looks/${id}`)).toMatchObject({ deleted: true });
  await world.call('update_look', { look_id: id, deleted: false });
  expect(await world.ask('GET', `/looks/${id}`)).toMatchObject({ deleted: false, title: 'New name' });
  expect(await world.refusal('update_look', { look_id: id })).toContain('title');
});

it('delete_look: deletes it for good and says which one that was', async () => {
  const { id } = await newLook('Not needed');
  expect(await world.call('delete_look', { look_id: id })).toMatchObject({ deleted: { id, title: 'Not needed' } });
  expect(await isThere(`/looks/${id}`)).toBe(false);
  expect(await world.refusal('delete_look', { look_id: id })).toContain('does not exist');
});

it('validate_content: tells which Looks, tiles and filters name what is not there, with their links', async () => {
  const none = await world.call<{ note: string }>('validate_content', { folder_id: SHARED });
  expect(none).toMatchObject({ result: [], note: expect.stringContaining('Looks') });
  const { id: folder_id } = await world.ask<{ id: string }>('POST', '/folders', { name: 'Broken', parent_id: SHARED });
  const broken = { model: 'ecommerce', view: 'orders', fields: ['orders.gone'] };
  const look = await world.ask<{ id: string }>('POST', '/looks', { title: 'Gone', folder_id, query: broken });
  const dashboard = await world.ask<{ id: string }>('POST', '/dashboards', { title: 'Half', folder_id });
  const dashboard_id = dashboard.id;
  await world.ask('POST', '/dashboard_elements', { dashboard_id, title: 'Lost tile', type: 'vis', query: broken });
  await world.ask('POST', '/dashboard_filters', {
    ...{ dashboard_id, name: 'F', title: 'Lost filter', type: 'field_filter' },
    ...{ model: 'ecommerce', explore: 'orders', dimension: 'orders.lost' },
  });
  const { result } = await world.call<{ result: object[] }>('validate_content', { folder_id });
  const ofDashboard = {
    dashboard: 'Half',
    id: dashboard_id,
    url: `${world.looker.baseUrl}/dashboards/${dashboard_id}`,
  };
  expect(result).toEqual([
    {
      ...{ look: 'Gone', id: look.id, url: `${world.looker.baseUrl}/looks/${look.id}` },
      errors: ['Unknown field "orders.gone"'],
    },
    { ...ofDashboard, tile: 'Lost tile', errors: ['Unknown field "orders.gone"'] },
    { ...ofDashboard, filter: 'Lost filter', errors: ['Unknown field "orders.lost"'] },
  ]);
});

it('generate_embed_url: makes a URL for a page, as the user of the connection or as an embed user', async () => {
  const { url } = await world.call<{ url: string }>('generate_embed_url', { type: 'dashboards', id: '7' });
  expect(url).toContain(`/login/embed/${encodeURIComponent('/embed/dashboards/7')}`);
  const target_url = `${world.looker.baseUrl}/dashboards/7?Date=7+days`;
  const asPeer = { target_url, session_length: 60, force_logout_login: true };
  const other = new URL((await world.call<{ url: string }>('generate_embed_url', asPeer)).url);
  expect([other.searchParams.get('session_length'), other.searchParams.get('force_logout_login')]).toEqual([
    '60',
    'true',
  ]);
  const user = { external_user_id: 'ana', permissions: ['see_looks'], models: ['ecommerce'] };
  const embedded = new URL((await world.call<{ url: string }>('generate_embed_url', { target_url, ...user })).url);
  expect(embedded.searchParams.get('external_user_id')).toBe('"ana"');
  expect(decodeURIComponent(embedded.pathname)).toContain('/embed/dashboards/7');
});

it('generate_embed_url: says what is missing before anything is sent', async () => {
  expect(await world.refusal('generate_embed_url', { type: 'boards', id: '1' })).toContain('dashboards');
  expect(await world.refusal('generate_embed_url', { type: 'looks' })).toContain('id');
  expect(await world.refusal('generate_embed_url', { target_url: 'dashboards/7' })).toContain('whole address');
  const nobody = { type: 'looks', id: '1', external_user_id: 'ana' };
  expect(await world.refusal('generate_embed_url', nobody)).toContain('permissions and models');
});
