import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { lookerCallback } from '../../src/accounts/looker-apps/app-presets.js';
import { AlteredLooker } from '../support/altered-looker.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { askLooker, credentialsOf } from '../support/sample.js';

interface App {
  readonly client_guid: string;
  readonly redirect_uri: string;
  readonly enabled: boolean;
}

describe('OAuth apps in Looker', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let altered: AlteredLooker;
  let acme: TestOrganization;
  const own = () => `looker-mcp-gateway-${new URL(gateway.url).host.replaceAll(/[.:]/g, '-')}`;
  const callback = () => lookerCallback(gateway.url, looker.baseUrl);

  beforeAll(async () => {
    looker = await startSampleLooker();
    altered = await AlteredLooker.start(looker);
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
  });

  afterAll(async () => {
    await gateway.close();
    await altered.close();
    await looker.close();
  });

  const connect = async (address = credentialsOf(looker)) => `/integrated-account/${await acme.rest.connect(address)}`;
  const appsInLooker = async () => (await askLooker(looker, 'GET', '/oauth_client_apps')) as App[];
  const stateOf = (body: { apps: { preset: string; state: string }[] }, preset: string) =>
    body.apps.find((app) => app.preset === preset)?.state;

  it('one call registers the gateway in Looker, reads it back, and remembers it', async () => {
    const account = await connect();
    const before = await acme.rest.get(`${account}/oauth-client`);
    expect([before.status, before.body.client_guid, stateOf(before.body, 'gateway')]).toEqual([200, null, 'not_seen']);

    const { status, body } = await acme.rest.post(`${account}/oauth-client`, {});

    expect([status, body.client_guid, stateOf(body, 'gateway')]).toEqual([200, own(), 'registered']);
    const [app] = (await appsInLooker()).filter(({ client_guid }) => client_guid === own());
    expect(app).toMatchObject({ redirect_uri: callback(), enabled: true });
    expect((await acme.rest.get(account)).body).toMatchObject({ oauth_client_guid: own(), version: 2 });
    const [event] = (await acme.rest.get('/audit?limit=1')).body.result;
    expect(event).toMatchObject({
      action: 'integrated_account.oauth_client_registered',
      before: { oauth_client_guid: null },
      after: { oauth_client_guid: own() },
    });
  });

  it('registering again corrects redirect and state, and makes no second app', async () => {
    const account = await connect();
    await acme.rest.post(`${account}/oauth-client`, {});
    const count = (await appsInLooker()).length;
    await askLooker(looker, 'PATCH', `/oauth_client_apps/${own()}`, { redirect_uri: 'https://old.example.com/back' });
    const other = await acme.rest.get(`${account}/oauth-client`);
    expect(other.body.apps[0]).toMatchObject({
      state: 'other_redirect',
      problem: expect.stringMatching(
        /back to https:\/\/old\.example\.com\/back in the place of .*register the app again/,
      ),
    });
    await askLooker(looker, 'PATCH', `/oauth_client_apps/${own()}`, { redirect_uri: callback(), enabled: false });
    expect(stateOf((await acme.rest.get(`${account}/oauth-client`)).body, 'gateway')).toBe('disabled');

    const { body } = await acme.rest.post(`${account}/oauth-client`, {});

    expect(stateOf(body, 'gateway')).toBe('registered');
    expect(await appsInLooker()).toHaveLength(count);
  });

  it('those who press at once make one app, and each is answered that it is there', async () => {
    const account = await connect();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        acme.rest.post(`${account}/oauth-client`, {
          ...{ preset: 'custom', client_guid: 'pressed-at-once' },
          redirect_uri: 'http://127.0.0.1:7777/oauth/callback',
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await appsInLooker()).filter(({ client_guid }) => client_guid === 'pressed-at-once')).toHaveLength(1);
  });

  it.each([
    ['claude-desktop', 'https://claude.ai/api/mcp/auth_callback'],
    ['cursor', 'https://cursor.com/mcp/callback'],
    ['vscode', 'https://vscode.dev/redirect'],
    ['antigravity', 'https://antigravity.google/oauth-callback'],
  ])('%s is registered with its callback, and is not taken for the gateway', async (preset, redirect_uri) => {
    const account = await connect();
    const { body } = await acme.rest.post(`${account}/oauth-client`, { preset });
    expect([stateOf(body, preset), body.client_guid]).toEqual(['registered', null]);
    expect(await appsInLooker()).toContainEqual(expect.objectContaining({ client_guid: preset, redirect_uri }));
    const [event] = (await acme.rest.get('/audit?limit=1')).body.result;
    expect(event).toMatchObject({
      action: 'integrated_account.oauth_client_registered',
      after: { preset, client_guid: preset, redirect_uri },
    });
  });

  it.each([
    [
      'a redirect of its own with a preset that has one',
      { preset: 'cursor', redirect_uri: 'https://a.example' },
      'redirect_uri',
    ],
    ['no client_guid', { preset: 'custom', redirect_uri: 'https://a.example' }, 'client_guid'],
    ['no redirect', { preset: 'custom', client_guid: 'a' }, 'redirect_uri'],
    ['plain http elsewhere', { preset: 'custom', client_guid: 'a', redirect_uri: 'http://a.example' }, 'redirect_uri'],
    ['a client_guid that leads elsewhere', { client_guid: '../users/1' }, 'client_guid'],
    ['an unknown preset', { preset: 'claude' }, 'preset'],
  ])('%s is refused, and Looker is not asked', async (_, body, field) => {
    const account = await connect();
    const before = looker.requests.length;
    const answer = await acme.rest.post(`${account}/oauth-client`, body);
    expect([answer.status, answer.body.code, answer.body.fields[0].path]).toEqual([400, 'request.invalid', field]);
    expect(looker.requests.length).toBe(before);
  });

  it('where the API key is no administrator’s, says what to click in Looker, and changes nothing', async () => {
    const { id } = (await askLooker(looker, 'POST', '/users', { first_name: 'Nora' })) as { id: string };
    const key = (await askLooker(looker, 'POST', `/users/${id}/credentials_api3`, {})) as {
      client_id: string;
      client_secret: string;
    };
    const address = { base_url: looker.baseUrl, client_id: key.client_id, client_secret: key.client_secret };
    const account = await connect(address);
    const seen = await acme.rest.get(`${account}/oauth-client`);
    expect(seen.body.apps[0]).toMatchObject({
      state: 'not_seen',
      problem: expect.stringMatching(/shows its OAuth apps to administrators only/),
      registration: { redirect_uri: callback(), enabled: true },
    });

    const { status, body } = await acme.rest.post(`${account}/oauth-client`, {});

    expect([status, body.code]).toEqual([422, 'looker.oauth_client_refused']);
    expect(body.message).toMatch(
      new RegExp(
        `API Explorer.*register_oauth_client_app.*client_guid: ${own()}, body: \\{"redirect_uri":"${callback()}"`,
      ),
    );
    expect((await acme.rest.get(account)).body).toMatchObject({ oauth_client_guid: null, version: 1 });
  });

  it('an app that Looker took and does not show as it was registered counts as refused', async () => {
    const account = await connect(credentialsOf(altered));
    altered.answers.set('GET /oauth_client_apps/kept-otherwise', {
      ...{ client_guid: 'kept-otherwise', enabled: true },
      redirect_uri: 'https://elsewhere.example.com',
    });
    await askLooker(looker, 'POST', '/oauth_client_apps/kept-otherwise', {
      ...{ redirect_uri: 'https://a.example', display_name: 'A' },
    });
    const answer = await acme.rest.post(`${account}/oauth-client`, { client_guid: 'kept-otherwise' });
    expect([answer.status, answer.body.code]).toEqual([422, 'looker.oauth_client_refused']);
    expect(answer.body.message).toMatch(/has the redirect_uri https:\/\/elsewhere\.example\.com for it/);
    expect((await acme.rest.get(account)).body.oauth_client_guid).toBeNull();
  });

  it('what Looker says against an app is told, in a sentence', async () => {
    const account = await connect();
    const answer = await acme.rest.post(`${account}/oauth-client`, {
      ...{ preset: 'custom', client_guid: 'x'.repeat(200) },
      redirect_uri: 'https://a.example',
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'looker.oauth_client_refused']);
    expect(answer.body.message).toMatch(/^Looker at \S+ refused the app and said: ".+\.$/);
  });

  it('a guid that somebody registered by hand is stored as it is, and null ends it', async () => {
    const account = await connect();
    const stored = await acme.rest.patch(account, { oauth_client_guid: 'by-hand.1' });
    expect([stored.status, stored.body.oauth_client_guid]).toEqual([200, 'by-hand.1']);
    expect((await acme.rest.get(`${account}/oauth-client`)).body.apps[0].client_guid).toBe('by-hand.1');
    expect((await acme.rest.patch(account, { oauth_client_guid: null })).body.oauth_client_guid).toBeNull();
  });

  it('an account that moves to another Looker has no app there, unless one is named with it', async () => {
    const account = await connect();
    await acme.rest.post(`${account}/oauth-client`, {});
    expect((await acme.rest.patch(account, { name: 'Other' })).body.oauth_client_guid).toBe(own());
    const moved = await acme.rest.patch(account, { looker: credentialsOf(altered) });
    expect([moved.status, moved.body.oauth_client_guid]).toEqual([200, null]);
    const back = await acme.rest.patch(account, { looker: credentialsOf(looker), oauth_client_guid: 'there' });
    expect(back.body.oauth_client_guid).toBe('there');
  });

  it('a token that is limited to another account finds nothing', async () => {
    const account = await connect();
    const limited = { name: 'x', scopes: ['accounts:read', 'accounts:write'] };
    const elsewhere = (await connect()).split('/').at(-1);
    const { body } = await acme.rest.post('/api-token', { ...limited, integrated_account_id: elsewhere });
    const headers = { authorization: `Bearer ${body.token}` };
    for (const method of ['GET', 'POST'])
      expect((await fetch(`${gateway.url}${account}/oauth-client`, { method, headers })).status).toBe(404);
  });
});
