import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RedisStore } from '../../src/cache/expiring-store.js';
import { RedisCommands } from '../../src/cache/redis-commands.js';
import { createMasterKey, parseMasterKeys } from '../../src/crypto/master-keys.js';
import { SecretBox } from '../../src/crypto/secret-box.js';
import { LookerClient } from '../../src/looker/looker-client.js';
import { SealedSessions } from '../../src/looker/sealed-sessions.js';
import { httpOptions } from '../looker/http-options.js';
import { answerJson, lettingIn, StandIn } from '../looker/stand-in.js';
import { REDIS_SERVER, RedisServer } from '../support/redis-server.js';
import { isMissing } from '../support/requirements.js';

const POLL = { interval: 2 };
const KEY = 'org-1/account-1/sealed-credentials';
const GET = { verb: 'GET', path: '/x', query: {} } as const;

describe.skipIf(isMissing(REDIS_SERVER))('the sessions at Looker that processes share', () => {
  let redis: RedisServer;
  const box = new SecretBox(parseMasterKeys(createMasterKey('test')));
  const open: { close(): unknown }[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    await redis.restart();
  });
  afterAll(() => redis.kill());

  const startStore = async (own = box) => {
    const commands = new RedisCommands(redis.url);
    open.push(commands);
    await expect.poll(() => commands.isReady, POLL).toBe(true);
    return new SealedSessions(new RedisStore(commands), own);
  };
  const startClient = async (own = box) => {
    const client = new LookerClient(httpOptions(), await startStore(own));
    open.push(client);
    return client;
  };
  const startLooker = async (...answer: Parameters<typeof lettingIn>) => {
    const looker = await StandIn.start(lettingIn(...answer));
    open.push(looker);
    return looker;
  };
  const stored = async () => Object.keys(await redis.contents()).length;

  it('cost one login for all processes, and Redis is not asked again while one is live', async () => {
    const looker = await startLooker();
    const connection = looker.connection({ key: KEY });
    const [a, b] = [await startClient(), await startClient()];
    await a.send(connection, GET);
    await expect.poll(stored, POLL).toBe(1);
    await b.send(connection, GET);
    expect(looker.logins).toHaveLength(1);
    await redis.kill();
    await b.send(connection, GET);
    expect(looker.logins).toHaveLength(1);
  });

  it('cannot be read in Redis: neither token nor credentials stand there, and the organization comes first', async () => {
    const looker = await startLooker();
    const client = await startClient();
    await client.send(looker.connection({ key: KEY }), GET);
    await expect.poll(stored, POLL).toBe(1);
    const [entry] = Object.entries(await redis.contents());
    expect(entry?.[0]).toMatch(/^looker-mcp-gateway:looker-session:org-1:[\w-]{43}$/);
    expect(entry?.join()).not.toMatch(/token-1|the-secret|the-id|sealed-credentials/);
    expect(Object.keys(JSON.parse(entry?.[1] ?? '{}'))).toContain('ciphertext');
  });

  it('end in Redis when they end at Looker', async () => {
    const store = await startStore();
    await store.set(KEY, { accessToken: 't', deadAtMs: Date.now() + 60_000 }, 50);
    expect(await store.get(KEY)).toMatchObject({ accessToken: 't' });
    await expect.poll(() => store.get(KEY), POLL).toBeUndefined();
  });

  it('do not open under another key, nor with another master key: a process then logs in by itself', async () => {
    const looker = await startLooker();
    await (await startClient()).send(looker.connection({ key: KEY }), GET);
    await expect.poll(stored, POLL).toBe(1);
    const stranger = await startClient(new SecretBox(parseMasterKeys(createMasterKey('test'))));
    await stranger.send(looker.connection({ key: KEY }), GET);
    expect(looker.logins).toHaveLength(2);
  });

  it('are deleted by a 401 only if they have the refused token', async () => {
    const store = await startStore();
    await store.set(KEY, { accessToken: 'newer', deadAtMs: Date.now() + 60_000 }, 60_000);
    await store.delete(KEY, 'older');
    expect(await store.get(KEY)).toMatchObject({ accessToken: 'newer' });
    await store.delete(KEY, 'newer');
    expect(await store.get(KEY)).toBeUndefined();
  });

  it('that Looker refuses are replaced by one login, which the other process takes over', async () => {
    let refused = '';
    const looker = await startLooker((seen, response) =>
      answerJson(response, seen.authorization === `Bearer ${refused}` ? 401 : 200, {}),
    );
    const connection = looker.connection({ key: KEY });
    const [a, b] = [await startClient(), await startClient()];
    await a.send(connection, GET);
    await expect.poll(stored, POLL).toBe(1);
    await b.send(connection, GET);
    refused = 'token-1';
    await a.send(connection, GET);
    const store = await startStore();
    await expect.poll(async () => (await store.get(KEY))?.accessToken, POLL).toBe('token-2');
    await b.send(connection, GET);
    expect(looker.logins).toHaveLength(2);
    expect(looker.calls.at(-1)?.authorization).toBe('Bearer token-2');
  });

  it('are not needed: with Redis killed or hanging, a process logs in by itself', async () => {
    const looker = await startLooker();
    const [a, b] = [await startClient(), await startClient()];
    redis.freeze();
    await a.send(looker.connection({ key: KEY }), GET);
    redis.thaw();
    await redis.kill();
    await b.send(looker.connection({ key: KEY }), GET);
    expect(looker.logins).toHaveLength(2);
  });
});
