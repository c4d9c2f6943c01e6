import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SignInLimiter } from '../../src/auth/sessions/sign-in-limiter.js';
import { Counters } from '../../src/cache/counters.js';
import { RedisCommands } from '../../src/cache/redis-commands.js';
import type { AppError } from '../../src/errors/app-error.js';
import { REDIS_SERVER, RedisServer } from '../support/redis-server.js';
import { isMissing } from '../support/requirements.js';

const POLL = { interval: 2 };
const ana = { account: 'ana@example.com', address: '192.0.2.1' };
const attempt = (limiter: SignInLimiter, from = ana) =>
  limiter.begin(from).then(
    () => 'judged',
    (error: AppError) => error.code,
  );

describe.skipIf(isMissing(REDIS_SERVER))('failed sign-ins counted through Redis', () => {
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

  const startProcess = async () => {
    const commands = new RedisCommands(redis.url);
    open.push(commands);
    await expect.poll(() => commands.isReady, POLL).toBe(true);
    return new SignInLimiter(new Counters(commands));
  };

  it('lock an account for all processes after ten, also for attempts from elsewhere', async () => {
    const [a, b] = [await startProcess(), await startProcess()];
    const answers: string[] = [];
    for (let index = 0; index < 12; index++) answers.push(await attempt(index % 2 === 0 ? a : b));
    expect(answers).toEqual([...Array(10).fill('judged'), 'request.rate_limited', 'request.rate_limited']);
    expect(await attempt(b, { ...ana, address: '198.51.100.7' })).toBe('request.rate_limited');
    expect(await attempt(b, { ...ana, account: 'bo@example.com' })).toBe('judged');
  });

  it('are one less in all processes for each attempt with the right password, and no fewer', async () => {
    const [a, b] = [await startProcess(), await startProcess()];
    for (let index = 0; index < 10; index++) await attempt(a);
    await b.succeed(ana);
    expect(await attempt(a)).toBe('judged');
    expect(await attempt(b)).toBe('request.rate_limited');
  });

  it('lock an address for all processes after fifty, whichever accounts it tried', async () => {
    const [a, b] = [await startProcess(), await startProcess()];
    for (let index = 0; index < 50; index++) await attempt(a, { ...ana, account: `${index}@example.com` });
    expect(await attempt(b, { ...ana, account: 'new@example.com' })).toBe('request.rate_limited');
    expect(await attempt(b, { account: 'new@example.com', address: '198.51.100.7' })).toBe('judged');
  });

  it('go on being counted in the process while Redis is away', async () => {
    const limiter = await startProcess();
    await redis.kill();
    const answers: string[] = [];
    for (let index = 0; index < 11; index++) answers.push(await attempt(limiter));
    expect(answers).toEqual([...Array(10).fill('judged'), 'request.rate_limited']);
    await limiter.succeed(ana);
    expect(await attempt(limiter)).toBe('judged');
  });
});
