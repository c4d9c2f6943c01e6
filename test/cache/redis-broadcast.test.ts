import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RecordChange } from '../../src/cache/broadcast.js';
import { RecordCache } from '../../src/cache/record-cache.js';
import { RedisBroadcast } from '../../src/cache/redis-broadcast.js';
import { RedisCommands } from '../../src/cache/redis-commands.js';
import { REDIS_SERVER, RedisServer } from '../support/redis-server.js';
import { isMissing } from '../support/requirements.js';

const POLL = { interval: 2 };
const change = (id: string): RecordChange => ({ record: 'mcp_server', organizationId: 'o', id });

describe.skipIf(isMissing(REDIS_SERVER))('the broadcast through Redis', () => {
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

  const startProcess = (nowMs?: () => number) => {
    const commands = new RedisCommands(redis.url);
    const broadcast = new RedisBroadcast(redis.url, commands, nowMs);
    open.push(broadcast, commands);
    const heard: string[] = [];
    let gaps = 0;
    broadcast.subscribe(({ id }) => heard.push(id));
    broadcast.onGap(() => gaps++);
    return { broadcast, heard, gaps: () => gaps };
  };
  const trusted = async (...all: { broadcast: RedisBroadcast }[]) => {
    await expect.poll(() => all.every(({ broadcast }) => broadcast.isTrusted()), POLL).toBe(true);
  };

  it('reaches the publishing process at once and each other one once, in order', async () => {
    const [a, b] = [startProcess(), startProcess()];
    await trusted(a, b);
    const ids = Array.from({ length: 200 }, (_, index) => String(index));
    for (const id of ids) a.broadcast.publish(change(id));
    expect(a.heard).toEqual(ids);
    await expect.poll(() => b.heard.length, POLL).toBe(ids.length);
    expect(b.heard).toEqual(ids);
    expect(a.heard).toEqual(ids);
  });

  it('stays trusted as long as Redis answers, and drops nothing meanwhile', async () => {
    let nowMs = 0;
    const a = startProcess(() => nowMs);
    await trusted(a);
    const isTrustedUntil = (untilMs: number) => {
      const askedAtMs = nowMs;
      nowMs = untilMs;
      const isTrusted = a.broadcast.isTrusted();
      nowMs = askedAtMs;
      return isTrusted;
    };
    // The clock goes on only after a ping that was sent at its time has been answered.
    while (nowMs < 1_000) {
      nowMs += 100;
      expect(a.broadcast.isTrusted()).toBe(true);
      await expect.poll(() => isTrustedUntil(nowMs + 150), POLL).toBe(true);
    }
    expect(a.gaps()).toBe(1);
  });

  it('trusts the copies for 150 ms after a ping that was answered, and not longer', async () => {
    let nowMs = 0;
    const a = startProcess(() => nowMs);
    await trusted(a);
    nowMs = 150;
    expect(a.broadcast.isTrusted()).toBe(true);
    nowMs = 151;
    expect(a.broadcast.isTrusted()).toBe(false);
  });

  it('is not trusted once Redis is killed, and announces a gap before it is trusted again', async () => {
    const a = startProcess();
    await trusted(a);
    const killing = redis.kill();
    await expect.poll(() => a.broadcast.isTrusted(), POLL).toBe(false);
    await killing;
    expect(a.gaps()).toBe(1);
    const trustAtGap: boolean[] = [];
    a.broadcast.onGap(() => trustAtGap.push(a.broadcast.isTrusted()));
    await redis.restart();
    await trusted(a);
    expect(trustAtGap).toEqual([false]);
  });

  it('is not trusted once Redis hangs, and is again without a gap when it goes on soon', async () => {
    const a = startProcess();
    await trusted(a);
    redis.freeze();
    await expect.poll(() => a.broadcast.isTrusted(), POLL).toBe(false);
    redis.thaw();
    await trusted(a);
    expect(a.gaps()).toBe(1);
  });

  it('publishes while Redis is away without failing, and delivers it when Redis is back', async () => {
    const [a, b] = [startProcess(), startProcess()];
    await trusted(a, b);
    await redis.kill();
    a.broadcast.publish(change('1'));
    a.broadcast.publish(change('2'));
    expect(a.heard).toEqual(['1', '2']);
    await redis.restart();
    await trusted(a, b);
    expect(b.gaps()).toBe(2);
    a.broadcast.publish(change('3'));
    await expect.poll(() => b.heard.at(-1), POLL).toBe('3');
  });

  it('tells the others to drop everything when more changed than it can name', async () => {
    const [a, b] = [startProcess(), startProcess()];
    await trusted(a, b);
    const before = b.gaps();
    for (let index = 0; index < 5_000; index++) a.broadcast.publish(change(String(index)));
    await expect.poll(() => b.gaps() > before || b.heard.length === 5_000, POLL).toBe(true);
    expect(b.gaps()).toBeGreaterThan(before);
  });

  it('makes a cache of records read each time while Redis is away, and drops its copies when it is back', async () => {
    const a = startProcess();
    await trusted(a);
    const cache = new RecordCache<{ version: number }>(10, a.broadcast);
    let version = 0;
    const read = () => cache.get('a', async () => ({ version: ++version }));
    expect([await read(), await read()]).toEqual([{ version: 1 }, { version: 1 }]);
    await redis.kill();
    await expect.poll(() => a.broadcast.isTrusted(), POLL).toBe(false);
    expect([await read(), await read()]).toEqual([{ version: 2 }, { version: 3 }]);
    await redis.restart();
    await trusted(a);
    expect([await read(), await read()]).toEqual([{ version: 4 }, { version: 4 }]);
  });
});
