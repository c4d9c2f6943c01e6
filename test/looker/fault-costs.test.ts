import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { LookerClient } from '../../src/looker/looker-client.js';
import { LookerError, type LookerFault } from '../../src/looker/looker-error.js';
import { freePort } from '../support/free-port.js';
import { httpOptions } from './http-options.js';

const MEGABYTE = 1024 * 1024;
const CALLS_AT_ONCE = 40;
const GROWTH_MAX = 200 * MEGABYTE;
/** Loose: the machine of the tests does other things, too. Without bounds it would be the time-outs' seconds. */
const P99_MAX_MS = 1000;

const FAULTS: readonly (readonly [string, LookerFault, RegExp])[] = [
  ['status=502', 'refused', /Service is not available/],
  ['status=503', 'refused', /Service is not available/],
  ['status=504', 'refused', /Service is not available/],
  ['html', 'refused', /answered 502 without a message of Looker's/],
  ['redirect=http://127.0.0.1:1/', 'not_looker', /redirects elsewhere/],
  ['drop', 'unreachable', /closed before the answer was complete/],
  ['truncate', 'unreachable', /closed before the answer was complete/],
  ['reset', 'unreachable', /closed before the answer was complete/],
  ['latency=5000', 'timed_out', /no answer began within 1 seconds/],
  ['slow-headers=5000', 'timed_out', /no answer began within/],
  ['drip=8000', 'timed_out', /the answer did not end within 3 seconds/],
  ['bytes=200000000', 'too_large', /larger than 8388608 bytes/],
  ['bytes=200000000;chunked', 'too_large', /larger than 8388608 bytes/],
  ['bomb=200000000', 'too_large', /larger than 8388608 bytes/],
];

const percentile = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

describe('what a faulty Looker costs', () => {
  let faulty: SampleLooker;
  let healthy: SampleLooker;
  let client: LookerClient;
  const me = { verb: 'GET', path: '/user', query: {} } as const;
  const connectionTo = (key: string, { baseUrl, clientId, clientSecret }: SampleLooker) => ({
    ...{ key, baseUrl, clientId, clientSecret },
  });

  beforeAll(async () => {
    [faulty, healthy] = [await startSampleLooker(), await startSampleLooker()];
    const timeouts = { timeoutMs: 3000, headersTimeoutMs: 1000, bodyTimeoutMs: 2000, queueTimeoutMs: 1000 };
    const bounds = { answerBytesMax: 8 * MEGABYTE, connectionsPerHostMax: 8 };
    client = new LookerClient(httpOptions({ ...timeouts, ...bounds, pauseMs: 60_000 }));
    await client.send(connectionTo('warm', healthy), me);
  });

  afterAll(async () => {
    await client.close();
    await Promise.all([faulty.close(), healthy.close()]);
  });

  /** Calls of another account, one after the other, until the trouble is over: how long they took and what memory grew to. */
  const meanwhile = async (trouble: Promise<unknown>) => {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    trouble.then(over, over);
    const before = process.memoryUsage();
    let [resident, held] = [before.rss, before.heapUsed + before.external];
    const times: number[] = [];
    while (!isOver || times.length < 100) {
      const { durationMs, status } = await client.send(connectionTo('healthy', healthy), me);
      expect(status).toBe(200);
      times.push(durationMs);
      const now = process.memoryUsage();
      resident = Math.max(resident, now.rss);
      held = Math.max(held, now.heapUsed + now.external);
    }
    times.sort((a, b) => a - b);
    const growth = { resident: resident - before.rss, held: held - before.heapUsed - before.external };
    return { calls: times.length, p50: percentile(times, 0.5), p99: percentile(times, 0.99), ...growth };
  };

  const report = (name: string, cost: Awaited<ReturnType<typeof meanwhile>>) => {
    const { calls, p50, p99, resident, held } = cost;
    const figures = `${calls} other calls: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
    const memory = `resident +${(resident / MEGABYTE).toFixed(0)} MB, held +${(held / MEGABYTE).toFixed(0)} MB`;
    process.stdout.write(`${name.padEnd(30)} ${figures}; ${memory}\n`);
    expect(p99).toBeLessThan(P99_MAX_MS);
    expect(resident).toBeLessThan(GROWTH_MAX);
    expect(held).toBeLessThan(GROWTH_MAX);
  };

  const failures = (connection: ReturnType<typeof connectionTo>) =>
    Promise.all(
      Array.from({ length: CALLS_AT_ONCE }, () =>
        client.send(connection, me).then(
          () => undefined,
          (error: unknown) => error,
        ),
      ),
    );

  const expectFailures = (outcomes: readonly unknown[], fault: LookerFault, words: RegExp) => {
    const errors = outcomes.filter((outcome) => outcome instanceof LookerError);
    expect(errors).toHaveLength(CALLS_AT_ONCE);
    expect(errors[0]).toMatchObject({ fault, message: expect.stringMatching(words) });
    const others = errors.filter((error) => ![fault, 'busy', 'paused', 'timed_out'].includes(error.fault));
    expect(others).toEqual([]);
  };

  it('is nothing to measure other accounts against: this is what they see without it', async () => {
    report('(no fault)', await meanwhile(Promise.resolve()));
  });

  it.each(FAULTS)(
    'by the fault %s is a clear error each time, bounded memory, and no wait for other accounts',
    async (fault, kind, words) => {
      faulty.setFault({ fault, urlIncludes: '/user' });
      const trouble = failures(connectionTo(fault, faulty));
      report(fault, await meanwhile(trouble));
      expectFailures(await trouble, kind, words);
      faulty.setFault(null);
    },
  );

  it('by not being there is the same, and later calls of its account cost nothing at all', async () => {
    const connection = { ...connectionTo('absent', faulty), baseUrl: `http://127.0.0.1:${await freePort()}` };
    const trouble = failures(connection);
    report('(not there)', await meanwhile(trouble));
    expectFailures(await trouble, 'unreachable', /nothing listens/);
    const startedAt = performance.now();
    for (const outcome of await failures(connection)) expect(outcome).toMatchObject({ fault: 'paused' });
    expect(performance.now() - startedAt).toBeLessThan(P99_MAX_MS);
  });
});
