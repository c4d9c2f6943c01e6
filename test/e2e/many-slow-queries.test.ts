import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { measured } from '../support/measured.js';
import { RestClient } from '../support/rest-client.js';
import { runningTasks } from '../support/running-queries.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { SampleLookerProcess } from '../support/sample-looker-process.js';
import { createTestDatabase } from '../support/test-database.js';
import { toolCallRequest } from '../support/tool-call-request.js';

const QUERIES = Number(process.env.MANY_QUERIES ?? 100);
const QUERY_MS = Number(process.env.MANY_QUERY_MS ?? 6_000);
/** For 99 of 100 lists. */
const LIST_MS_MAX = 100;
const MEMORY_MIB_MAX = 600;
const CALM_MS = 3_000;

const partOf = (values: readonly number[], part: number) =>
  Math.round([...values].sort((left, right) => left - right)[Math.floor(values.length * part)] ?? 0);
const timesText = (values: readonly number[]) =>
  `${values.length} times, median ${partOf(values, 0.5)} ms, 95 % ${partOf(values, 0.95)} ms, 99 % ${partOf(values, 0.99)} ms, longest ${partOf(values, 1 - 1 / values.length)} ms`;

describe('many slow queries at once', { timeout: QUERY_MS * 4 + 120_000 }, () => {
  let looker: SampleLookerProcess;
  let gateway: GatewayProcess;
  let url: string;

  beforeAll(async () => {
    looker = await SampleLookerProcess.start(QUERY_MS);
    const environment = {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'silent',
      GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: '1000000',
    };
    gateway = await GatewayProcess.start(environment);
    const rest = new RestClient(gateway.url, await createOrganization(environment));
    url = (await rest.issue(await rest.connect(credentialsOf(looker)))).url;
  });

  afterAll(async () => {
    await gateway.stop();
    await looker.close();
  });

  /** Lists tools all the while; tells how long the lists took. */
  const listMeanwhile = async (work: () => Promise<void>): Promise<number[]> => {
    const timer = fork(resolve('test/support/list-timer.mjs'), [url]);
    await work();
    timer.send('stop');
    const [times] = await once(timer, 'message');
    return times;
  };
  /** The most memory that the gateway takes all the while, in MiB. */
  const memoryMeanwhile = async (work: () => Promise<void>): Promise<number> => {
    let most = 0;
    const watch = setInterval(async () => {
      most = Math.max(most, await gateway.memoryMib());
    }, 500);
    await work().finally(() => clearInterval(watch));
    return most;
  };
  const answerOf = async (index: number): Promise<string> =>
    (
      await fetch(url, toolCallRequest(index, 'looker_query_run_inline', { ...TOP_TEN_STATES, limit: index + 1 }))
    ).text();

  it(`${QUERIES} are all answered by one process, which lists its tools meanwhile`, async () => {
    const calmTimes = await listMeanwhile(() => new Promise((resolve) => setTimeout(resolve, CALM_MS)));
    const calmMib = await gateway.memoryMib();
    const startedAtMs = performance.now();
    let answers: string[] = [];
    let busyMib = 0;
    const busyTimes = await listMeanwhile(async () => {
      busyMib = await memoryMeanwhile(async () => {
        answers = await Promise.all(Array.from({ length: QUERIES }, (_, index) => answerOf(index)));
      });
    });
    const seconds = Math.round((performance.now() - startedAtMs) / 1000);
    process.stdout.write(
      `${QUERIES} queries of ${QUERY_MS / 1000} s answered in ${seconds} s; memory ${calmMib} MiB before, at most ${busyMib} MiB meanwhile\n` +
        `tools/list before: ${timesText(calmTimes)}\ntools/list meanwhile: ${timesText(busyTimes)}\n`,
    );
    expect(answers.filter((text) => !text.includes('California'))).toEqual([]);
    measured('99 of 100 lists meanwhile', partOf(busyTimes, 0.99), LIST_MS_MAX);
    measured('memory meanwhile', busyMib, MEMORY_MIB_MAX, 'MB');
    expect(await runningTasks(looker)).toEqual([]);
  });
});
