import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { RestClient } from '../support/rest-client.js';
import { runningTasks } from '../support/running-queries.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';
import { toolCallRequest } from '../support/tool-call-request.js';

/** MANY_QUERIES=1000 MANY_QUERY_MS=30000 is the large run. */
const QUERIES = Number(process.env.MANY_QUERIES ?? 100);
const QUERY_MS = Number(process.env.MANY_QUERY_MS ?? 6_000);
const LISTS = 20;
const LIST_MS_MAX = 1_000;

const middleOf = (values: readonly number[], part: number) =>
  Math.round([...values].sort((left, right) => left - right)[Math.floor(values.length * part)] ?? 0);

describe('many slow queries at once', { timeout: QUERY_MS * 4 + 120_000 }, () => {
  let looker: SampleLooker;
  let gateway: GatewayProcess;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker({ queryTimeMs: QUERY_MS });
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

  const listMs = async (): Promise<number> => {
    const startedAtMs = performance.now();
    const request = {
      ...toolCallRequest(1, ''),
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    };
    expect(await (await fetch(url, request)).text()).toContain('looker_query_run_inline');
    return performance.now() - startedAtMs;
  };
  const listTimes = async (): Promise<number[]> => {
    const times: number[] = [];
    while (times.length < LISTS) times.push(await listMs());
    return times;
  };
  const answerOf = async (index: number): Promise<string> =>
    (
      await fetch(url, toolCallRequest(index, 'looker_query_run_inline', { ...TOP_TEN_STATES, limit: index + 1 }))
    ).text();

  it(`${QUERIES} are all answered by one process, which lists its tools meanwhile`, async () => {
    const [calmTimes, calmMib] = [await listTimes(), await gateway.memoryMib()];
    const startedAtMs = performance.now();
    const calls = Array.from({ length: QUERIES }, (_, index) => answerOf(index));
    await expect
      .poll(async () => (await runningTasks(looker)).length, { timeout: QUERY_MS, interval: 500 })
      .toBeGreaterThan(QUERIES / 2);
    const [busyTimes, busyMib] = [await listTimes(), await gateway.memoryMib()];
    const answers = await Promise.all(calls);
    const seconds = Math.round((performance.now() - startedAtMs) / 1000);
    process.stdout.write(
      `${QUERIES} queries of ${QUERY_MS / 1000} s answered in ${seconds} s; memory ${calmMib} MiB before, ${busyMib} MiB meanwhile; ` +
        `tools/list ${middleOf(calmTimes, 0.5)} ms before, ${middleOf(busyTimes, 0.5)} ms meanwhile (95 %: ${middleOf(busyTimes, 0.95)} ms)\n`,
    );
    expect(answers.filter((text) => !text.includes('California'))).toEqual([]);
    expect(middleOf(busyTimes, 0.5)).toBeLessThan(LIST_MS_MAX);
    expect(await runningTasks(looker)).toEqual([]);
  });
});
