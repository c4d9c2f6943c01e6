import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { type ClientReport, type ClientTask, runClient } from './installed-client.js';
import { REAL_CLIENTS, type RealClient } from './real-clients.js';

/** Long enough for an answer to become a stream, and for a client that does not wait to be seen. */
const QUERY_MS = 12_000;
const CLIENTS_MIN = 12;
const WHO = 'sam.sample@example.com';
const PNG = 'iVBORw0KGgo';
const IMAGE = 'looker_query_render_inline';
const QUERY = 'looker_query_run_inline';
const CALLS: ClientTask['calls'] = {
  call: ['looker_users_me', {}],
  error: [QUERY, { ...TOP_TEN_STATES, fields: ['orders.nothing'] }],
  image: [IMAGE, { ...TOP_TEN_STATES, vis_config: { type: 'looker_bar' }, width: 400, height: 300 }],
  slow: [QUERY, TOP_TEN_STATES],
};

interface Line {
  readonly client: string;
  readonly registry: string;
  readonly tools: number;
  readonly call: string;
  readonly error: string;
  readonly image: string;
  readonly slow: string;
  readonly as: string;
}

describe('clients as people install them', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let url: string;
  let callers: () => Promise<string[]>;
  const lines: Line[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker({ queryTimeMs: QUERY_MS });
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    const config = { methods: ['read'], tags: ['queries', 'users'], tools: { include: [IMAGE] }, tool_exposure: 'all' };
    ({ url } = await rest.issue(await rest.connect(credentialsOf(looker)), { config }));
    callers = async () => {
      const { body } = await rest.get('/log?limit=4');
      return body.result.map(
        (row: { client_name: string; protocol_version: string }) => `${row.client_name} ${row.protocol_version}`,
      );
    };
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
    process.stdout.write(`\n${table(lines)}\n`);
  });

  it('are at least twelve', () => {
    expect(REAL_CLIENTS.length).toBeGreaterThanOrEqual(CLIENTS_MIN);
  });

  it.each(REAL_CLIENTS)(
    '$name lists, calls, and gets an error, a picture and the rows of a slow query',
    async (client) => {
      const report = await runClient(client, { url, calls: CALLS });
      const [as = ''] = await callers();
      lines.push(lineOf(client, report, as));
      expectAll(client, report);
    },
  );
});

function expectAll({ isFirstPartOnly }: RealClient, { tools, outcomes }: ClientReport): void {
  const { call, error, image, slow } = outcomes;
  expect(tools).toEqual(expect.arrayContaining(Object.values(CALLS).map(([tool]) => tool)));
  expect(call?.text, 'call').toContain(WHO);
  expect(call?.isError, 'call').toBe(false);
  expect(error?.text, 'error').toContain('orders.nothing');
  expect(
    image?.images.map((data) => data.slice(0, PNG.length)),
    'image',
  ).toEqual(isFirstPartOnly ? [] : [PNG]);
  expect(slow?.text, 'slow').toContain('California');
}

function lineOf({ name, registry }: RealClient, { tools, outcomes }: ClientReport, as: string): Line {
  const { call, error, image, slow } = outcomes;
  return {
    client: name,
    registry,
    tools: tools.length,
    call: call?.text.includes(WHO) ? 'ok' : 'no',
    error: error?.isError ? 'as an error' : 'as a text',
    image: `${Math.round(((image?.images[0]?.length ?? 0) * 3) / 4)} bytes`,
    slow: `${slow?.text.includes('California') ? 'ok' : 'no'}, ${((slow?.ms ?? 0) / 1000).toFixed(1)} s`,
    as,
  };
}

/** For a terminal and for Markdown. */
function table(lines: readonly Line[]): string {
  const rows = [Object.keys(lines[0] ?? {}), ...lines.map((line) => Object.values(line).map(String))];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const written = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  written.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return written.join('\n');
}
