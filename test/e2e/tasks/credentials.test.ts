import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectModern } from '../../support/mcp-clients.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

type Answer = Record<string, unknown>;
const keysOf = (user: string) => world.ask<Answer[]>('GET', `/users/${user}/credentials_api3`);
const makeKey = (user: string) =>
  world.ask<{ id: string; client_id: string; client_secret: string }>('POST', `/users/${user}/credentials_api3`);

describe('API keys', () => {
  it('create_credentials_api3: makes a key that logs in, and answers its secret this once', async () => {
    const key = await world.call<{ client_id: string; client_secret: string }>('create_credentials_api3', {
      user_id: '2',
    });
    const login = await fetch(`${world.looker.baseUrl}/api/4.0/login`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: key.client_id, client_secret: key.client_secret }),
    });
    expect(login.status).toBe(200);
    const { text } = await world.result('list_credentials_api3', { user_id: '2' });
    expect(text).toContain(key.client_id);
    expect(text).not.toContain(key.client_secret);
  });

  it('create_credentials_api3: is hidden, for its answer lets its holder in', async () => {
    const { url } = await world.rest.issue(world.accountId, { config: { toolsets: ['tasks'], tags: ['credentials'] } });
    const client = await connectModern(url);
    const listed = (await client.listTools()).map(({ name }) => name);
    await client.close();
    expect(listed).toContain('get_credentials_api3');
    expect(listed).not.toContain('create_credentials_api3');
  });

  it('list_credentials_api3: answers an empty list where a user has none', async () => {
    expect(await world.call('list_credentials_api3', { user_id: '9' })).toMatchObject({ result: [] });
    expect(await world.refusal('list_credentials_api3', { user_id: '999' })).toContain('404');
  });

  it('get_credentials_api3: answers one key without its secret', async () => {
    const key = await makeKey('3');
    const args = { user_id: '3', credentials_api3_id: key.id };
    const { text } = await world.result('get_credentials_api3', args);
    expect(JSON.parse(text)).toMatchObject({ id: key.id, client_id: key.client_id, is_disabled: false });
    expect(text).not.toContain(key.client_secret);
    expect(await world.refusal('get_credentials_api3', { ...args, user_id: '4' })).toContain('404');
  });

  it('update_credentials_api3: says what a key is for', async () => {
    const key = await makeKey('3');
    const args = { user_id: '3', credentials_api3_id: key.id, purpose: 'Nightly export' };
    expect(await world.call('update_credentials_api3', args)).toMatchObject({ id: key.id, purpose: 'Nightly export' });
    expect(await keysOf('3')).toContainEqual(expect.objectContaining({ id: key.id, purpose: 'Nightly export' }));
  });

  it('delete_credentials_api3: takes the key away and answers which it was', async () => {
    const key = await makeKey('8');
    const args = { user_id: '8', credentials_api3_id: key.id };
    expect(await world.call('delete_credentials_api3', args)).toMatchObject({
      deleted: { id: key.id, client_id: key.client_id },
    });
    expect(await keysOf('8')).toEqual([]);
    expect(await world.refusal('delete_credentials_api3', args)).toContain('404');
  });
});

describe('second factors', () => {
  const noneOfBen = {
    user: { id: '3', display_name: 'Ben Okafor', email: 'ben.okafor@example.com' },
    ...{ has: null, note: 'This user has no second factor; nothing was done.' },
  };

  it('get_credentials_totp: tells apart a user without a second factor and an unknown one', async () => {
    expect(await world.call('get_credentials_totp', { user_id: '3' })).toEqual(noneOfBen);
    expect(await world.refusal('get_credentials_totp', { user_id: '999' })).toContain('404');
  });

  it('create_credentials_totp: asks for a second factor, which is not set up yet, and answers no secret', async () => {
    const made = await world.call('create_credentials_totp', { user_id: '4' });
    expect(made).toEqual({ user_id: '4', verified: false, created_at: expect.any(String) });
    expect(await world.ask('GET', '/users/4/credentials_totp')).toMatchObject({ verified: false });
    expect(await world.call('get_credentials_totp', { user_id: '4' })).toMatchObject({ user_id: '4', verified: false });
  });

  it('delete_credentials_totp: takes the second factor away, and says so where there is none', async () => {
    await world.ask('POST', '/users/5/credentials_totp');
    expect(await world.call('delete_credentials_totp', { user_id: '5' })).toMatchObject({
      deleted: { verified: false },
    });
    await expect(world.ask('GET', '/users/5/credentials_totp')).rejects.toThrow('404');
    expect(await world.call('delete_credentials_totp', { user_id: '3' })).toEqual(noneOfBen);
  });
});

describe('logins by other systems', () => {
  it('get_credentials_ldap: answers by which id LDAP knows the user', async () => {
    expect(await world.call('get_credentials_ldap', { user_id: '4' })).toMatchObject({
      ...{ user_id: '4', email: 'carla.mendes@example.com', ldap_id: 'cmendes' },
      logged_in_at: expect.any(String),
    });
  });

  it('get_credentials_saml: answers by which id SAML knows the user', async () => {
    expect(await world.call('get_credentials_saml', { user_id: '11' })).toMatchObject({ saml_user_id: 'jonas' });
  });

  it('get_credentials_oidc: answers by which id OpenID Connect knows the user', async () => {
    expect(await world.call('get_credentials_oidc', { user_id: '8' })).toMatchObject({ oidc_user_id: 'grace' });
  });

  it('get_credentials_google: answers by which id Google knows the user', async () => {
    expect(await world.call('get_credentials_google', { user_id: '6' })).toMatchObject({ google_user_id: 'g-6' });
  });

  it.each(['ldap', 'saml', 'oidc', 'google'])('says whom it is about where a user has no login by %s', async (kind) => {
    for (const tool of [`get_credentials_${kind}`, `delete_credentials_${kind}`]) {
      expect(await world.call(tool, { user_id: '9' })).toMatchObject({
        user: { display_name: 'Hugo Perrin' },
        has: null,
      });
      expect(await world.refusal(tool, { user_id: '999' })).toContain('404');
    }
  });

  it('delete_credentials_ldap: takes the login away and answers which it was', async () => {
    await gone('ldap', '4', { ldap_id: 'cmendes' });
  });

  it('delete_credentials_saml: takes the login away and answers which it was', async () => {
    await gone('saml', '11', { saml_user_id: 'jonas' });
  });

  it('delete_credentials_oidc: takes the login away and answers which it was', async () => {
    await gone('oidc', '8', { oidc_user_id: 'grace' });
  });

  it('delete_credentials_google: takes the login away and answers which it was', async () => {
    await gone('google', '6', { google_user_id: 'g-6' });
  });

  async function gone(kind: string, user: string, ids: Answer): Promise<void> {
    expect(await world.call(`delete_credentials_${kind}`, { user_id: user })).toMatchObject({ deleted: ids });
    await expect(world.ask('GET', `/users/${user}/credentials_${kind}`)).rejects.toThrow('404');
  }
});
