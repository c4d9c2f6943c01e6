import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { LookerClient } from '../../src/looker/looker-client.js';
import type { LookerConnection } from '../../src/looker/looker-connection.js';
import { LookerError, type LookerFault } from '../../src/looker/looker-error.js';
import { freePort } from '../support/free-port.js';
import { measured } from '../support/measured.js';
import { httpOptions } from './http-options.js';

const MEGABYTE = 1024 * 1024;
const CALLS_AT_ONCE = 40;
const GROWTH_MB_MAX = 200;
/** Without bounds it would be the time-outs' seconds. */
const P99_MS_MAX = 1000;

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
  /** Gives up soon, for faults of time; any other fault shows before `patient` gives up, however busy the machine is. */
  let hasty: LookerClient;
  let patient: LookerClient;
  const me = { verb: 'GET', path: '/user', query: {} } as const;
  const connectionTo = (key: string, { baseUrl, clientId, clientSecret }: SampleLooker): LookerConnection => ({
    ...{ key, baseUrl, credentials: { kind: 'api_key', clientId, clientSecret } },
  });

  beforeAll(async () => {
    [faulty, healthy] = [await startSampleLooker(), await startSampleLooker()];
    const soon = { timeoutMs: 3000, headersTimeoutMs: 1000, bodyTimeoutMs: 2000, queueTimeoutMs: 1000 };
    const late = { timeoutMs: 60_000, headersTimeoutMs: 60_000, bodyTimeoutMs: 60_000, queueTimeoutMs: 60_000 };
    const bounds = { answerBytesMax: 8 * MEGABYTE, connectionsPerHostMax: 8, pauseMs: 600_000 };
    hasty = new LookerClient(httpOptions({ ...soon, ...bounds }));
    patient = new LookerClient(httpOptions({ ...late, ...bounds }));
    await patient.send(connectionTo('warm', healthy), me);
  });

  afterAll(async () => {
    await Promise.all([hasty.close(), patient.close()]);
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
      const { durationMs, status } = await patient.send(connectionTo('healthy', healthy), me);
      expect(status).toBe(200);
      times.push(durationMs);
      const now = process.memoryUsage();
      resident = Math.max(resident, now.rss);
      held = Math.max(held, now.heapUsed + now.external);
    }
    times.sort((a, b) => a - b);
    const growth = { resident: resident - before.rss, held: held - before.heapUsed - before.external };
    return { calls: times.length, p99: percentile(times, 0.99), ...growth };
  };

  const report = (name: string, cost: Awaited<ReturnType<typeof meanwhile>>) => {
    const { calls, p99, resident, held } = cost;
    measured(`${name}: 99 of 100 of ${calls} other calls`, p99, P99_MS_MAX);
    measured(`${name}: growth of resident memory`, resident / MEGABYTE, GROWTH_MB_MAX, 'MB');
    measured(`${name}: growth of held memory`, held / MEGABYTE, GROWTH_MB_MAX, 'MB');
  };

  const failures = (client: LookerClient, connection: ReturnType<typeof connectionTo>) =>
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
    'by the fault %s is a clear error each time, bounded memory, and answers for other accounts',
    async (fault, kind, words) => {
      faulty.setFault({ fault, urlIncludes: '/user' });
      const trouble = failures(kind === 'timed_out' ? hasty : patient, connectionTo(fault, faulty));
      report(fault, await meanwhile(trouble));
      expectFailures(await trouble, kind, words);
      faulty.setFault(null);
    },
  );

  it('by not being there is the same, and later calls of its account cost nothing at all', async () => {
    const connection = { ...connectionTo('absent', faulty), baseUrl: `http://127.0.0.1:${await freePort()}` };
    const trouble = failures(patient, connection);
    report('(not there)', await meanwhile(trouble));
    expectFailures(await trouble, 'unreachable', /nothing listens/);
    const startedAt = performance.now();
    for (const outcome of await failures(patient, connection)) expect(outcome).toMatchObject({ fault: 'paused' });
    measured('calls to a Looker that is paused', performance.now() - startedAt, P99_MS_MAX);
  });
});
