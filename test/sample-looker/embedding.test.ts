import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

describe('embedding', () => {
  let looker: SampleLooker;
  let client: LookerClient;
  let now: Date;

  beforeEach(async () => {
    now = new Date('2026-11-20T12:00:00Z');
    looker = await startSampleLooker({ today: '2026-11-20', clock: () => now });
    client = await openClient(looker);
  });
  afterEach(() => looker.close());

  const post = async (path: string, body: object) => client.call('POST', path, body);
  const urlOf = (answer: { body: unknown }) => (answer.body as { url: string }).url;
  const validate = async (url: string) =>
    (await client.call('GET', `/embed/sso/validate?${new URLSearchParams({ url })}`)).status;

  it('a signed address is valid as it is and no longer once it is changed', async () => {
    const body = { target_url: `${looker.baseUrl}/dashboards/42`, external_user_id: 'ada', models: ['ecommerce'] };
    const url = urlOf(await post('/embed/sso_url', body));
    expect(url).toContain(`${looker.baseUrl}/login/embed/${encodeURIComponent('/dashboards/42')}?`);
    expect(await validate(url)).toBe(200);
    expect(await validate(url.replace('ada', 'eve'))).toBe(400);
    const other = (await post('/embed_config/secrets', { algorithm: 'hmac/sha-1' })).body as { id: string };
    const second = urlOf(await post('/embed/sso_url', { ...body, secret_id: other.id }));
    expect(await validate(second)).toBe(200);
    await client.call('DELETE', `/embed_config/secrets/${other.id}`);
    expect(await validate(second)).toBe(404);
  });

  it('only pages of the instance are signed, for oneself only embedded ones', async () => {
    const elsewhere = await post('/embed/sso_url', { target_url: 'https://example.com/dashboards/42' });
    expect(elsewhere.body).toMatchObject({ errors: [{ field: 'target_url' }] });
    expect((await post('/embed/token_url/me', { target_url: `${looker.baseUrl}/dashboards/42` })).status).toBe(422);
    const own = await post('/embed/token_url/me', { target_url: `${looker.baseUrl}/embed/dashboards/42` });
    expect(await validate(urlOf(own))).toBe(200);
  });

  it('a cookieless session is joined by its own user until it ends', async () => {
    const acquire = (body: object) => post('/embed/cookieless_session/acquire', { external_user_id: 'ada', ...body });
    const first = (await acquire({ session_length: 600 })).body as Record<string, string>;
    const reference = { session_reference_token: first.session_reference_token };
    expect((await acquire(reference)).body).toMatchObject(reference);
    expect((await acquire({ ...reference, external_user_id: 'eve' })).status).toBe(404);
    const generate = async () =>
      (await client.call('PUT', '/embed/cookieless_session/generate_tokens', reference)).body;
    expect(await generate()).toMatchObject({ ...reference, session_reference_token_ttl: 600, api_token_ttl: 600 });
    now = new Date('2026-11-20T12:10:00Z');
    expect(await generate()).toMatchObject({ session_reference_token_ttl: 0 });
    const path = `/embed/cookieless_session/${first.session_reference_token}`;
    expect((await client.call('DELETE', path)).status).toBe(204);
    expect((await client.call('DELETE', path)).status).toBe(404);
  });
});
