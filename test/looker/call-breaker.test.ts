import { describe, expect, it } from 'vitest';
import { CallBreaker } from '../../src/looker/call-breaker.js';
import { LookerError, type LookerFault } from '../../src/looker/looker-error.js';
import { gate } from './stand-in.js';

describe('the breaker of a connection', () => {
  const start = () => {
    const clock = { nowMs: 1_000_000 };
    const breaker = new CallBreaker({ failuresMax: 3, pauseMs: 10_000 }, () => clock.nowMs);
    let worked = 0;
    const fail = (key = 'a', fault: LookerFault = 'unreachable', status?: number) =>
      breaker
        .run(key, async () => {
          worked++;
          throw new LookerError(fault, 'the words', { status });
        })
        .catch((error: LookerError) => error);
    const succeed = (key = 'a') => breaker.run(key, async () => ++worked);
    return { clock, breaker, fail, succeed, worked: () => worked };
  };

  it('lets calls fail at once after some failures in a row, and says when it tries again', async () => {
    const { clock, fail, worked } = start();
    const failures = [await fail(), await fail('a', 'timed_out'), await fail()];
    expect(failures.map(({ pauseMs }) => pauseMs)).toEqual([undefined, undefined, 10_000]);
    clock.nowMs += 1500;
    const paused = await fail();
    expect(worked()).toBe(3);
    expect(paused).toMatchObject({
      fault: 'paused',
      message: 'Looker did not answer 3 times in a row; it is tried again in 9 seconds',
    });
  });

  it('does not notice the failures of another connection', async () => {
    const { fail, succeed } = start();
    for (let call = 0; call < 5; call++) await fail('a');
    expect(await succeed('b')).toBe(4);
  });

  it.each<[LookerFault, number | undefined]>([
    ['refused', 503],
    ['rate_limited', 429],
    ['login_refused', 404],
    ['not_looker', 200],
    ['too_large', undefined],
    ['unreachable', 500],
  ])('counts %s with the status %s as an answer', async (fault, status) => {
    const { fail, worked } = start();
    for (let call = 0; call < 4; call++) {
      await fail();
      await fail();
      await fail('a', fault, status);
    }
    expect(worked()).toBe(12);
  });

  it.each<LookerFault>(['aborted', 'busy', 'address_refused'])('counts %s as nothing at all', async (fault) => {
    const { fail, worked } = start();
    await fail();
    await fail();
    for (let call = 0; call < 4; call++) await fail('a', fault);
    expect((await fail()).pauseMs).toBe(10_000);
    expect(worked()).toBe(7);
  });

  it('lets exactly one call through after the pause: answered, all follow', async () => {
    const { clock, breaker, fail, succeed } = start();
    for (let call = 0; call < 3; call++) await fail();
    clock.nowMs += 10_000;
    const go = gate();
    const probe = breaker.run('a', () => go.opened);
    expect((await fail()).message).toContain('being tried again right now');
    go.open();
    await probe;
    expect(await Promise.all([succeed(), succeed()])).toEqual([4, 5]);
    expect((await fail()).pauseMs).toBeUndefined();
  });

  it('pauses again after one failed try', async () => {
    const { clock, fail, worked } = start();
    for (let call = 0; call < 3; call++) await fail();
    clock.nowMs += 10_000;
    expect(await fail()).toMatchObject({ fault: 'unreachable', pauseMs: 10_000 });
    expect((await fail()).fault).toBe('paused');
    expect(worked()).toBe(4);
  });

  it('lets the next call try when the one that tried went away', async () => {
    const { clock, fail, succeed } = start();
    for (let call = 0; call < 3; call++) await fail();
    clock.nowMs += 10_000;
    await fail('a', 'aborted');
    expect(await succeed()).toBe(5);
  });

  it('is not made longer by calls that began before it', async () => {
    const { clock, breaker, fail, succeed } = start();
    const go = gate();
    const early = breaker.run('a', async () => {
      await go.opened;
      throw new LookerError('timed_out', 'late');
    });
    for (let call = 0; call < 3; call++) await fail();
    clock.nowMs += 9000;
    go.open();
    await early.catch(() => undefined);
    clock.nowMs += 1000;
    expect(await succeed()).toBe(4);
  });
});
