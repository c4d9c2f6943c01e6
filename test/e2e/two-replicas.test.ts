import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { connectModern } from '../support/mcp-clients.js';
import { measured } from '../support/measured.js';
import { REDIS_SERVER, RedisServer } from '../support/redis-server.js';
import { isMissing } from '../support/requirements.js';
import { RestClient } from '../support/rest-client.js';
import { runningTasks } from '../support/running-queries.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { searchFields } from '../support/search-fields.js';
import { createTestDatabase } from '../support/test-database.js';
import { toolCallRequest } from '../support/tool-call-request.js';

/** More of them by hand: REVOCATION_TRIALS=200 npx vitest run --config test/vitest.config.ts test/e2e/two-replicas.test.ts */
const TRIALS = Number(process.env.REVOCATION_TRIALS ?? 20);
const REFUSED_WITHIN_MS = 250;
/** Half the age at which a process reads a copy again that nobody told it to drop. */
const GIVE_UP_MS = 2_500;
const MANY = '1000000';
const POLL = { interval: 5 };

describe.skipIf(isMissing(REDIS_SERVER))('two processes on one database and one Redis', () => {
  let redis: RedisServer;
  let looker: SampleLooker;
  let a: GatewayProcess;
  let b: GatewayProcess;
  let rest: RestClient;
  let accountId: string;

  beforeAll(async () => {
    [redis, looker] = await Promise.all([RedisServer.start(), startSampleLooker()]);
    const environment = {
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      REDIS_URL: redis.url,
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'silent',
      GATEWAY_API_TOKEN_REQUESTS_PER_MINUTE: MANY,
      GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: MANY,
      GATEWAY_WRONG_TOKENS_PER_MINUTE: MANY,
    };
    [a, b] = await Promise.all([GatewayProcess.start(environment), GatewayProcess.start(environment)]);
    rest = new RestClient(a.url, await createOrganization(environment));
    accountId = await rest.connect(credentialsOf(looker));
  });

  afterEach(async () => {
    redis.thaw();
    await redis.restart();
  });

  afterAll(async () => {
    await Promise.all([a?.stop(), b?.stop()]);
    await looker?.close();
    await redis?.kill();
  });

  const bothHear = () => expect.poll(() => redis.subscribers('looker-mcp-gateway:changes'), POLL).toBe(2);

  /** What a process counts stands in Redis only when it has its connection for commands. */
  const countsInRedis = async (url: string) => {
    const counted = async () =>
      Object.entries(await redis.contents()).find(([key]) => key.includes(':limit:wrong-tokens:'))?.[1];
    const before = await counted();
    await new RestClient(url, 'wrong').get('/integrated-account');
    return (await counted()) !== before;
  };

  const post = (url: string, token: string, session: string | undefined, body: object) =>
    fetch(`${url}/mcp/${token}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session !== undefined && { 'mcp-session-id': session }),
      },
      body: JSON.stringify(body),
    });

  const openSession = async (url: string, token: string): Promise<string> => {
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'desk', version: '1' } };
    const answer = await post(url, token, undefined, { jsonrpc: '2.0', id: 0, method: 'initialize', params });
    return answer.headers.get('mcp-session-id') ?? '';
  };

  const callAtB = async (token: string): Promise<number> => {
    const answer = await post(b.url, token, undefined, { jsonrpc: '2.0', id: 1, method: 'ping' });
    await answer.arrayBuffer();
    return answer.status;
  };

  /** How long after a URL was deleted at A it was refused at B, where it was in use. */
  const revoke = async (between = async () => {}): Promise<number> => {
    const server = await rest.issue(accountId);
    expect([await callAtB(server.token), await callAtB(server.token)]).toEqual([200, 200]);
    await between();
    const deleted = await rest.delete(`/integrated-account/${accountId}/mcp/${server.id}`);
    const deletedAt = performance.now();
    expect(deleted.status).toBe(204);
    let status = 200;
    while (status === 200 && performance.now() - deletedAt < GIVE_UP_MS) status = await callAtB(server.token);
    const refusedAfterMs = performance.now() - deletedAt;
    expect([status, await callAtB(server.token)]).toEqual([404, 404]);
    return refusedAfterMs;
  };

  const repeat = async (trials: number, one: () => Promise<number>, what: string) => {
    const times: number[] = [];
    for (let trial = 0; trial < trials; trial++) times.push(await one());
    times.sort((left, right) => left - right);
    expect(times).toHaveLength(trials);
    measured(`${what}, the longest of ${trials} trials`, times.at(-1) ?? 0, REFUSED_WITHIN_MS);
  };

  it('a URL deleted at one is refused by the other', { timeout: 600_000 }, async () => {
    await bothHear();
    await repeat(TRIALS, () => revoke(), 'deleted at one process, refused at the other');
  });

  it('also when Redis was killed just before, and when it is back', { timeout: 600_000 }, async () => {
    const trials = Math.ceil(TRIALS / 4);
    const killed = async () => {
      await bothHear();
      const refusedAfterMs = await revoke(() => redis.kill());
      await redis.restart();
      return refusedAfterMs;
    };
    await repeat(trials, killed, 'with Redis killed in between');
    await bothHear();
    await repeat(trials, () => revoke(), 'with Redis back');
  });

  it('also when Redis hangs', { timeout: 600_000 }, async () => {
    const hanging = async () => {
      await bothHear();
      const refusedAfterMs = await revoke(async () => redis.freeze());
      redis.thaw();
      return refusedAfterMs;
    };
    await repeat(Math.ceil(TRIALS / 4), hanging, 'with Redis hanging');
  });

  it('a call under way at one is ended by its client’s notice to the other, and by no other client’s', async () => {
    await bothHear();
    const slow = await startSampleLooker();
    slow.holdQueries();
    const { token } = await rest.issue(await rest.connect(credentialsOf(slow), 'Slow'));
    const [own, other] = [await openSession(a.url, token), await openSession(a.url, token)];
    const call = post(
      a.url,
      token,
      own,
      JSON.parse(toolCallRequest(7, 'looker_query_run_inline', TOP_TEN_STATES).body),
    );
    await expect.poll(() => runningTasks(slow), POLL).toHaveLength(1);
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } };
    for (const stranger of [other, undefined]) await post(b.url, token, stranger, cancelled);
    expect(await runningTasks(slow)).toHaveLength(1);
    expect((await post(b.url, token, own, cancelled)).status).toBe(202);
    await expect.poll(() => runningTasks(slow), POLL).toEqual([]);
    expect(await (await call).text()).toContain('The call was cancelled.');
    await slow.close();
  });

  it('LookML that is written or validated at one is read anew by the other', async () => {
    await bothHear();
    const { token } = await rest.issue(accountId);
    const [one, other] = [await connectModern(`${a.url}/mcp/${token}`), await connectModern(`${b.url}/mcp/${token}`)];
    const asked = () => looker.requests.filter(({ url }) => url.includes('/lookml_models?')).length;
    const search = () => searchFields(other, {});
    await search();
    const before = asked();
    await search();
    expect(asked()).toBe(before);
    await one.callTool('looker_projects_validate', { project_id: 'sample_shop' });
    await expect.poll(async () => search().then(asked), POLL).toBeGreaterThan(before);
    await Promise.all([one.close(), other.close()]);
  });

  it('an API token revoked at one is refused by the other', async () => {
    await bothHear();
    const made = await rest.post('/api-token', { name: 'short-lived', scopes: ['accounts:read'] });
    expect(made.status).toBe(201);
    const atB = new RestClient(b.url, made.body.token);
    expect((await atB.get('/integrated-account')).status).toBe(200);
    expect((await rest.delete(`/api-token/${made.body.id}`)).status).toBe(204);
    const revokedAt = performance.now();
    await expect.poll(async () => (await atB.get('/integrated-account')).status, POLL).toBe(401);
    measured(
      'an API token revoked at one process, refused at the other',
      performance.now() - revokedAt,
      REFUSED_WITHIN_MS,
    );
  });

  it('a login of one at Looker serves the other too', async () => {
    for (const { url } of [a, b]) await expect.poll(() => countsInRedis(url), POLL).toBe(true);
    const ownAccountId = await rest.connect(credentialsOf(looker), 'Another');
    const isStored = async () =>
      Object.keys(await redis.contents()).filter((key) => key.includes(':looker-session:')).length;
    await expect.poll(isStored, POLL).toBe(1);
    const server = await rest.issue(ownAccountId);
    const before = looker.requests.length;
    const client = await connectModern(`${b.url}/mcp/${server.token}`);
    expect(await client.callTool('looker_query_run_inline', TOP_TEN_STATES)).toMatchObject({ isError: false });
    await client.close();
    expect(looker.requests.slice(before).filter(({ url }) => url.endsWith('/login'))).toEqual([]);
    expect(looker.requests.length).toBeGreaterThan(before);
  });
});
