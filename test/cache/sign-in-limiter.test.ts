import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SignInAttempt, SignInLimiter } from '../../src/auth/sessions/sign-in-limiter.js';
import { Counters } from '../../src/cache/counters.js';
import { RedisCommands } from '../../src/cache/redis-commands.js';
import { AppError } from '../../src/errors/app-error.js';
import { REDIS_SERVER, RedisServer } from '../support/redis-server.js';
import { isMissing } from '../support/requirements.js';

const POLL = { interval: 2 };
/** Redis answers when the machine lets it; only what is to be about its silence gives up as soon as in earnest. */
const PATIENT_MS = 60_000;
const IN_EARNEST_MS = 1_000;
const ana: SignInAttempt = { account: 'ana@example.com', address: '192.0.2.1' };
const wrong = () => Promise.reject(new AppError('credential.invalid', 'wrong'));
const attempt = (limiter: SignInLimiter, from: SignInAttempt = ana) =>
  limiter
    .judging(from, wrong)
    .catch((error: AppError) => (error.code === 'credential.invalid' ? 'judged' : error.code));
const succeed = (limiter: SignInLimiter) => limiter.judging(ana, async () => {});

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

  const startProcess = async (attemptMsMax = PATIENT_MS) => {
    const commands = new RedisCommands(redis.url);
    open.push(commands);
    await expect.poll(() => commands.isReady, POLL).toBe(true);
    return new SignInLimiter(new Counters(commands, attemptMsMax));
  };

  it('lock an account for all processes after ten, also for attempts from elsewhere', async () => {
    const [a, b] = [await startProcess(), await startProcess()];
    const answers: string[] = [];
    for (let index = 0; index < 12; index++) answers.push(await attempt(index % 2 === 0 ? a : b));
    expect(answers).toEqual([...Array(10).fill('judged'), 'request.rate_limited', 'request.rate_limited']);
    expect(await attempt(b, { ...ana, address: '198.51.100.7' })).toBe('request.rate_limited');
    expect(await attempt(b, { ...ana, account: 'bo@example.com' })).toBe('judged');
  });

  it('do not count attempts with the right password, and are not forgotten for one', async () => {
    const [a, b] = [await startProcess(), await startProcess()];
    for (let index = 0; index < 9; index++) expect(await attempt(a)).toBe('judged');
    for (let index = 0; index < 5; index++) await succeed(b);
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
    for (let index = 0; index < 9; index++) answers.push(await attempt(limiter));
    await succeed(limiter);
    for (let index = 0; index < 2; index++) answers.push(await attempt(limiter));
    expect(answers).toEqual([...Array(10).fill('judged'), 'request.rate_limited']);
  });

  it('give nobody more attempts when many come at once, in two processes', async () => {
    const processes = [await startProcess(), await startProcess()];
    const answers = await Promise.all(processes.flatMap((one) => Array.from({ length: 100 }, () => attempt(one))));
    expect(answers.filter((answer) => answer === 'judged')).toHaveLength(10);
  });

  it('give nobody more attempts while Redis hangs: what cannot be counted is not judged', async () => {
    const limiter = await startProcess(IN_EARNEST_MS);
    for (let index = 0; index < 9; index++) expect(await attempt(limiter)).toBe('judged');
    redis.freeze();
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt(limiter)));
    redis.thaw();
    expect(answers).toEqual(Array(20).fill('request.rate_limited'));
  });

  it('give nobody more attempts while the process is too busy to read what Redis answers', async () => {
    const limiter = await startProcess(IN_EARNEST_MS);
    for (let index = 0; index < 9; index++) expect(await attempt(limiter)).toBe('judged');
    const last = [attempt(limiter), attempt(limiter)];
    // Longer than an answer of Redis may take.
    const until = performance.now() + 1_500;
    while (performance.now() < until);
    expect((await Promise.all(last)).sort()).toEqual(['judged', 'request.rate_limited']);
  });

  it('add up what was judged while Redis was away and what is judged after', async () => {
    const limiter = await startProcess();
    await redis.kill();
    for (let index = 0; index < 6; index++) expect(await attempt(limiter)).toBe('judged');
    await redis.restart();
    await expect.poll(() => open.every((one) => one instanceof RedisCommands && one.isReady), POLL).toBe(true);
    const answers: string[] = [];
    for (let index = 0; index < 6; index++) answers.push(await attempt(limiter));
    expect(answers).toEqual([...Array(4).fill('judged'), ...Array(2).fill('request.rate_limited')]);
  });

  it('do not count what could not be judged for another reason', async () => {
    const limiter = await startProcess();
    const broken = () => Promise.reject(new Error('planted'));
    for (let index = 0; index < 20; index++) await expect(limiter.judging(ana, broken)).rejects.toThrow('planted');
    expect(await attempt(limiter)).toBe('judged');
  });
});
