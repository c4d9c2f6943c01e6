import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { registerClient, tokenRequest } from '../support/sign-in.js';
import { toolCallRequest } from '../support/tool-call-request.js';

interface Issued {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly error?: string;
}

describe('a program without a person', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let server: { readonly id: string; readonly url: string };

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    server = await issue(true);
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const issue = (client_credentials: boolean, organization = acme, account = accountId) =>
    organization.rest.issue(account, { config: { methods: ['read'], auth: 'oauth', oauth: { client_credentials } } });
  const register = async (allow_client_credentials = true) =>
    (await acme.rest.post('/oauth-client', { name: 'Night report', allow_client_credentials })).body as {
      id: string;
      client_secret: string;
    };
  const ask = async ({ id, client_secret }: { id: string; client_secret: string }, resource: string) => {
    const body = { grant_type: 'client_credentials', client_id: id, client_secret, resource, scope: 'looker:read' };
    const answer = await tokenRequest(gateway.url, body);
    return { status: answer.status, ...((await answer.json()) as Issued) };
  };
  const call = (url: string, token: string) => {
    const request = toolCallRequest(1, 'looker_users_me', {});
    return fetch(url, { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
  };

  it('comes in by the id and secret of a client that may, and the log names it', async () => {
    const issued = await ask(await register(), server.url);
    expect(issued).toMatchObject({ status: 200 });
    expect(issued.refresh_token).toBeUndefined();
    expect((await call(server.url, issued.access_token)).status).toBe(200);
    const log = await acme.rest.get(`/log?log_type=mcp&log_type_filter[mcp_server_id]=${server.id}`);
    expect(log.body.result[0]).toMatchObject({ person: 'Night report', oauth_grant_id: null, member_id: null });
  });

  it('gets no token by a client that may not, or that registered itself', async () => {
    const refused = await ask(await register(false), server.url);
    expect([refused.status, refused.access_token]).toEqual([400, undefined]);
    const itself = await registerClient(gateway.url, {
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_post',
    });
    const secret = itself.client_secret ?? '';
    expect(await ask({ id: itself.client_id, client_secret: secret }, server.url)).toMatchObject({ status: 400 });
  });

  it('gets no token for a server that lets no programs in, nor for one of another organization', async () => {
    const client = await register();
    const closed = await issue(false);
    expect(await ask(client, closed.url)).toMatchObject({ status: 400, error: 'invalid_target' });
    const other = await gateway.createOrganization('Other');
    const theirs = await issue(true, other, await other.rest.connect(credentialsOf(looker)));
    expect(await ask(client, theirs.url)).toMatchObject({ status: 400, error: 'invalid_target' });
  });

  it('gets both scopes where it names none, and no token where it names no server', async () => {
    const { id: client_id, client_secret } = await register();
    const body = { grant_type: 'client_credentials', client_id, client_secret };
    const unscoped = await tokenRequest(gateway.url, { ...body, resource: server.url });
    const issued = (await unscoped.json()) as Issued & { scope: string };
    expect(issued.scope).toBe('looker:read looker:write');
    expect((await call(server.url, issued.access_token)).status).toBe(200);
    const unbound = await tokenRequest(gateway.url, { ...body, scope: 'looker:read' });
    expect([unbound.status, await unbound.json()]).toMatchObject([
      400,
      { error: 'invalid_target', error_description: expect.stringContaining('resource') },
    ]);
  });

  it('is good at the one server that its token is for, and until that lets programs in no more', async () => {
    const { access_token: token } = await ask(await register(), server.url);
    const second = await issue(true);
    expect((await call(second.url, token)).status).toBe(401);
    expect((await call(server.url, token)).status).toBe(200);
    const path = `/integrated-account/${accountId}/mcp/${server.id}`;
    await acme.rest.patch(path, { config: { oauth: { client_credentials: false } } });
    expect((await call(server.url, token)).status).toBe(401);
    await acme.rest.patch(path, { config: { oauth: { client_credentials: true } } });
  });

  it('is out at once when its client is ended', async () => {
    const client = await register();
    const { access_token: token } = await ask(client, server.url);
    expect((await call(server.url, token)).status).toBe(200);
    await acme.rest.delete(`/oauth-client/${client.id}`);
    expect((await call(server.url, token)).status).toBe(401);
    expect(await ask(client, server.url)).toMatchObject({ status: 401, error: 'invalid_client' });
  });

  it('needs a client with a secret', async () => {
    const body = { name: 'X', has_secret: false, allow_client_credentials: true };
    expect((await acme.rest.post('/oauth-client', body)).status).toBe(400);
  });
});
