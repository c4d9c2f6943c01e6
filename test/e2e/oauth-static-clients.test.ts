import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, CALLBACK, codeVerifier, letIn, registerClient, tokenRequest } from '../support/sign-in.js';
import { toolCallRequest } from '../support/tool-call-request.js';

describe('clients that an admin registers', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let url: string;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    const accountId = await acme.rest.connect(credentialsOf(looker));
    url = (await acme.rest.issue(accountId, { config: { auth: 'oauth' } })).url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const register = async (body: Record<string, unknown> = {}) => {
    const answer = await acme.rest.post('/oauth-client', {
      name: 'Claude of Acme',
      redirect_uris: [CALLBACK],
      ...body,
    });
    expect(answer.status, answer.text).toBe(201);
    return answer.body as { id: string; client_secret: string | null };
  };

  /** The owner lets the client in; the client asks for tokens, and proves itself so. */
  async function tokensOf(id: string, proof: { body?: Record<string, string>; headers?: Record<string, string> }) {
    const verifier = codeVerifier();
    const end = await letIn(authorizeUrl(gateway.url, { client_id: id }, url, verifier), acme.owner);
    const body = {
      ...{ grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: verifier, resource: url },
      code: end.searchParams.get('code') ?? '',
      ...proof.body,
    };
    return tokenRequest(gateway.url, body, proof.headers);
  }
  const basic = (id: string, secret: string) => ({
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
  });
  const bodyOf = async (answer: Response) =>
    (await answer.json()) as { access_token: string; refresh_token: string; error?: string };
  const call = (token: string) => {
    const request = toolCallRequest(1, 'looker_users_me', {});
    return fetch(url, { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
  };

  it('come in with id and secret, by post and by basic', async () => {
    const { id, client_secret: secret } = await register();
    const answers = [
      await tokensOf(id, { body: { client_id: id, client_secret: secret ?? '' } }),
      await tokensOf(id, basic(id, secret ?? '')),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect((await call((await bodyOf(answer)).access_token)).status).toBe(200);
    }
  });

  it('get no token with a wrong secret or none', async () => {
    const { id } = await register();
    for (const proof of [
      { body: { client_id: id, client_secret: 'wrong' } },
      { body: { client_id: id } },
      basic(id, 'wrong'),
    ]) {
      const answer = await tokensOf(id, proof);
      expect([answer.status, (await bodyOf(answer)).error]).toEqual([401, 'invalid_client']);
    }
  });

  it('without a secret come in by PKCE alone', async () => {
    const { id, client_secret: secret } = await register({ has_secret: false });
    expect(secret).toBeNull();
    expect((await tokensOf(id, { body: { client_id: id } })).status).toBe(200);
  });

  it('have their secrets nowhere but in the one answer', async () => {
    const { id, client_secret: secret } = await register();
    const stored = await queryAsOwner(gateway.databaseUrl, 'SELECT payload::text FROM oauth_records WHERE key = $1', [
      id,
    ]);
    expect(JSON.stringify(stored)).toContain('client_secret');
    expect(JSON.stringify(stored)).not.toContain(secret);
    const listed = await acme.rest.get('/oauth-client');
    expect(listed.text).not.toContain(secret);
    expect(listed.body.result[0]).toMatchObject({ id, fingerprint: secret?.slice(-4) });
    expect((await acme.rest.get('/audit?limit=5')).text).not.toContain(secret);
  });

  it('end at once when they are deleted, with the tokens that they have', async () => {
    const { id, client_secret: secret } = await register();
    const tokens = await bodyOf(await tokensOf(id, basic(id, secret ?? '')));
    expect((await call(tokens.access_token)).status).toBe(200);
    expect((await acme.rest.delete(`/oauth-client/${id}`)).status).toBe(204);
    expect((await call(tokens.access_token)).status).toBe(401);
    const again = await tokenRequest(
      gateway.url,
      { grant_type: 'refresh_token', refresh_token: tokens.refresh_token },
      basic(id, secret ?? '').headers,
    );
    expect([again.status, (await bodyOf(again)).error]).toEqual([401, 'invalid_client']);
  });

  it("of one organization are let in at no other organization's server", async () => {
    const other = await gateway.createOrganization('Other');
    const accountId = await other.rest.connect(credentialsOf(looker));
    const theirs = await other.rest.issue(accountId, { config: { auth: 'oauth' } });
    const { id } = await register();
    const page = await new FormBrowser().open(authorizeUrl(gateway.url, { client_id: id }, theirs.url, codeVerifier()));
    expect(page.status).toBe(403);
    expect(page.text).toContain('registered for another organization');
  });

  it('are the only ones let in where an organization takes no clients that registered themselves', async () => {
    await acme.rest.patch('/organization', { dynamic_client_registration: false });
    const itself = await registerClient(gateway.url);
    const page = await new FormBrowser().open(authorizeUrl(gateway.url, itself, url, codeVerifier()));
    expect([page.status, page.text.includes('only clients that an administrator registered')]).toEqual([403, true]);
    const { id } = await register({ has_secret: false });
    expect((await tokensOf(id, { body: { client_id: id } })).status).toBe(200);
    await acme.rest.patch('/organization', { dynamic_client_registration: true });
  });

  it.each([
    'http://evil.example/callback',
    'https://ana:secret@acme.example/callback',
    'https://acme.example/callback#part',
    'javascript:alert(1)',
    'not a URL',
  ])('are refused with %s as where they take their answers', async (uri) => {
    const answer = await acme.rest.post('/oauth-client', { name: 'X', redirect_uris: [uri] });
    expect([answer.status, answer.body.fields?.[0]?.path]).toEqual([400, 'redirect_uris.0']);
  });
});
