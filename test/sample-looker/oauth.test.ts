import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, type SampleLookerOptions, startSampleLooker } from '../../apps/sample-looker/server.js';
import { clientWith, type LookerClient, openClient } from './looker-client.js';
import { OauthApp } from './oauth-app.js';

describe('OAuth', () => {
  let looker: SampleLooker;
  let admin: LookerClient;
  let app: OauthApp;
  let now: Date;

  const start = async (options: SampleLookerOptions = {}) => {
    now = new Date('2026-11-20T10:00:00Z');
    looker = await startSampleLooker({ clock: () => now, tokenTtlSeconds: 600, ...options });
    admin = await openClient(looker);
    app = new OauthApp(looker.baseUrl);
    expect((await app.register(admin)).status).toBe(200);
  };
  beforeEach(() => start());
  afterEach(() => looker.close());

  const authorize = (changes: Record<string, string | null> = {}) =>
    fetch(app.address({ sample_user_id: '4', ...changes }), { redirect: 'manual' });
  const answerOf = (response: Response) => {
    const target = new URL(response.headers.get('location') ?? '');
    expect(target.href.startsWith(`${app.redirectUri}&`)).toBe(true);
    expect(target.searchParams.get('state')).toBe('a&b');
    return Object.fromEntries(target.searchParams);
  };
  const newCode = () => app.codeOf('4');
  const statusWith = async (token = '') => (await clientWith(looker.baseUrl, token).call('GET', '/user')).status;

  it('a code with its verifier is exchanged for a token that acts as the user', async () => {
    const { status, body } = await app.redeem(await newCode());
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600, refresh_token: expect.any(String) });
    const user = clientWith(looker.baseUrl, body.access_token ?? '');
    expect((await user.call('GET', '/user?fields=id')).body).toEqual({ id: '4' });
    expect((await admin.call('GET', '/oauth_client_apps/notes?fields=activated_users(id)')).body).toEqual({
      activated_users: [{ id: '4' }],
    });
  });

  it('a code works once, for a minute, and only with its app, address and verifier', async () => {
    const code = await newCode();
    expect((await app.redeem(code)).status).toBe(200);
    expect((await app.redeem(code)).body).toMatchObject({ error: 'invalid_grant' });
    for (const changes of [{ code_verifier: 'x'.repeat(43) }, { redirect_uri: 'https://evil.example.com' }]) {
      expect(await app.redeem(await newCode(), changes)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    }
    expect(await app.redeem(await newCode(), { client_id: 'other' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await app.redeem(await newCode(), { code_verifier: undefined })).body).toMatchObject({
      error: 'invalid_request',
    });
    expect((await app.redeem('x', { grant_type: 'password' })).body).toMatchObject({ error: 'unsupported_grant_type' });
    const late = await newCode();
    now = new Date(now.getTime() + 60_000);
    expect((await app.redeem(late)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('a refresh answers without a refresh token, and the old one stays good', async () => {
    const first = (await app.redeem(await newCode())).body;
    now = new Date(now.getTime() + 601_000);
    expect(await statusWith(first.access_token)).toBe(401);
    const second = await app.refresh(first.refresh_token);
    expect(second.body).not.toHaveProperty('refresh_token');
    expect(await statusWith(second.body.access_token)).toBe(200);
    expect((await app.refresh(first.refresh_token)).status).toBe(200);
    expect((await app.refresh('unknown')).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('an instance can rotate refresh tokens instead', async () => {
    await looker.close();
    await start({ oauth: { rotatesRefreshTokens: true } });
    const first = (await app.redeem(await newCode())).body;
    const second = await app.refresh(first.refresh_token);
    expect((await app.refresh(first.refresh_token)).status).toBe(400);
    expect((await app.refresh(second.body.refresh_token)).status).toBe(200);
  });

  it.each([
    [{ scope: null }, 'invalid_scope'],
    [{ scope: 'openid' }, 'invalid_scope'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ code_challenge: null }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ sample_user_id: '10' }, 'access_denied'],
    [{ sample_user_id: '999' }, 'access_denied'],
  ])('%j is told to the app as %s', async (changes, error) => {
    const response = await authorize(changes);
    expect(response.status).toBe(302);
    expect(answerOf(response)).toMatchObject({ error });
  });

  it.each([{ client_id: 'unknown' }, { redirect_uri: 'https://evil.example.com/callback' }, { redirect_uri: null }])(
    '%j is refused without a redirect',
    async (changes) => {
      const response = await authorize(changes);
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    },
  );

  it('without a user a page asks who signs in, and its form carries everything on', async () => {
    const response = await authorize({ sample_user_id: null, state: '"><script>' });
    const page = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page).toContain('name="user_id" value="4"');
    expect(page).not.toContain('value="10"');
    expect(page).not.toContain('<script');
    expect(page).toContain('name="state" value="&quot;&gt;&lt;script&gt;"');
    expect(page).toContain(`name="code_challenge" value="${app.codeChallenge}"`);
  });

  it('tokens end when they are invalidated, the user is deactivated or the app is deleted', async () => {
    const tokens = async () => (await app.redeem(await newCode())).body;
    for (const path of [
      '/oauth_client_apps/notes/tokens',
      '/oauth_client_apps/notes/users/4',
      '/oauth_client_apps/notes',
    ]) {
      const { access_token: access, refresh_token: refreshToken } = await tokens();
      expect(await statusWith(access)).toBe(200);
      expect((await admin.call('DELETE', path)).status).toBe(204);
      expect(await statusWith(access)).toBe(401);
      expect((await app.refresh(refreshToken)).status).toBeGreaterThanOrEqual(400);
    }
    expect((await admin.call('DELETE', '/oauth_client_apps/notes')).status).toBe(204);
    expect((await admin.call('GET', '/oauth_client_apps/notes')).status).toBe(404);
  });

  it('administrators register and change apps; others cannot, and activate only themselves', async () => {
    expect((await admin.call('POST', '/oauth_client_apps/notes', app.registration)).status).toBe(409);
    expect(
      (await admin.call('POST', '/oauth_client_apps/b', { ...app.registration, redirect_uri: 'nowhere' })).status,
    ).toBe(422);
    const changed = await admin.call('PATCH', '/oauth_client_apps/notes', { enabled: false });
    expect(changed.body).toMatchObject({ client_guid: 'notes', enabled: false, display_name: 'Notes' });
    expect((await authorize()).status).toBe(400);
    await admin.call('PATCH', '/oauth_client_apps/notes', { enabled: true, group_id: '2' });
    expect(answerOf(await authorize())).toMatchObject({ error: 'access_denied' });
    expect((await admin.call('GET', '/oauth_client_apps')).body).toHaveLength(1);

    const { access_token: token } = (await admin.call('POST', '/login/4')).body as { access_token: string };
    const other = clientWith(looker.baseUrl, token);
    expect((await other.call('POST', '/oauth_client_apps/c', app.registration)).status).toBe(403);
    expect((await other.call('DELETE', '/oauth_client_apps/notes')).status).toBe(403);
    expect((await other.call('POST', '/oauth_client_apps/notes/users/4')).status).toBe(204);
    expect((await other.call('POST', '/oauth_client_apps/notes/users/5')).status).toBe(403);
    expect((await admin.call('POST', '/oauth_client_apps/notes/users/5')).status).toBe(204);
  });
});
