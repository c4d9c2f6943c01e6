import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { createOwned, GatewayProcess } from '../support/gateway-process.js';
import { REDIS_SERVER, RedisServer } from '../support/redis-server.js';
import { isMissing } from '../support/requirements.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { signInAt } from '../support/sign-in.js';
import { createTestDatabase } from '../support/test-database.js';
import { toolCallRequest } from '../support/tool-call-request.js';

const POLL = { interval: 20 };
/** No process uses its copy of a record for longer, whatever news it gets (`src/cache/README.md`). */
const COPY_MS_MAX = 5_000;
/** A process writes a message behind its answer. */
const WRITTEN_MS = 500;

interface Message {
  readonly step: string;
  readonly status: number;
}

const both = [
  { name: 'that share a Redis', hasRedis: true },
  { name: 'without a Redis, within the five seconds for which a copy is used', hasRedis: false },
].filter(({ hasRedis }) => !(hasRedis && isMissing(REDIS_SERVER)));

describe.each(both)('a capture of two processes on one database $name', ({ hasRedis }) => {
  let redis: RedisServer | undefined;
  let looker: SampleLooker;
  let processes: GatewayProcess[] = [];
  let rest: RestClient[];
  let accountId: string;
  let owner: { email: string; password: string };

  beforeAll(async () => {
    redis = hasRedis ? await RedisServer.start() : undefined;
    looker = await startSampleLooker();
    const environment = {
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      ...(redis !== undefined && { REDIS_URL: redis.url }),
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'silent',
    };
    processes = await Promise.all([GatewayProcess.start(environment), GatewayProcess.start(environment)]);
    const owned = await createOwned(environment);
    owner = owned.owner;
    rest = processes.map(({ url }) => new RestClient(url, owned.apiToken));
    accountId = await first().connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await Promise.all(processes.map((each) => each.stop()));
    await looker?.close();
    await redis?.kill();
  });

  const first = () => rest[0] as RestClient;
  const second = () => rest[1] as RestClient;
  const at = (url: string, index: 0 | 1) => url.replace(new URL(url).origin, processes[index]?.url ?? '');
  const issue = async (config: Record<string, unknown> = {}) => {
    const { id, url } = await first().issue(accountId, { config: { methods: ['read'], ...config } });
    const path = `/integrated-account/${accountId}/mcp/${id}/capture`;
    const messages = async (): Promise<Message[]> => (await first().get(path)).body.messages;
    return { id, path, messages, urls: [at(url, 0), at(url, 1)] as const };
  };
  const call = (url: string) => fetch(url, toolCallRequest(1, 'looker_users_me'));
  /** Calls until what it causes is there. */
  const callUntil = (url: string, isThere: () => Promise<boolean>) =>
    expect
      .poll(
        async () => {
          await call(url);
          return isThere();
        },
        { ...POLL, timeout: COPY_MS_MAX + 5_000 },
      )
      .toBe(true);

  it('that is started at one records what goes through the other, and one ended at one ends at the other', async () => {
    const { path, messages, urls } = await issue();
    // Both have a copy of the server that says that nothing is recorded.
    for (const url of urls) expect((await call(url)).status).toBe(200);
    expect((await first().post(path, { minutes: 10 })).status).toBe(200);
    const startedMs = performance.now();
    await callUntil(urls[1], async () => (await messages()).length > 0);
    const lateMs = performance.now() - startedMs;
    expect(lateMs).toBeLessThan(hasRedis ? COPY_MS_MAX / 2 : COPY_MS_MAX + 2_000);
    expect(new Set((await messages()).map(({ step }) => step))).toEqual(new Set(['tools/call']));

    expect((await second().delete(path)).status).toBe(204);
    for (let count = 0; count < 5; count++) for (const url of urls) await call(url);
    await sleep(WRITTEN_MS);
    expect((await first().get(path)).body).toMatchObject({ state: 'off', messages: [] });
    expect((await second().get(path)).body).toMatchObject({ state: 'off', messages: [] });
  });

  it('shows a sign-in at the other as one sequence with what the first was asked', async () => {
    const { path, messages, urls } = await issue({ auth: 'oauth' });
    expect((await first().post(path, { minutes: 10 })).status).toBe(200);
    expect((await call(urls[0])).status).toBe(401);
    const { access_token: token } = await signInAt(urls[1], owner);
    expect(token.length).toBeGreaterThan(8);
    await expect
      .poll(async () => (await messages()).map(({ step }) => step), POLL)
      .toEqual([
        ...['tools/call', 'registration of the client', 'authorization', 'page of the sign-in', 'sign-in by password'],
        ...['page of the sign-in', 'consent', 'back to the client', 'tokens for a code'],
      ]);
  });
});
