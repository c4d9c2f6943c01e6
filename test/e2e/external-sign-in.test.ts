import { Client, StreamableHTTPClientTransport as ModernTransport } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { bearerCall } from '../support/bearer-call.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, codeVerifier, registerClient } from '../support/sign-in.js';
import { TokenIssuer } from '../support/token-issuer.js';

describe('an MCP server where people sign in at their own issuer', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  const open: TokenIssuer[] = [];

  const issuerOf = async () => {
    const issuer = await TokenIssuer.start();
    open.push(issuer);
    return issuer;
  };
  const serverOf = (issuer: TokenIssuer, external: object = {}, oauth: object = {}) =>
    acme.rest.issue(accountId, {
      config: { auth: 'oauth', oauth: { provider: 'external', external: issuer.external(external), ...oauth } },
    });

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((issuer) => issuer.close()));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it('sends clients to that issuer, with the scopes that it asks for, and logs calls by the person of the claim', async () => {
    const issuer = await issuerOf();
    const { id, url } = await serverOf(issuer, { required_scopes: ['mcp.use'] });
    const unknown = await bearerCall(url, undefined);
    expect(unknown.status).toBe(401);
    const metadata = `${gateway.url}/.well-known/oauth-protected-resource/mcp/${id}`;
    expect(unknown.headers.get('www-authenticate')).toBe(
      `Bearer realm="looker-mcp-gateway", scope="mcp.use", resource_metadata="${metadata}"`,
    );
    expect(await (await fetch(metadata)).json()).toEqual({
      ...{ resource: url, resource_name: 'Agent', bearer_methods_supported: ['header'] },
      ...{ authorization_servers: [issuer.url], scopes_supported: ['mcp.use'] },
    });
    const token = await issuer.sign({ scope: 'openid mcp.use', email: 'Ana@Acme.com' });
    expect(await bearerCall(url, token)).toMatchObject({ status: 200 });
    const { body } = await acme.rest.get(`/log?log_type=mcp&log_type_filter[mcp_server_id]=${id}`);
    expect(body.result).toMatchObject([{ person: 'ana@acme.com', oauth_grant_id: null, member_id: null }]);
  });

  it('is called by the official client with such a token', async () => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer);
    const client = new Client({ name: 'test', version: '1' });
    const headers = { authorization: `Bearer ${await issuer.sign()}` };
    await client.connect(new ModernTransport(new URL(url), { requestInit: { headers } }));
    expect((await client.listTools()).tools.length).toBeGreaterThan(0);
    expect(await client.callTool({ name: 'looker_users_me', arguments: {} })).not.toMatchObject({ isError: true });
    await client.close();
  });

  it.each(['http://10.1.2.3/jwks', 'https://10.1.2.3/jwks', 'https://169.254.169.254/jwks', 'https://[fd00::1]/jwks'])(
    'is not made with keys inside a network: %s',
    async (jwks_uri) => {
      const external = { issuer: 'https://login.acme.com', jwks_uri, audience: 'a' };
      const config = { methods: ['read'], auth: 'oauth', oauth: { provider: 'external', external } };
      const { status, body } = await acme.rest.post(`/integrated-account/${accountId}/mcp`, { name: 'A', config });
      expect(status).toBe(400);
      expect(body.fields).toMatchObject([{ path: 'config.oauth.external.jwks_uri' }]);
    },
  );

  it('is not made without what is needed to check a token', async () => {
    const config = { methods: ['read'], auth: 'oauth', oauth: { provider: 'external' } };
    const { status, body } = await acme.rest.post(`/integrated-account/${accountId}/mcp`, { name: 'A', config });
    expect(status).toBe(400);
    expect(body.fields.map(({ path }: { path: string }) => path)).toEqual(
      ['issuer', 'jwks_uri', 'audience'].map((name) => `config.oauth.external.${name}`),
    );
  });

  it('answers 403 with insufficient_scope where a required scope is missing, in scope and in scp', async () => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer, { required_scopes: ['mcp.use', 'mcp.more'] });
    for (const claims of [{}, { scope: 'mcp.use' }, { scp: ['mcp.use', 'mcp.mor'] }, { scp: 'mcp.more' }]) {
      const answer = await bearerCall(url, await issuer.sign(claims));
      expect(answer.status).toBe(403);
      const challenge = answer.headers.get('www-authenticate');
      expect(challenge).toContain('error="insufficient_scope", scope="mcp.use mcp.more"');
    }
    for (const claims of [{ scope: 'mcp.more mcp.use' }, { scp: ['mcp.use', 'mcp.more'] }])
      expect((await bearerCall(url, await issuer.sign(claims))).status).toBe(200);
  });

  it('binds a token to looker:read where it has a scope of ours, and else to the filter alone', async () => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer);
    const write = async (claims: object) =>
      bearerCall(url, await issuer.sign({ ...claims }), 'create_a_looker_folder', {
        name: `F${Math.random()}`,
        parent_id: '1',
      });
    expect((await write({ scope: 'looker:read openid' })).status).toBe(403);
    expect((await write({ scp: ['looker:read', 'looker:write'] })).status).toBe(200);
    expect((await write({ scope: 'openid' })).status).toBe(200);
  });

  it('lets in whom emails and domains name by an address that the issuer does not say is unverified', async () => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer, {}, { emails: ['guest@elsewhere.com'], domains: ['acme.com'] });
    const status = async (claims: object) => (await bearerCall(url, await issuer.sign({ ...claims }))).status;
    expect(await status({ email: 'ANA@acme.com', email_verified: true })).toBe(200);
    expect(await status({ email: 'guest@elsewhere.com' })).toBe(200);
    for (const claims of [
      ...[false, 'false', 'no', 0, null].map((email_verified) => ({ email: 'ana@acme.com', email_verified })),
      { email: 'ana@elsewhere.com' },
      { email: 'acme.com' },
      { email: 'eve@elsewhere.com@acme.com' },
      { email: undefined, sub: 'ana@acme.com' },
    ])
      expect(await status(claims), JSON.stringify(claims)).toBe(403);
  });

  it('names people by the claim that its config says', async () => {
    const issuer = await issuerOf();
    const { id, url } = await serverOf(issuer, { email_claim: 'upn' }, { domains: ['acme.com'] });
    expect((await bearerCall(url, await issuer.sign())).status).toBe(403);
    expect((await bearerCall(url, await issuer.sign({ upn: 'bo@acme.com' }))).status).toBe(200);
    const { body } = await acme.rest.get(`/log?log_type=mcp&log_type_filter[mcp_server_id]=${id}`);
    expect(body.result.map(({ person }: { person: string }) => person)).toEqual(['bo@acme.com']);
  });

  it('judges a token anew as soon as its config changes', async () => {
    const [issuer, other] = [await issuerOf(), await issuerOf()];
    const { id, url } = await serverOf(issuer);
    const token = await issuer.sign();
    expect((await bearerCall(url, token)).status).toBe(200);
    const change = (external: object) =>
      acme.rest.patch(`/integrated-account/${accountId}/mcp/${id}`, { config: { oauth: { external } } });
    expect((await change({ audience: 'another' })).status).toBe(200);
    expect((await bearerCall(url, token)).status).toBe(401);
    expect((await change({ audience: 'looker-mcp' })).body.config.oauth.external).toEqual({
      ...issuer.external(),
      ...{ required_scopes: [], email_claim: 'email' },
    });
    expect((await bearerCall(url, token)).status).toBe(200);
    // The same issuer says that its keys are elsewhere.
    expect((await change({ jwks_uri: `${other.url}/jwks` })).status).toBe(200);
    expect((await bearerCall(url, token)).status).toBe(401);
  });

  it('takes no part in the gateway’s own sign-in', async () => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer);
    const client = await registerClient(gateway.url);
    const answer = await fetch(authorizeUrl(gateway.url, client, url, codeVerifier()), { redirect: 'manual' });
    expect(answer.headers.get('location')).toContain('error=invalid_target');
  });
});
