import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { clientWith, login, openClient } from './looker-client.js';

describe('login', () => {
  let looker: SampleLooker;
  let now = new Date('2026-11-20T10:00:00Z');

  beforeAll(async () => {
    looker = await startSampleLooker({ clock: () => now, tokenTtlSeconds: 60 });
  });
  afterAll(() => looker.close());

  it('a token lives as long as its answer says and then answers 401', async () => {
    const answer = await login(looker);
    expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 60 });
    const client = await openClient(looker);
    now = new Date(now.getTime() + 59_000);
    expect((await client.call('GET', '/user')).status).toBe(200);
    now = new Date(now.getTime() + 1_000);
    const refused = await client.call('GET', '/user');
    expect(refused.status).toBe(401);
    expect(refused.body).toMatchObject({ message: 'Requires authentication.', documentation_url: expect.any(String) });
  });

  it('both spellings of the header are accepted, no header is not', async () => {
    const { token } = await openClient(looker);
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${looker.baseUrl}/api/4.0/user`, { headers })).status;
    expect(await status({ authorization: `token ${token}` })).toBe(200);
    expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
    expect(await status({})).toBe(401);
  });

  it('a wrong secret answers 404 and a missing one 400', async () => {
    expect((await login({ ...looker, clientSecret: 'wrong' })).status).toBe(404);
    expect((await login({ ...looker, clientSecret: '' })).status).toBe(400);
  });

  it('after logout the token is refused', async () => {
    const client = await openClient(looker);
    expect((await client.call('DELETE', '/logout')).status).toBe(204);
    expect((await client.call('GET', '/user')).status).toBe(401);
  });

  it('only an administrator acts as another user, and not as a disabled or missing one', async () => {
    const admin = await openClient(looker);
    const answer = await admin.call('POST', '/login/7');
    const other = clientWith(looker.baseUrl, (answer.body as { access_token: string }).access_token);
    expect((await other.call('GET', '/user?fields=id')).body).toEqual({ id: '7' });
    expect((await other.call('GET', '/session')).body).toMatchObject({ sudo_user_id: '1' });
    expect((await other.call('POST', '/login/2')).status).toBe(403);
    expect((await admin.call('POST', '/login/10')).status).toBe(404);
    expect((await admin.call('POST', '/login/999')).status).toBe(404);
  });

  it('what an administrator does as another user is attributed to the administrator, unless associative is false', async () => {
    const admin = await openClient(looker);
    const attributedTo = async (query: string) => {
      const { access_token: token } = (await admin.call('POST', `/login/7${query}`)).body as { access_token: string };
      await clientWith(looker.baseUrl, token).call('GET', '/user');
      const { userId, attributedUserId } = looker.requests.at(-1) ?? {};
      return { userId, attributedUserId };
    };
    expect(await attributedTo('')).toEqual({ userId: '7', attributedUserId: '1' });
    expect(await attributedTo('?associative=true')).toEqual({ userId: '7', attributedUserId: '1' });
    expect(await attributedTo('?associative=false')).toEqual({ userId: '7', attributedUserId: '7' });
  });

  it('on Google Cloud core an administrator acts as embed users only', async () => {
    const core = await startSampleLooker({ deploymentType: 'google_cloud_core' });
    const admin = await openClient(core);
    const refused = await admin.call('POST', '/login/7');
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('embed')]);
    const embedded = (await admin.call('POST', '/users/embed_user', { external_user_id: 'e-1' })).body as {
      id: string;
    };
    expect((await admin.call('POST', `/login/${embedded.id}`)).status).toBe(200);
    expect((await (await openClient(looker)).call('POST', '/login/7')).status).toBe(200);
    await core.close();
  });

  it('an API key made for a user logs in as that user', async () => {
    const admin = await openClient(looker);
    const key = (await admin.call('POST', '/users/3/credentials_api3')).body as {
      client_id: string;
      client_secret: string;
    };
    const client = await openClient({ ...looker, clientId: key.client_id, clientSecret: key.client_secret });
    expect((await client.call('GET', '/user?fields=id')).body).toEqual({ id: '3' });
    const listed = await admin.call('GET', '/users/3/credentials_api3');
    expect(listed.text).not.toContain(key.client_secret);
  });

  it('the workspace belongs to the token', async () => {
    const [first, second] = [await openClient(looker), await openClient(looker)];
    await first.call('PATCH', '/session', { workspace_id: 'dev' });
    expect((await first.call('GET', '/session')).body).toMatchObject({ workspace_id: 'dev' });
    expect((await second.call('GET', '/session')).body).toMatchObject({ workspace_id: 'production' });
  });

  it('versions and alive need no login', async () => {
    for (const path of ['/versions', '/api/4.0/versions']) {
      const versions = (await (await fetch(looker.baseUrl + path)).json()) as Record<string, unknown>;
      expect(versions).toMatchObject({ api_server_url: looker.baseUrl, looker_release_version: expect.any(String) });
    }
    expect((await fetch(`${looker.baseUrl}/alive`)).status).toBe(200);
  });
});
