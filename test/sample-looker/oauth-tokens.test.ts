import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { clientWith, type LookerClient, openClient } from './looker-client.js';
import { OauthApp } from './oauth-app.js';

describe('tokens of an app', () => {
  let looker: SampleLooker;
  let admin: LookerClient;
  let app: OauthApp;
  let now: Date;

  beforeEach(async () => {
    now = new Date('2026-11-20T10:00:00Z');
    looker = await startSampleLooker({ clock: () => now, oauth: { tokenSeconds: 3 } });
    admin = await openClient(looker);
    app = new OauthApp(looker.baseUrl);
    await app.register(admin);
  });
  afterEach(() => looker.close());

  const statusWith = async (token = '') => (await clientWith(looker.baseUrl, token).call('GET', '/user')).status;

  it('the web host says where apps send people and where they get tokens, and no more than Looker says', async () => {
    const response = await fetch(`${looker.baseUrl}/.well-known/oauth-authorization-server`);
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        issuer: looker.baseUrl,
        authorization_endpoint: `${looker.baseUrl}/auth`,
        token_endpoint: `${looker.baseUrl}/api/token`,
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
      },
    ]);
  });

  it('live as many seconds as the instance is told, while those of API keys live longer', async () => {
    const { body } = await app.signIn('4');
    expect(body).toMatchObject({ expires_in: 3 });
    now = new Date(now.getTime() + 2_999);
    expect(await statusWith(body.access_token)).toBe(200);
    now = new Date(now.getTime() + 1);
    expect([await statusWith(body.access_token), await statusWith(admin.token)]).toEqual([401, 200]);
    expect((await app.refresh(body.refresh_token)).body).toMatchObject({ expires_in: 3 });
  });

  it('are asked for in a form as well as in JSON', async () => {
    const { refresh_token: refreshToken = '' } = (await app.signIn('4')).body;
    const form = { grant_type: 'refresh_token', client_id: app.guid, refresh_token: refreshToken };
    const answer = await fetch(`${looker.baseUrl}/api/token`, { method: 'POST', body: new URLSearchParams(form) });
    expect(answer.status).toBe(200);
  });

  it('are refreshed for the address of the app alone', async () => {
    const { refresh_token: refreshToken } = (await app.signIn('4')).body;
    expect(await app.refresh(refreshToken, { redirect_uri: 'https://evil.example.com' })).toMatchObject({
      ...{ status: 400, body: { error: 'invalid_grant' } },
    });
  });

  it('of a disabled user answer 401 at once, and can be neither refreshed nor fetched anew', async () => {
    const code = await app.codeOf('4');
    const { body } = await app.signIn('4');
    const other = await app.signIn('2');
    await admin.call('PATCH', '/users/4', { is_disabled: true });
    expect([await statusWith(body.access_token), await statusWith(other.body.access_token)]).toEqual([401, 200]);
    expect(await app.refresh(body.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await app.redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const refused = await fetch(app.address({ sample_user_id: '4' }), { redirect: 'manual' });
    expect(refused.headers.get('location')).toContain('error=access_denied');
  });

  it('of an API key and of an administrator acting as a user end with that user too', async () => {
    const { access_token: acting = '' } = (await admin.call('POST', '/login/4')).body as Record<string, string>;
    expect(await statusWith(acting)).toBe(200);
    await admin.call('PATCH', '/users/4', { is_disabled: true });
    expect(await statusWith(acting)).toBe(401);
  });

  it('of a disabled app answer 401 at once and are not refreshed', async () => {
    const { body } = await app.signIn('4');
    await admin.call('PATCH', '/oauth_client_apps/notes', { enabled: false });
    expect(await statusWith(body.access_token)).toBe(401);
    expect(await app.refresh(body.refresh_token)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('of somebody who left the group of the app end', async () => {
    const { body } = await app.signIn('4');
    await admin.call('PATCH', '/oauth_client_apps/notes', { group_id: '2' });
    expect(await statusWith(body.access_token)).toBe(401);
    expect(await app.refresh(body.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('show in the log of requests: what was asked for, and whose token a request carried', async () => {
    const { body } = await app.signIn('4');
    await app.refresh(body.refresh_token);
    await app.refresh('unknown');
    await statusWith(body.access_token);
    await statusWith('unknown');
    const asked = looker.requests.map(({ grantType }) => grantType);
    expect(asked.filter((grantType) => grantType === 'authorization_code')).toHaveLength(1);
    expect(asked.filter((grantType) => grantType === 'refresh_token')).toHaveLength(2);
    expect(looker.requests.slice(-2).map(({ userId }) => userId)).toEqual(['4', undefined]);
  });
});
