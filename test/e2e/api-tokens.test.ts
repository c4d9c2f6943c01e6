import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { PERMISSIONS } from '../../src/access/permissions.js';
import { ApiTokenResolver } from '../../src/auth/rest-credentials/api-token-resolver.js';
import { createToken } from '../../src/crypto/bearer-token.js';
import type { AppError } from '../../src/errors/app-error.js';
import { ServerDirectory } from '../../src/tool-calls/server-directory.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

describe('API tokens', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let otherAccountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    otherAccountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const create = async (body: Record<string, unknown>) => {
    const answer = await acme.rest.post('/api-token', { name: 'Backend', ...body });
    return { answer, rest: new RestClient(gateway.url, answer.body.token) };
  };

  it('a token is shown once, and lists tell what it may do and when it was used', async () => {
    const { answer, rest } = await create({ scopes: ['accounts:read'] });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ scopes: ['accounts:read'], integrated_account_id: null, last_used_at: null });
    expect((await rest.get('/integrated-account')).status).toBe(200);
    await expect
      .poll(async () => (await acme.rest.get(`/api-token/${answer.body.id}`)).body.last_used_at)
      .not.toBeNull();
    const listed = await acme.rest.get('/api-token');
    expect(listed.body.result.map((token: { id: string }) => token.id)).toContain(answer.body.id);
    expect(listed.text).not.toContain(answer.body.token);
  });

  it('a token does what its scopes say and nothing else', async () => {
    const { rest } = await create({ scopes: ['accounts:read', 'api_tokens:write'] });
    expect((await rest.get('/integrated-account')).status).toBe(200);
    const refused = await rest.post(`/integrated-account/${accountId}/mcp`, { name: 'Agent' });
    expect(refused.body).toMatchObject({ statusCode: 403, code: 'permission.missing' });
    expect(refused.body.message).toContain('mcp_servers:write');
  });

  it('nobody gives a token more than they have', async () => {
    const { rest } = await create({ scopes: ['accounts:read', 'api_tokens:write'] });
    const refused = await rest.post('/api-token', { name: 'More', scopes: ['accounts:write'] });
    expect(refused.body).toMatchObject({ statusCode: 403, code: 'permission.missing' });
    const granted = await rest.post('/api-token', { name: 'Same', scopes: ['accounts:read'] });
    expect(granted.status).toBe(201);
  });

  it('a token revokes those that it could make and none that may do more, which work on; an admin revokes all', async () => {
    const few = await create({ scopes: ['accounts:read', 'api_tokens:write'] });
    const own = await create({ scopes: ['accounts:read', 'api_tokens:write'] });
    const less = await create({ scopes: ['accounts:read'], integrated_account_id: accountId });
    for (const scopes of [PERMISSIONS, ['accounts:read', 'mcp:connect'], ['accounts:read', 'accounts:write']]) {
      const more = await create({ scopes });
      const path = `/api-token/${more.answer.body.id}`;
      const refused = await few.rest.delete(path);
      expect([refused.status, refused.body.code]).toEqual([403, 'permission.missing']);
      expect((await more.rest.get('/integrated-account')).status).toBe(200);
      const admin = await DashboardClient.signIn(gateway.url, acme.owner).then((owner) =>
        owner.join(`admin-${more.answer.body.id}@acme.example`, 'admin'),
      );
      expect((await admin.delete(path)).status).toBe(204);
    }
    const limited = await create({ scopes: ['accounts:read', 'api_tokens:write'], integrated_account_id: accountId });
    const refusals = [own, few].map(({ answer }) => limited.rest.delete(`/api-token/${answer.body.id}`));
    for (const { status, body } of await Promise.all(refusals))
      expect([status, body.code]).toEqual([404, 'api_token.not_found']);
    for (const { answer } of [own, less, few])
      expect((await few.rest.delete(`/api-token/${answer.body.id}`)).status).toBe(204);
  });

  it('a token limited to one account sees and changes no other, and passes its limit on', async () => {
    const scopes = [
      'accounts:read',
      'accounts:write',
      'mcp_servers:read',
      'mcp_servers:write',
      'api_tokens:read',
      'api_tokens:write',
    ];
    const { rest } = await create({ scopes, integrated_account_id: accountId });
    expect((await rest.get('/integrated-account')).body.result.map(({ id }: { id: string }) => id)).toEqual([
      accountId,
    ]);
    expect((await rest.get(`/integrated-account/${otherAccountId}`)).status).toBe(404);
    const readable = { name: 'x', config: { methods: ['read'] } };
    expect((await rest.post(`/integrated-account/${otherAccountId}/mcp`, readable)).status).toBe(404);
    expect((await rest.get(`/integrated-account/${otherAccountId}/mcp`)).status).toBe(404);
    expect((await rest.post('/integrated-account', { name: 'x', looker: credentialsOf(looker) })).status).toBe(403);
    expect(
      (await rest.post('/api-token', { name: 'x', scopes: ['accounts:read'], integrated_account_id: otherAccountId }))
        .status,
    ).toBe(404);
    const passedOn = await rest.post('/api-token', { name: 'x', scopes: ['accounts:read'] });
    expect(passedOn.body.integrated_account_id).toBe(accountId);
    const server = await rest.issue(accountId);
    expect((await rest.get(`/integrated-account/${accountId}/mcp/${server.id}`)).status).toBe(200);
    const visible = (await rest.get('/api-token')).body.result;
    expect(visible.every((token: { integrated_account_id: string }) => token.integrated_account_id === accountId)).toBe(
      true,
    );
  });

  it("a token limited to one account is no second factor for another one's server", async () => {
    const { answer } = await create({ scopes: ['mcp:connect'], integrated_account_id: otherAccountId });
    const { url } = await acme.rest.issue(accountId, { config: { require_api_token_auth: true } });
    const status = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${answer.body.token}` },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    expect(status.status).toBe(401);
  });

  it('an API token without mcp:connect is no second factor, whatever else it may do', async () => {
    const { url } = await acme.rest.issue(accountId, { config: { methods: ['read'], require_api_token_auth: true } });
    const tryWith = async (scopes: readonly string[]) => {
      const { answer } = await create({ scopes });
      const { status } = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${answer.body.token}` },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
      });
      return status;
    };
    expect(await tryWith(['mcp:connect'])).toBe(200);
    expect(await tryWith(PERMISSIONS.filter((permission) => permission !== 'mcp:connect'))).toBe(401);
  });

  it('a token ends at its expiry to the millisecond, though it was just in use, and answers like an unknown one', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { answer, rest } = await create({ scopes: ['accounts:read'], expires_at: expiresAt.toISOString() });
    expect((await rest.get('/integrated-account')).status).toBe(200);
    const resolveAt = async (token: string, now: Date) => {
      const resolver = gateway.app.get(ApiTokenResolver, { strict: false });
      const from = { address: '127.0.0.1', requestId: 'test' };
      const headers = { authorization: `Bearer ${token}` };
      return (await resolver.resolve({ method: 'GET', headers, from }, now))?.principal;
    };
    await expect(resolveAt(answer.body.token, new Date(expiresAt.getTime() - 1))).resolves.toMatchObject({
      organizationId: acme.id,
    });
    const refusal = async (token: string) => {
      const { code, message } = (await resolveAt(token, expiresAt).catch((error: AppError) => error)) as AppError;
      return { code, message };
    };
    expect(await refusal(answer.body.token)).toEqual(await refusal(createToken('api_token')));
    expect(await refusal(answer.body.token)).toMatchObject({ code: 'credential.invalid' });
  });

  it('a revoked token ends at once, also when it was just in use', async () => {
    const { answer, rest } = await create({ scopes: ['accounts:read'] });
    expect((await rest.get('/integrated-account')).status).toBe(200);
    expect((await acme.rest.delete(`/api-token/${answer.body.id}`)).status).toBe(204);
    expect((await rest.get('/integrated-account')).body.code).toBe('credential.invalid');
    expect((await acme.rest.get(`/api-token/${answer.body.id}`)).body.code).toBe('api_token.not_found');
  });

  it.each([
    ['no scopes', { scopes: [] }],
    ['an unknown scope', { scopes: ['everything'] }],
    ['a past expiry', { scopes: ['accounts:read'], expires_at: '2020-01-01T00:00:00Z' }],
  ])('%s is refused', async (_, body) => {
    expect((await create(body)).answer.body).toMatchObject({ statusCode: 400, code: 'request.invalid' });
  });

  it('a rotated URL works beside the new one for its grace only, and without grace ends at once', async () => {
    const open = async (url: string) =>
      (
        await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
        })
      ).status;
    const server = await acme.rest.issue(accountId);
    const rotate = (body: Record<string, unknown>) =>
      acme.rest.post(`/integrated-account/${accountId}/mcp/${server.id}/rotate`, body);
    const graced = (await rotate({ grace_seconds: 3600 })).body;
    expect([await open(server.url), await open(graced.url)]).toEqual([200, 200]);
    const resolveIn = (url: string, ms: number) =>
      gateway.app
        .get(ServerDirectory, { strict: false })
        .resolve(url.split('/').at(-1) ?? '', new Date(Date.now() + ms), '127.0.0.1');
    await expect(resolveIn(server.url, 3_500_000)).resolves.toMatchObject({ serverId: server.id });
    await expect(resolveIn(server.url, 3_600_001)).rejects.toMatchObject({ code: 'mcp_server.not_found' });
    await expect(resolveIn(graced.url, 3_600_001)).resolves.toMatchObject({ serverId: server.id });
    const bare = (await rotate({})).body;
    expect([await open(server.url), await open(graced.url), await open(bare.url)]).toEqual([404, 404, 200]);
    expect((await rotate({ grace_seconds: 86_401 })).status).toBe(400);
  });
});
