import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { clientWith, type LookerClient, openClient } from './looker-client.js';
import { OauthApp } from './oauth-app.js';

const orders = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };

describe('permissions', () => {
  let looker: SampleLooker;
  let admin: LookerClient;
  let ana: LookerClient;
  let ben: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    admin = await openClient(looker);
    const app = new OauthApp(looker.baseUrl);
    await app.register(admin);
    const signIn = async (userId: string) =>
      clientWith(looker.baseUrl, (await app.signIn(userId)).body.access_token ?? '');
    [ana, ben] = [await signIn('13'), await signIn('14')];
  });
  afterAll(() => looker.close());

  const statusesOf = async (method: string, path: string, body?: unknown) => [
    (await ana.call(method, path, body)).status,
    (await ben.call(method, path, body)).status,
  ];
  const actingAs = async (userId: string) => {
    const { access_token: token } = (await admin.call('POST', `/login/${userId}`)).body as { access_token: string };
    return clientWith(looker.baseUrl, token);
  };

  it('each token is of its own person, who may read what is about themselves', async () => {
    expect((await ana.call('GET', '/user?fields=id,display_name,role_ids')).body).toEqual({
      ...{ id: '13', display_name: 'Ana Silva', role_ids: ['4'] },
    });
    expect((await ben.call('GET', '/user?fields=id,display_name,email')).body).toEqual({
      ...{ id: '14', display_name: 'Ben Novak', email: 'ben.novak@example.com' },
    });
    expect(await statusesOf('GET', '/users/13/attribute_values')).toEqual([200, 404]);
  });

  it.each([
    ...['/looks', '/looks/1', '/looks/1/run/json', '/dashboards', '/dashboards/7', '/dashboards/7/dashboard_elements'],
    ...['/folders', '/boards', '/lookml_models', '/lookml_models/ecommerce/explores/orders', '/session', '/themes'],
    ...['/content_metadata?parent_id=1', '/running_queries'],
  ])('both may read %s', async (path) => {
    expect(await statusesOf('GET', path)).toEqual([200, 200]);
  });

  it('both may query, and only one may save looks, dashboards and tiles', async () => {
    expect(await statusesOf('POST', '/queries/run/json', orders)).toEqual([200, 200]);
    expect(await statusesOf('POST', '/queries', orders)).toEqual([200, 200]);
    expect(await statusesOf('POST', '/looks', { title: 'Mine', folder_id: '1', query: orders })).toEqual([200, 403]);
    expect(await statusesOf('POST', '/dashboards', { title: 'Mine', folder_id: '1' })).toEqual([200, 403]);
    expect(await statusesOf('PATCH', '/dashboard_elements/105', { title: 'Changed' })).toEqual([200, 403]);
    expect((await ben.call('DELETE', '/looks/1')).status).toBe(403);
    expect((await ben.call('GET', '/looks/1')).status).toBe(200);
  });

  it('neither may use the SQL Runner, not even for what others wrote in it', async () => {
    const written = { model_name: 'ecommerce', sql: 'SELECT COUNT(*) AS n FROM users' };
    const { slug } = (await admin.call('POST', '/sql_queries', written)).body as { slug: string };
    expect(await statusesOf('POST', '/sql_queries', written)).toEqual([403, 403]);
    expect(await statusesOf('POST', `/sql_queries/${slug}/run/json`)).toEqual([403, 403]);
    expect(await statusesOf('GET', `/sql_queries/${slug}`)).toEqual([404, 404]);
    expect(await statusesOf('POST', '/sql_interface_queries', { sql: written.sql })).toEqual([403, 403]);
  });

  it.each([
    ...[
      '/users',
      '/users/1',
      '/groups',
      '/roles',
      '/user_attributes',
      '/oauth_client_apps',
      '/oauth_client_apps/notes',
    ],
    ...['/connections', '/projects', '/projects/sample_shop/files', '/setting', '/integrations', '/datagroups'],
  ])('neither may read %s, which answers as if it were not there', async (path) => {
    for (const who of [ana, ben]) {
      const { status, body } = await who.call('GET', path);
      expect([status, body]).toMatchObject([404, { message: 'Not found' }]);
    }
  });

  it.each([
    ['POST', '/users', { first_name: 'New' }],
    ['PATCH', '/users/1', { is_disabled: true }],
    ['PATCH', '/users/13', { first_name: 'Other' }],
    ['POST', '/oauth_client_apps/other', { redirect_uri: 'https://app.example.com', display_name: 'Other' }],
    ['PATCH', '/oauth_client_apps/notes', { enabled: false }],
    ['DELETE', '/oauth_client_apps/notes'],
    ['DELETE', '/oauth_client_apps/notes/tokens'],
    ['POST', '/login/1'],
    ['PUT', '/users/13/roles', ['2']],
    ['PATCH', '/setting', {}],
    ['POST', '/projects/sample_shop/validate'],
  ])('neither may %s %s, which is for administrators and developers', async (method, path, body?: unknown) => {
    expect(await statusesOf(method, path, body)).toEqual([403, 403]);
  });

  it('a developer has projects and SQL but not the administration; a viewer has content and no explores', async () => {
    const developer = await actingAs('2');
    expect((await developer.call('GET', '/projects')).status).toBe(200);
    expect((await developer.call('POST', '/sql_queries', { model_name: 'sales', sql: 'SELECT 1' })).status).toBe(200);
    expect((await developer.call('GET', '/roles')).status).toBe(404);
    const viewer = await actingAs('9');
    expect((await viewer.call('GET', '/dashboards/7')).status).toBe(200);
    expect((await viewer.call('POST', '/queries/run/json', orders)).status).toBe(403);
    expect((await viewer.call('GET', '/lookml_models/ecommerce/explores/orders')).status).toBe(404);
  });

  it('a role that is given or taken counts at once, also one of a group', async () => {
    const someone = await actingAs('5');
    expect((await someone.call('POST', '/queries/run/json', orders)).status).toBe(403);
    await admin.call('PUT', '/users/5/roles', ['6']);
    expect((await someone.call('POST', '/queries/run/json', orders)).status).toBe(200);
    await admin.call('PUT', '/users/5/roles', []);
    await admin.call('PUT', '/roles/6/groups', ['4']);
    expect((await someone.call('POST', '/queries/run/json', orders)).status).toBe(200);
  });

  it('administrators see and end the queries of others, and nobody else does', async () => {
    looker.holdQueries();
    const { id } = (await ana.call('POST', '/queries', orders)).body as { id: string };
    const task = (await ana.call('POST', '/query_tasks', { query_id: id, result_format: 'json' })).body as {
      id: string;
    };
    expect((await ben.call('GET', '/running_queries')).body).toEqual([]);
    expect((await admin.call('GET', '/running_queries')).body).toMatchObject([{ user: { id: '13' } }]);
    expect((await ben.call('DELETE', `/running_queries/${task.id}`)).status).toBe(404);
    expect((await admin.call('DELETE', `/running_queries/${task.id}`)).status).toBe(204);
    looker.letQueriesGo();
  });
});
