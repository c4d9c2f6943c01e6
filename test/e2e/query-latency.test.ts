import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { measured } from '../support/measured.js';
import { askLooker, credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

/** How far away Looker is. LOOKER_AWAY_MS=100 QUERY_TIMES_MS=0,200,1000,5000 QUERY_RUNS=20 is the large run. */
const AWAY_MS = Number(process.env.LOOKER_AWAY_MS ?? 20);
const QUERY_TIMES_MS = (process.env.QUERY_TIMES_MS ?? '0,200').split(',').map(Number);
const RUNS = Number(process.env.QUERY_RUNS ?? 5);

const middleOf = (values: readonly number[]) =>
  Math.round([...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0);

describe('the time that a query takes', { timeout: 600_000 }, () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });

  afterAll(() => gateway.close());

  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const startedAtMs = performance.now();
    await work();
    return performance.now() - startedAtMs;
  };

  const run = async (looker: SampleLooker, client: McpClient) => {
    const times = { first: [] as number[], again: [] as number[], straight: [] as number[] };
    for (let limit = 1; limit <= RUNS; limit++) {
      const query = { ...TOP_TEN_STATES, limit };
      const call = async () => expect((await client.callTool('looker_query_run_inline', query)).isError).toBe(false);
      times.first.push(await timed(call));
      times.again.push(await timed(call));
      // A login and the query: half of it is the query.
      times.straight.push((await timed(() => askLooker(looker, 'POST', '/queries/run/json', query))) - AWAY_MS);
    }
    return times;
  };

  it.each(QUERY_TIMES_MS)(
    'of %i ms in Looker is printed, and a quick one is asked for directly the next time',
    async (queryTimeMs) => {
      const looker = await startSampleLooker({ queryTimeMs, latencyMs: AWAY_MS });
      const { rest } = await gateway.createOrganization(`Acme ${queryTimeMs}`);
      const client = await connectModern((await rest.issue(await rest.connect(credentialsOf(looker)))).url);
      const { first, again, straight } = await run(looker, client);
      const direct = looker.requests.filter(({ url }) => url.startsWith('/api/4.0/queries/run/')).length - RUNS;
      const polls = looker.requests.filter(({ route }) => route?.endsWith('/results')).length;
      process.stdout.write(
        `query of ${queryTimeMs} ms, Looker ${AWAY_MS} ms away: first ${middleOf(first)} ms, again ${middleOf(again)} ms, ` +
          `straight from Looker ${middleOf(straight)} ms; ${polls} polls in ${2 * RUNS} calls, ${direct} of them direct\n`,
      );
      expect(direct).toBe(queryTimeMs < 500 ? RUNS : 0);
      if (direct > 0) measured('asked again, of the first time', middleOf(again) / middleOf(first), 1, 'times');
      await client.close();
      await looker.close();
    },
  );
});
