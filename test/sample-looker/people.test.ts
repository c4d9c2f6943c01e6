import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, login, openClient } from './looker-client.js';

describe('people', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeEach(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterEach(() => looker.close());

  const get = async (path: string) => (await client.call('GET', path)).body;
  const status = async (verb: string, path: string, body?: unknown) => (await client.call(verb, path, body)).status;

  it('a deleted user takes keys, sessions, embed sign-ins and favorites along', async () => {
    const { body: key } = await client.call('POST', '/users/2/credentials_api3');
    const { client_id: clientId, client_secret: clientSecret } = key as Record<string, string>;
    const credentials = { baseUrl: looker.baseUrl, clientId: String(clientId), clientSecret: String(clientSecret) };
    expect((await login(credentials)).status).toBe(200);
    await client.call('POST', '/content_favorite', { content_metadata_id: 'd7', user_id: '2' });
    expect(await get('/users/2/sessions')).toHaveLength(2);
    expect(await status('DELETE', '/users/2')).toBe(204);
    expect((await login(credentials)).status).toBe(404);
    expect(await status('GET', '/users/2/sessions')).toBe(404);
    expect(await get('/content_favorite/search?user_id=2')).toEqual([]);
  });

  it('sign-ins through other systems show in the user and can be taken away', async () => {
    expect(await get('/users/6?fields=credentials_google(email,type)')).toEqual({
      credentials_google: { email: 'elif.kaya@example.com', type: 'google' },
    });
    expect(await get('/users/credential/saml/jonas?fields=id')).toEqual({ id: '11' });
    expect(await status('DELETE', '/users/6/credentials_google')).toBe(204);
    expect(await status('GET', '/users/6/credentials_google')).toBe(404);
    expect(await status('DELETE', '/users/6/credentials_google')).toBe(404);
    expect(await status('POST', '/users/6/credentials_totp')).toBe(200);
    expect(await status('POST', '/users/6/credentials_totp')).toBe(409);
  });

  it('a session that is ended is no longer listed', async () => {
    const [first, ...others] = (await get('/users/1/sessions')) as { id: string }[];
    expect(await status('DELETE', `/users/2/sessions/${first?.id}`)).toBe(404);
    expect(await status('DELETE', `/users/1/sessions/${first?.id}`)).toBe(204);
    expect(await get('/users/1/sessions?fields=id')).toEqual(others.map(({ id }) => ({ id })));
  });

  it('a new reset address replaces the old one, sending keeps it', async () => {
    const url = async (path: string) =>
      ((await client.call('POST', `/users/3/credentials_email/${path}`)).body as Record<string, string>)
        .password_reset_url;
    const first = await url('password_reset');
    expect(await url('send_password_reset')).toBe(first);
    expect(await url('password_reset')).not.toBe(first);
    await client.call('PUT', '/password_config/force_password_reset_at_next_login_for_all_users');
    expect(await get('/users/3/credentials_email')).toMatchObject({ forced_password_reset_at_next_login: true });
  });

  it('all addresses of a user can be changed while the user is disabled', async () => {
    expect(await status('POST', '/users/11/update_emails', { email: 'jonas@example.org' })).toBe(422);
    await client.call('PATCH', '/users/11', { is_disabled: true });
    const { body } = await client.call('POST', '/users/11/update_emails', { email: 'jonas@example.org' });
    expect(body).toMatchObject({ email: 'jonas@example.org', credentials_saml: { email: 'jonas@example.org' } });
  });

  it('an embed user is made once, and a service account is a user of its own kind', async () => {
    const embed = async () => (await client.call('POST', '/users/embed_user', { external_user_id: 'portal-77' })).body;
    const first = (await embed()) as { id: string };
    expect(await embed()).toEqual(first);
    expect(await get('/users/credential/embed/portal-77?fields=id')).toEqual({ id: first.id });
    const account = await client.call('POST', '/users/service_accounts', { service_account_name: 'loader' });
    const { id } = account.body as { id: string };
    expect(await get('/users/search?is_service_account=true&fields=id')).toEqual([{ id }]);
    expect(await status('POST', '/users/service_accounts', { service_account_name: 'loader' })).toBe(409);
    expect(await status('PATCH', '/users/service_accounts/3', { is_disabled: true })).toBe(404);
    expect(await status('DELETE', `/users/service_accounts/${id}`)).toBe(204);
    expect(await status('GET', `/users/${id}`)).toBe(404);
  });

  it("a user's own value of an attribute goes before a group's, and that before the default", async () => {
    const region = async (userId: string) =>
      ((await get(`/users/${userId}/attribute_values?fields=name,value,source`)) as Record<string, unknown>[])[0];
    const values = [
      { group_id: '5', value: 'West' },
      { group_id: '4', value: 'East' },
    ];
    expect((await client.call('POST', '/user_attributes/1/group_values', values)).body).toMatchObject([
      { rank: 0 },
      { rank: 1 },
    ]);
    expect(await region('8')).toEqual({ name: 'region', value: 'West', source: 'Group: Marketing Team' });
    expect(await region('6')).toMatchObject({ value: 'EMEA', source: 'User' });
    expect(await region('2')).toMatchObject({ value: 'US', source: 'Default' });
    await client.call('PATCH', '/groups/4/attribute_values/1', { value: 'South' });
    expect(await status('DELETE', '/groups/5/attribute_values/1')).toBe(204);
    expect(await region('8')).toMatchObject({ value: 'South' });
    await client.call('DELETE', '/groups/4');
    expect(await region('8')).toMatchObject({ source: 'Default' });
  });

  it('the wider searches tell of parents, roles and how many users there are', async () => {
    await client.call('POST', '/groups/3/groups', { group_id: '4' });
    expect(await get('/groups/search/with_hierarchy?name=finance%25&fields=name,parent_group_ids,role_ids')).toEqual([
      { name: 'Finance Team', parent_group_ids: ['3'], role_ids: ['5'] },
    ]);
    expect(await get('/groups/search/with_roles?id=4&fields=roles(name)')).toEqual([{ roles: [{ name: 'Viewer' }] }]);
    await client.call('PUT', '/roles/4/users', ['9']);
    expect(await get('/roles/search/with_user_count?name=user&fields=user_count')).toEqual([{ user_count: 1 }]);
    expect(await get('/credentials_email/search?email=ada%25&fields=user_id')).toEqual([{ user_id: '2' }]);
  });
});
