import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { grantAt, registerClient, tokenRequest } from '../support/sign-in.js';

const INACTIVE = { active: false };

interface Client {
  readonly id: string;
  readonly client_secret: string;
}

describe('asking the authorization server what a token is for', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let accountId: string;
  let asking: Client;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    [acme, globex] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Globex')];
    accountId = await acme.rest.connect(credentialsOf(looker));
    asking = await register(acme);
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const register = async (of: TestOrganization, more: object = {}): Promise<Client> =>
    (await of.rest.post('/oauth-client', { name: 'Monitor', redirect_uris: ['https://acme.example/cb'], ...more }))
      .body;
  const post = (body: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/oauth/introspect`, { method: 'POST', headers, body: new URLSearchParams(body) });
  const ask = async (token: string, { id, client_secret }: Client = asking) =>
    (await post({ token, client_id: id, client_secret })).json();

  const sql = (text: string, id: string) => queryAsOwner(gateway.databaseUrl, text, [id]);

  it('tells a client of the same organization, by post and by basic, until the sign-in is ended', async () => {
    const { server, tokens, id } = await grantAt(acme.rest, accountId, acme.owner);
    const told = await ask(tokens.access_token);
    expect(told).toMatchObject({
      ...{ active: true, client_id: tokens.client.client_id, aud: server.url, iss: gateway.url, token_type: 'Bearer' },
      ...{ scope: tokens.scope, exp: expect.any(Number), iat: expect.any(Number), sub: expect.any(String) },
    });
    const authorization = `Basic ${btoa(`${asking.id}:${asking.client_secret}`)}`;
    const byBasic = await post({ token: tokens.access_token }, { authorization });
    expect(await byBasic.json()).toEqual(told);
    expect(byBasic.headers.get('cache-control')).toContain('no-store');
    expect(await ask(tokens.refresh_token)).toMatchObject({ active: true, client_id: tokens.client.client_id });
    expect((await acme.rest.delete(`/oauth-grant/${id}`)).status).toBe(204);
    expect([await ask(tokens.access_token), await ask(tokens.refresh_token)]).toEqual([INACTIVE, INACTIVE]);
  });

  it('tells nothing to another organization, to a client without a secret of an admin, or of a token that is none', async () => {
    const { tokens } = await grantAt(acme.rest, accountId, acme.owner);
    const token = tokens.access_token;
    const itself = await registerClient(gateway.url, { token_endpoint_auth_method: 'client_secret_post' });
    const open = await register(acme, { has_secret: false });
    for (const client of [await register(globex), { id: itself.client_id, client_secret: itself.client_secret ?? '' }])
      expect(await ask(token, client)).toEqual(INACTIVE);
    expect(await (await post({ token, client_id: open.id })).json()).toEqual(INACTIVE);
    expect(await (await post({ token, client_id: tokens.client.client_id })).json()).toEqual(INACTIVE);
    for (const none of ['x', acme.apiToken, '\u0000', 'a'.repeat(5_000)])
      expect((await ask(none)) as object, none.slice(0, 20)).not.toMatchObject({ active: true });
  });

  it('takes no one without the secret', async () => {
    const { tokens } = await grantAt(acme.rest, accountId, acme.owner);
    for (const proof of [{}, { client_id: asking.id }, { client_id: asking.id, client_secret: 'wrong' }]) {
      const answer = await post({ token: tokens.access_token, ...proof });
      expect([400, 401]).toContain(answer.status);
      expect(((await answer.json()) as { error: string }).error).toMatch(/invalid_(client|request)/);
    }
  });

  it.each<[string, (server: { id: string; url: string }) => Promise<unknown>]>([
    [
      'has expired',
      ({ id }) => sql("UPDATE mcp_servers SET expires_at = now() - interval '1 second' WHERE id = $1", id),
    ],
    [
      'no longer names the person',
      ({ id }) =>
        acme.rest.patch(`/integrated-account/${accountId}/mcp/${id}`, {
          config: { oauth: { emails: ['ana@acme.example'] } },
        }),
    ],
  ])('calls a token of a server that %s what it is there: nothing', async (_, change) => {
    const { server, tokens } = await grantAt(acme.rest, accountId, acme.owner);
    expect(await ask(tokens.access_token)).toMatchObject({ active: true });
    await change(server);
    expect(await ask(tokens.access_token)).toEqual(INACTIVE);
  });
  it('tells of programs that came in by themselves, too, to their own organization alone', async () => {
    const config = { methods: ['read'], auth: 'oauth', oauth: { client_credentials: true } };
    const { url } = await acme.rest.issue(accountId, { config });
    const { id, client_secret } = await register(acme, { allow_client_credentials: true });
    const body = {
      grant_type: 'client_credentials',
      client_id: id,
      client_secret,
      resource: url,
      scope: 'looker:read',
    };
    const { access_token } = (await (await tokenRequest(gateway.url, body)).json()) as { access_token: string };
    expect(await ask(access_token)).toMatchObject({ active: true, client_id: id, aud: url, scope: 'looker:read' });
    expect(await ask(access_token, await register(globex))).toEqual(INACTIVE);
  });

  it('is named in the metadata', async () => {
    const metadata = await (await fetch(`${gateway.url}/.well-known/oauth-authorization-server`)).json();
    expect(metadata).toMatchObject({ introspection_endpoint: `${gateway.url}/oauth/introspect` });
  });
});
