import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createToken } from '../../src/crypto/bearer-token.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

const QUOTAS = {
  GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: '5',
  GATEWAY_API_TOKEN_REQUESTS_PER_MINUTE: '10',
  GATEWAY_WRONG_TOKENS_PER_MINUTE: '3',
  GATEWAY_SIGN_INS_PER_MINUTE: '4',
};

describe('the limits', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway({ ...QUOTAS, GATEWAY_TRUSTED_PROXIES: '127.0.0.1' });
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const callMcp = (token: string, address: string, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/mcp/${token}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'x-forwarded-for': address,
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
  const callRest = (token: string, address: string, url = gateway.url) =>
    fetch(`${url}/integrated-account`, { headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': address } });
  const times = async <T>(count: number, call: () => Promise<T>) => {
    const answers: T[] = [];
    for (let index = 0; index < count; index++) answers.push(await call());
    return answers;
  };
  const statusOf = ({ status }: Response) => status;

  it('of an MCP URL let its requests pass, tell how many are left, and answer the next 429 as JSON-RPC', async () => {
    const [server, other] = [await acme.rest.issue(accountId), await acme.rest.issue(accountId)];
    const answers = await times(6, () => callMcp(server.token, '192.0.2.1'));
    expect(answers.map(statusOf)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['4', '3', '2', '1', '0', '0']);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"mcp-server";q=5;w=60');
    const refused = answers[5];
    const reset = refused?.headers.get('retry-after') ?? '';
    expect(Number(reset)).toBeGreaterThan(0);
    expect(Number(reset)).toBeLessThanOrEqual(60);
    expect(refused?.headers.get('ratelimit-limit')).toBe('5');
    expect(refused?.headers.get('ratelimit-reset')).toBe(reset);
    expect(refused?.headers.get('ratelimit')).toBe(`"mcp-server";r=0;t=${reset}`);
    expect(await refused?.json()).toMatchObject({ id: null, error: { data: { code: 'request.rate_limited' } } });
    expect(statusOf(await callMcp(other.token, '192.0.2.1'))).toBe(200);
  });

  it('of an API token let its requests pass and answer the next 429; another token is not concerned', async () => {
    const [beta, gamma] = [await gateway.createOrganization('Beta'), await gateway.createOrganization('Gamma')];
    const answers = await times(11, () => beta.rest.get('/integrated-account'));
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429]);
    expect(answers[9]?.headers).toMatchObject({ 'ratelimit-limit': '10', 'ratelimit-remaining': '0' });
    expect(answers[10]?.body).toMatchObject({ statusCode: 429, code: 'request.rate_limited' });
    expect(answers[10]?.headers['ratelimit-policy']).toBe('"api-token";q=10;w=60');
    expect(answers[10]?.headers['retry-after']).toMatch(/^[1-9]\d?$/);
    expect((await gamma.rest.get('/integrated-account')).status).toBe(200);
  });

  it('of wrong tokens answer further wrong ones 429, and let right ones pass from the same address', async () => {
    const server = await acme.rest.issue(accountId);
    const address = '192.0.2.2';
    const answers = await times(5, () => callRest(createToken('api_token'), address));
    expect(answers.map(statusOf)).toEqual([401, 401, 401, 429, 429]);
    expect(answers[3]?.headers.get('ratelimit-policy')).toBe('"wrong-tokens";q=3;w=60');
    expect(statusOf(await callMcp(createToken('mcp_server'), address))).toBe(429);
    expect(statusOf(await callMcp(server.token, address))).toBe(200);
    expect(statusOf(await callRest(acme.apiToken, address))).toBe(200);
    expect(statusOf(await callRest(createToken('api_token'), '192.0.2.3'))).toBe(401);
  });

  it('of wrong tokens count malformed, unknown and deleted ones alike, and second factors with them', async () => {
    const deleted = await acme.rest.issue(accountId);
    await acme.rest.delete(`/integrated-account/${accountId}/mcp/${deleted.id}`);
    const kinds = ['typo', createToken('mcp_server'), deleted.token];
    for (const [index, token] of kinds.entries()) {
      const answers = await times(4, () => callMcp(token, `198.51.100.${index + 1}`));
      expect(answers.map(statusOf)).toEqual([404, 404, 404, 429]);
    }
    const guarded = await acme.rest.issue(accountId, { config: { require_api_token_auth: true } });
    const wrongFactor = { authorization: `Bearer ${createToken('api_token')}` };
    const answers = await times(4, () => callMcp(guarded.token, '198.51.100.9', wrongFactor));
    expect(answers.map(statusOf)).toEqual([401, 401, 401, 429]);
  });

  it('of wrong tokens do not count requests without any', async () => {
    const answers = await times(5, () => fetch(`${gateway.url}/integrated-account`));
    expect(answers.map(statusOf)).toEqual(Array(5).fill(401));
  });

  it('of wrong tokens hold for a whole /64 of IPv6, and not for the next', async () => {
    let host = 0;
    const answers = await times(4, () => callRest('x', `2001:db8:0:1::${++host}`));
    expect(answers.map(statusOf)).toEqual([401, 401, 401, 429]);
    expect(statusOf(await callRest('x', '2001:db8:0:2::1'))).toBe(401);
  });

  it('of sign-ins count registered clients and begun sign-ins of an address together, and hold nobody else', async () => {
    const from = (address: string) => ({ 'content-type': 'application/json', 'x-forwarded-for': address });
    const register = (address: string) =>
      fetch(`${gateway.url}/oauth/register`, {
        method: 'POST',
        headers: from(address),
        body: JSON.stringify({ client_name: 'Claude', redirect_uris: ['http://localhost:1/callback'] }),
      });
    const authorize = (address: string) =>
      fetch(`${gateway.url}/oauth/authorize?client_id=nobody`, { headers: from(address), redirect: 'manual' });
    const answers = [
      ...(await times(2, () => register('192.0.2.90'))),
      ...(await times(3, () => authorize('192.0.2.90'))),
      await register('192.0.2.90'),
      await register('192.0.2.91'),
      await fetch(`${gateway.url}/oauth/authorize/?client_id=nobody`, { headers: from('192.0.2.90') }),
    ];
    expect(answers.map(statusOf)).toEqual([201, 201, 400, 400, 429, 429, 201, 404]);
    expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answers[5]?.json()).toEqual({
      error: 'temporarily_unavailable',
      error_description: expect.stringContaining('more than 4 registrations'),
    });
    expect(answers[4]?.headers.get('content-type')).toContain('text/html');
  });

  it('go by the address of the connection where no proxy is trusted, whatever X-Forwarded-For says', async () => {
    const plain = await startGateway({ ...QUOTAS, GATEWAY_TRUSTED_PROXIES: '' });
    let host = 0;
    const answers = await times(4, () => callRest('x', `203.0.113.${++host}`, plain.url));
    await plain.close();
    expect(answers.map(statusOf)).toEqual([401, 401, 401, 429]);
  });
});
