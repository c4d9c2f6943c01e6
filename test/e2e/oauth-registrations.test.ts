import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway } from '../support/gateway.js';

/** What programs send when they register themselves, as it was seen (RFC 7591, 3.1); ChatGPT's only in its redirect URIs. */
const CLAUDE_WEB = {
  client_name: 'Claude',
  client_uri: 'https://claude.ai/api/mcp/auth_callback',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
  response_types: ['code'],
  scope: 'address phone email openid profile stocks/read',
  token_endpoint_auth_method: 'client_secret_post',
};
const CLAUDE_CODE = {
  client_name: 'Claude Code (looker)',
  redirect_uris: ['http://localhost:53369/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
  application_type: 'native',
  scope: 'looker offline_access',
};
const CHATGPT = {
  client_name: 'ChatGPT',
  redirect_uris: [
    'https://chatgpt.com/connector/oauth/aBcD1234',
    'https://chatgpt.com/connector_platform_oauth_redirect',
  ],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

const SAID_BY_US = { client_id: expect.stringMatching(/^\S{20,}$/), client_id_issued_at: expect.any(Number) };
/** What OpenID Connect says of each client, whether it asked for ID tokens or not (Dynamic Client Registration 1.0, 2). */
const OPENID = { id_token_signed_response_alg: 'RS256', subject_type: 'public', require_auth_time: false };
const SECRET = { client_secret: expect.stringMatching(/^\S{40,}$/), client_secret_expires_at: 0 };

describe('the registration of', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.close());

  const register = async (body: object, path = '/oauth/register') => {
    const answer = await fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  };

  it('Claude on the web is answered field by field, with a secret, for it wants to send one', async () => {
    const { status, headers, body } = await register(CLAUDE_WEB);
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(body).toEqual({
      ...SAID_BY_US,
      ...OPENID,
      ...SECRET,
      client_name: 'Claude',
      client_uri: 'https://claude.ai/api/mcp/auth_callback',
      redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
      application_type: 'web',
    });
  });

  it('Claude Code is answered field by field, without a secret, which no program on a machine of its own can keep', async () => {
    const { status, body } = await register(CLAUDE_CODE);
    expect(status).toBe(201);
    expect(body).toEqual({
      ...SAID_BY_US,
      ...OPENID,
      client_name: 'Claude Code (looker)',
      redirect_uris: ['http://localhost:53369/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    });
  });

  it('a client with ChatGPT’s redirect URIs is answered field by field', async () => {
    const { status, body } = await register(CHATGPT);
    expect(status).toBe(201);
    expect(body).toEqual({ ...SAID_BY_US, ...OPENID, ...CHATGPT, application_type: 'web' });
  });

  it.each(['client_secret_basic', 'client_secret_post', 'none'])(
    'a client that asks for %s is answered just that',
    async (method) => {
      const { status, body } = await register({ ...CHATGPT, token_endpoint_auth_method: method });
      expect([status, body.token_endpoint_auth_method]).toEqual([201, method]);
      expect('client_secret' in body).toBe(method !== 'none');
    },
  );

  it('a client that names scopes, grants and fields that are unknown here is taken without them, and nothing is null', async () => {
    const { status, body } = await register({
      ...CHATGPT,
      scope: 'looker:read stocks/read admin',
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
      response_types: ['code', 'token'],
      logo_uri: null,
      contacts: null,
      software_statement: 'eyJ',
      invented: { by: ['the', 'client'] },
    });
    expect(status).toBe(201);
    expect(body).toEqual({ ...SAID_BY_US, ...OPENID, ...CHATGPT, application_type: 'web' });
    expect(JSON.stringify(body)).not.toContain('null');
  });

  it('Claude on the web is taken at the root too, where clients of the revision 2025-03-26 look', async () => {
    expect(await register(CLAUDE_WEB, '/register')).toMatchObject({ status: 201 });
  });

  it.each([
    ['plain http elsewhere', ['http://client.example/callback']],
    ['plain http elsewhere beside https', ['https://client.example/callback', 'http://client.example/callback']],
    ['plain http to what begins as loopback does', ['http://127.0.0.1.client.example/callback']],
    ['a script', ['javascript:alert(1)']],
  ])('a client that takes its answers at %s is refused', async (_, redirectUris) => {
    const { status, body } = await register({ ...CHATGPT, redirect_uris: redirectUris });
    expect([status, body.error]).toEqual([400, 'invalid_redirect_uri']);
  });

  it('a client is answered with its name as people see it: nothing in it turns what stands behind it around', async () => {
    const { body } = await register({ ...CHATGPT, client_name: 'Cla\u202eu\u2066d\u200be \u{1f642}' });
    expect(body.client_name).toBe('Claude \u{1f642}');
    const unseen = await register({ ...CHATGPT, client_name: '\u202e\u200b' });
    expect([unseen.status, 'client_name' in unseen.body]).toEqual([201, false]);
  });

  it('a client with a long name is taken with the beginning of it, whatever characters it is of', async () => {
    const { status, body } = await register({ ...CHATGPT, client_name: 'x\u{1f642}'.repeat(100) });
    expect([status, body.client_name]).toEqual([201, 'x\u{1f642}'.repeat(50)]);
  });

  it('a client is taken under its address written in another way, or not at all', async () => {
    expect((await register(CHATGPT, '/oauth/%72egister')).status).toBe(201);
  });

  it.each([
    [
      'many redirects',
      { redirect_uris: Array.from({ length: 21 }, (_, each) => `https://client.example.com/${each}`) },
      'invalid_redirect_uri',
      'redirect_uris has 21 entries',
    ],
    [
      'a long redirect',
      { redirect_uris: ['https://client.example.com/', `https://client.example.com/${'x'.repeat(1_000)}`] },
      'invalid_redirect_uri',
      'redirect_uris[1] is longer than 1000 characters',
    ],
    [
      'all of it',
      {
        redirect_uris: Array.from({ length: 20 }, (_, each) => `https://client.example.com/${each}/${'x'.repeat(500)}`),
      },
      'invalid_client_metadata',
      'more than 8192',
    ],
  ])(
    'a client that describes itself at too great length (%s) is told what is too long, and nothing of it is kept',
    async (_, metadata, error, why) => {
      const count = async () =>
        (await queryAsOwner(gateway.databaseUrl, "SELECT 1 FROM oauth_records WHERE kind = 'Client'", [])).length;
      const before = await count();
      const { status, headers, body } = await register({ ...CLAUDE_CODE, ...metadata });
      expect([status, headers.get('cache-control'), body.error]).toEqual([400, 'no-store', error]);
      expect(body.error_description).toContain(why);
      expect(await count()).toBe(before);
    },
  );
});
