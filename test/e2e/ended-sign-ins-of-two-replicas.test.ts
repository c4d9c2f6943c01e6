import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { AlternatingProxy } from '../support/alternating-proxy.js';
import { bearerCall } from '../support/bearer-call.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { createOwned, GatewayProcess } from '../support/gateway-process.js';
import { measured } from '../support/measured.js';
import { REDIS_SERVER, RedisServer } from '../support/redis-server.js';
import { isMissing } from '../support/requirements.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { signInAt } from '../support/sign-in.js';
import { createTestDatabase } from '../support/test-database.js';

const REFUSED_WITHIN_MS = 250;
const GIVE_UP_MS = 10_000;
const TRIALS = 5;

describe.skipIf(isMissing(REDIS_SERVER))('sign-ins at two processes on one database and one Redis', () => {
  let redis: RedisServer;
  let looker: SampleLooker;
  let front: AlternatingProxy;
  let replicas: [GatewayProcess, GatewayProcess];
  let atFirst: RestClient;
  let accountId: string;
  let owner: { email: string; password: string };

  beforeAll(async () => {
    [redis, looker, front] = await Promise.all([RedisServer.start(), startSampleLooker(), AlternatingProxy.open()]);
    const environment = {
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      REDIS_URL: redis.url,
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'silent',
    };
    const start = () => GatewayProcess.start(environment, undefined, front.url);
    replicas = await Promise.all([start(), start()]);
    front.targets = replicas.map(({ url }) => url);
    const made = await createOwned(environment);
    owner = made.owner;
    atFirst = new RestClient(replicas[0].url, made.apiToken);
    accountId = await atFirst.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await Promise.all((replicas ?? []).map((replica) => replica.stop()));
    await Promise.all([looker?.close(), front?.close(), redis?.kill()]);
  });

  it('the end of a sign-in at one is seen at the other, where it was in use', async () => {
    const times: number[] = [];
    for (let trial = 0; trial < TRIALS; trial++) {
      const { id, url } = await atFirst.issue(accountId, { config: { auth: 'oauth' } });
      const { access_token } = await signInAt(url, owner);
      const callAtOther = async () => (await bearerCall(`${replicas[1].url}/mcp/${id}`, access_token)).status;
      expect([await callAtOther(), await callAtOther()]).toEqual([200, 200]);
      const { body } = await atFirst.get(`/oauth-grant?mcp_server_id=${id}`);
      expect((await atFirst.delete(`/oauth-grant/${body.result[0].id}`)).status).toBe(204);
      const endedAt = performance.now();
      let status = 200;
      while (status === 200 && performance.now() - endedAt < GIVE_UP_MS) status = await callAtOther();
      times.push(performance.now() - endedAt);
      expect([status, await callAtOther()]).toEqual([401, 401]);
    }
    const what = `a sign-in ended at one process, refused at the other, the longest of ${TRIALS} trials`;
    measured(what, Math.max(...times), REFUSED_WITHIN_MS);
  });

  it('signing out everywhere at one ends what the person let in at the other, where it was in use', async () => {
    const { id, url } = await atFirst.issue(accountId, { config: { auth: 'oauth' } });
    const { access_token } = await signInAt(url, owner);
    const callAtOther = async () => (await bearerCall(`${replicas[1].url}/mcp/${id}`, access_token)).status;
    expect([await callAtOther(), await callAtOther()]).toEqual([200, 200]);
    const session = await DashboardClient.signIn(replicas[0].url, owner);
    expect((await session.delete('/session/all')).status).toBe(204);
    await expect.poll(callAtOther, { timeout: GIVE_UP_MS }).toBe(401);
  });
});
