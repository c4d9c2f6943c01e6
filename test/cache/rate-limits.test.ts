import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Counters } from '../../src/cache/counters.js';
import { RateLimits } from '../../src/cache/rate-limits.js';
import { RedisCommands } from '../../src/cache/redis-commands.js';
import { AppError } from '../../src/errors/app-error.js';
import { measured } from '../support/measured.js';
import { REDIS_SERVER, RedisServer } from '../support/redis-server.js';
import { isMissing } from '../support/requirements.js';

const POLL = { interval: 2 };
/** Redis answers when the machine lets it; only what is to be about its silence gives up as soon as in earnest. */
const PATIENT_MS = 60_000;
const IN_EARNEST_MS = 100;
const QUOTAS = { 'api-token': 5, 'mcp-server': 7, 'wrong-tokens': 3, 'sign-ins': 4, 'connection-checks': 2 };
const wrong = async () => {
  throw new AppError('credential.invalid', 'wrong');
};
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'passed',
    (error: AppError) => error.code,
  );

describe('the limits of one process', () => {
  it('let exactly the quota of each key pass in a minute, and say how much is left', async () => {
    const limits = new RateLimits(QUOTAS, new Counters());
    const states = [];
    for (let index = 0; index < 6; index++) states.push(await limits.count('api-token', 'o:a'));
    expect(states.map(({ remaining, isExceeded }) => [remaining, isExceeded])).toEqual([
      [4, false],
      [3, false],
      [2, false],
      [1, false],
      [0, false],
      [0, true],
    ]);
    expect(states[5]).toMatchObject({ policy: 'api-token', quota: 5, windowSeconds: 60, resetSeconds: 60 });
    expect(await limits.count('api-token', 'o:b')).toMatchObject({ remaining: 4 });
    expect(await limits.count('mcp-server', 'o:a')).toMatchObject({ remaining: 6 });
  });

  it('count wrong tokens only, and never hold up a right one from the same address', async () => {
    const limits = new RateLimits(QUOTAS, new Counters());
    const right = () => limits.checkingToken('192.0.2.1', async () => 'in');
    for (let index = 0; index < 10; index++) expect(await right()).toBe('in');
    const codes = [];
    for (let index = 0; index < 5; index++) codes.push(await codeOf(limits.checkingToken('192.0.2.1', wrong)));
    expect(codes).toEqual([...Array(3).fill('credential.invalid'), 'request.rate_limited', 'request.rate_limited']);
    expect(await right()).toBe('in');
    expect(await codeOf(limits.checkingToken('192.0.2.2', wrong))).toBe('credential.invalid');
  });

  it('count no failure that is not a wrong token', async () => {
    const limits = new RateLimits(QUOTAS, new Counters());
    const missing = async () => {
      throw new AppError('credential.missing', 'none');
    };
    for (let index = 0; index < 10; index++)
      expect(await codeOf(limits.checkingToken('192.0.2.1', missing))).toBe('credential.missing');
    expect(await codeOf(limits.checkingToken('192.0.2.1', wrong))).toBe('credential.invalid');
  });
});

describe.skipIf(isMissing(REDIS_SERVER))('the limits through Redis', () => {
  let redis: RedisServer;
  const open: { close(): void }[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterEach(async () => {
    for (const one of open.splice(0)) one.close();
    await redis.restart();
  });
  afterAll(() => redis.kill());

  const startProcess = async (answerMsMax = PATIENT_MS) => {
    const commands = new RedisCommands(redis.url, answerMsMax);
    open.push(commands);
    await expect.poll(() => commands.isReady, POLL).toBe(true);
    return { commands, limits: new RateLimits(QUOTAS, new Counters(commands)) };
  };

  it('are shared by all processes: together they let no more pass than one would', async () => {
    const [a, b] = [await startProcess(), await startProcess()];
    const states = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? a : b).limits.count('api-token', 'o:a')),
    );
    expect(states.filter(({ isExceeded }) => !isExceeded)).toHaveLength(5);
    expect((await b.limits.count('api-token', 'o:a')).isExceeded).toBe(true);
    expect(Object.keys(await redis.contents())).toEqual(['looker-mcp-gateway:limit:api-token:o:a']);
  });

  it('go on in each process by itself when Redis is killed, and are shared again when it is back', async () => {
    const [a, b] = [await startProcess(), await startProcess()];
    await redis.kill();
    const states = [];
    for (let index = 0; index < 6; index++) states.push(await a.limits.count('api-token', 'o:a'));
    expect(states.map(({ isExceeded }) => isExceeded)).toEqual([false, false, false, false, false, true]);
    expect((await b.limits.count('api-token', 'o:a')).isExceeded).toBe(false);
    await redis.restart();
    await expect.poll(() => a.commands.isReady && b.commands.isReady, POLL).toBe(true);
    await a.limits.count('mcp-server', 'o:s');
    expect(await b.limits.count('mcp-server', 'o:s')).toMatchObject({ remaining: 5 });
  });

  it('go on in the process when Redis hangs, for the one that finds out and for those after it', async () => {
    const { limits } = await startProcess(IN_EARNEST_MS);
    redis.freeze();
    const startedAt = performance.now();
    expect((await limits.count('api-token', 'o:a')).isExceeded).toBe(false);
    measured('the first count while Redis hangs', performance.now() - startedAt, 200);
    const againAt = performance.now();
    for (let index = 0; index < 100; index++) await limits.count('mcp-server', `o:${index}`);
    measured('100 counts after it', performance.now() - againAt, 90);
    redis.thaw();
  });

  it('replace a connection that has been silent for two seconds', async () => {
    const { commands } = await startProcess(IN_EARNEST_MS);
    redis.freeze();
    let connections = 0;
    commands.onReady(() => connections++);
    const ask = () => commands.attempt((client) => client.ping()).catch(() => 'away');
    const until = performance.now() + 2_600;
    while (performance.now() < until) await ask();
    redis.thaw();
    await expect.poll(() => connections, POLL).toBeGreaterThan(0);
    await expect.poll(ask, POLL).toBe('PONG');
  });
});
