import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { measured } from '../support/measured.js';
import { credentialsOf, type SampleAddress } from '../support/sample.js';

const ROWS = 1_000_000;
const MEGABYTE = 1024 * 1024;
/**
 * Looker's answer with all rows has more than 50 MB, and several times as much once it is parsed. The first 32 MB of one are
 * held until it turns out to be too large, then it is read piece by piece.
 */
const GROWTH_MB_MAX = 50;
const NUMBERS = { model: 'big', view: 'sequence', fields: ['sequence.number'], sorts: ['sequence.number'], limit: -1 };

interface Page {
  readonly rows: readonly [number][];
  readonly row_count: number;
  readonly total_rows?: number;
  readonly next_cursor: string | null;
  readonly truncated?: { readonly reason: string };
}

/** By how much the memory of this process, which is the gateway's, grew at most while something was done. */
async function growthDuring(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 2);
  await work().finally(() => clearInterval(watch));
  return Math.max(highest, process.memoryUsage.rss()) - before;
}

describe('a result of a million rows', () => {
  let gateway: TestGateway;
  let program: ChildProcess;
  let looker: SampleAddress;
  let acme: TestOrganization;
  let accountId: string;
  const open: McpClient[] = [];

  beforeAll(async () => {
    // Apart, so that what it needs to write the rows is not counted as the gateway's.
    program = fork('apps/sample-looker/dist/main.js', ['--port', '0', '--sequence-rows', String(ROWS)], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const [line] = await once(program.stdout ?? program, 'data');
    const ready = JSON.parse(String(line));
    looker = { baseUrl: ready.base_url, clientId: ready.client_id, clientSecret: ready.client_secret };
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await Promise.all(open.map((client) => client.close()));
    await gateway.close();
    program.kill();
  });

  const serve = async (limits: object) => {
    const server = await acme.rest.issue(accountId, { config: { limits } });
    const client = await connectModern(server.url);
    open.push(client);
    return client;
  };
  const ask = async (client: McpClient, more: object = {}) => {
    const answer = await client.callTool('looker_query_run_inline', { ...NUMBERS, ...more });
    expect(answer.isError, answer.text.slice(0, 300)).toBe(false);
    return { ...answer, page: answer.structured as Page };
  };

  it('begins with the rows that fit into 150,000 characters, and says how many there are', async () => {
    const client = await serve({ rows: 100_000, characters: 150_000 });
    await ask(client, { rows_max: 10 });
    let first = await ask(client, { rows_max: 10 });
    const growth = await growthDuring(async () => {
      first = await ask(client);
    });
    const { page, text } = first;
    expect(text.length).toBeGreaterThan(100_000);
    expect(text.length).toBeLessThanOrEqual(150_000);
    expect(JSON.stringify(page).length).toBeLessThanOrEqual(150_000);
    expect(page.rows).toEqual(Array.from({ length: page.row_count }, (_, index) => [index + 1]));
    expect(page).toMatchObject({ total_rows: ROWS, truncated: { reason: 'characters' } });
    expect(text).toContain(`Rows 1 to ${page.row_count} of ${ROWS}.`);
    measured(`growth of resident memory by the first page of ${ROWS} rows`, growth / MEGABYTE, GROWTH_MB_MAX, 'MB');
  });

  it('gives each row once to whoever follows the cursor, page by page', async () => {
    const client = await serve({ rows: 100_000, characters: 150_000 });
    const numbers: number[] = [];
    let cursor: string | null = null;
    for (let count = 0; count < 20; count++) {
      const { page, text } = await ask(client, cursor === null ? {} : { next_cursor: cursor });
      expect(page).toMatchObject({ total_rows: ROWS, truncated: { reason: 'characters' } });
      expect(text.length).toBeLessThanOrEqual(150_000);
      numbers.push(...page.rows.map(([number]) => number));
      cursor = page.next_cursor;
    }
    expect(numbers.length).toBeGreaterThan(200_000);
    expect(numbers).toEqual(Array.from(numbers, (_, index) => index + 1));
  });

  it('ends where the rows end', async () => {
    const client = await serve({ rows: 2_000 });
    const args = { limit: 4_500 };
    let answer = await ask(client, args);
    const counts = [answer.page.row_count];
    while (answer.page.next_cursor !== null) {
      answer = await ask(client, { ...args, next_cursor: answer.page.next_cursor });
      counts.push(answer.page.row_count);
    }
    expect(counts).toEqual([2_000, 2_000, 500]);
    expect(answer.page).toMatchObject({ total_rows: 4_500, truncated: { reason: 'query_limit' } });
  });
});
