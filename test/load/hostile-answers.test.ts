import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { HostileLooker } from '../support/hostile-looker-process.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { measured } from '../support/measured.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';

const HOLD_MS_MAX = 50;
const GROWTH_MB_MAX = 64;
const CALLS_AT_ONCE = 8;

const ME = ['/user', 'looker_users_me', {}] as const;
const LIST = ['/boards', 'list_all_looker_boards', {}] as const;
const QUERY = ['/results', 'looker_query_run_inline', { model: 'm', view: 'v', fields: ['v.a'] }] as const;
const MODELS = ['/lookml_models', 'looker_lookml_explores_search_fields', { query: 'x' }] as const;
const EXPLORE = ['/explores/e', 'looker_lookml_explores_search_fields', { model: 'm', explore: 'e' }] as const;

const SOUGHT = [EXPLORE[0], EXPLORE[1], { query: `\u4e00\u4e8c ${'x'.repeat(200)}`, ...EXPLORE[2] }] as const;

const ANSWERS: readonly (readonly [string, readonly [string, string, Record<string, unknown>]])[] = [
  ['deep lists', ME],
  ['deep objects', ME],
  ['a wide object', ME],
  ['objects of one key each', ME],
  ['ten million numbers', ME],
  ['a long text', ME],
  ['escapes', ME],
  ['a web page', ME],
  ['a gzip bomb', ME],
  ['packed deep lists', ME],
  ['a byte at a time', ME],
  ['an endless refusal', ME],
  ['a megabyte of deep lists', ME],
  ['a megabyte of objects of one key each', ME],
  ['as many values as are parsed', ME],
  ['texts of a megabyte', ME],
  ['deep lists', LIST],
  ['objects of one key each', LIST],
  ['ten million numbers', LIST],
  ['a million rows', QUERY],
  ['rows of one megabyte each', QUERY],
  ['rows of columns that multiply', QUERY],
  ['rows of formats that take long', QUERY],
  ['rows of long numbers', QUERY],
  ['rows with remarks on long SQL', QUERY],
  ['rows with subtotals by thousands', QUERY],
  ['deep objects', QUERY],
  ['ten million numbers', QUERY],
  ['a million models', MODELS],
  ['a million fields', EXPLORE],
  ['long fields', EXPLORE],
  ['fields of many letters', EXPLORE],
  ['fields of many letters', SOUGHT],
  ['a wide object', EXPLORE],
];

/** The gateway and the Looker that means harm are processes of their own; the tests only ask. */
describe('one Looker that means harm', () => {
  let gateway: GatewayProcess;
  let hostile: HostileLooker;
  let healthy: SampleLooker;
  let rest: RestClient;
  let other: McpClient;

  beforeAll(async () => {
    [hostile, healthy] = [await HostileLooker.start(), await startSampleLooker()];
    const environment = {
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'silent',
      GATEWAY_API_TOKEN_REQUESTS_PER_MINUTE: '100000',
      GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: '100000',
    };
    gateway = await GatewayProcess.start(environment);
    const tx = new RestClient(gateway.url, await createOrganization(environment));
    rest = new RestClient(gateway.url, await createOrganization(environment));
    other = await connectModern((await tx.issue(await tx.connect(credentialsOf(healthy)))).url);
    // What a process takes when it first works, as to compile the check of a tool's arguments, is nobody's fault.
    for (const [, [, tool, args]] of ANSWERS) await other.callTool(tool, args);
    for (let call = 0; call < 200; call++) await callOther();
  });

  afterAll(async () => {
    await other.close();
    await gateway.stop();
    await Promise.all([hostile.close(), healthy.close()]);
  });

  const callOther = async () => {
    const { isError, text } = await other.callTool('looker_users_me');
    expect(isError, text).toBe(false);
  };

  /** A new account, since what one was told of its explores is kept for a while. */
  const account = async () => {
    await hostile.tell({});
    const id = await rest.connect({ ...credentialsOf(hostile), client_secret: crypto.randomUUID() });
    return { id, client: await connectModern((await rest.issue(id)).url) };
  };

  /** Calls of another tenant go on beside it, one after the other, each of them answered. */
  const expectBounded = async (what: string, harm: () => Promise<unknown>) => {
    let isOver = false;
    let calls = 0;
    const held = await gateway.heldDuring(async () => {
      const done = harm().finally(() => {
        isOver = true;
      });
      while (!isOver) {
        await callOther();
        calls += 1;
      }
      await done;
    });
    const beside = `${calls} calls beside it, of processor time ${held.cpuHoldMs.toFixed(0)} ms`;
    measured(`${what} takes memory`, held.grownMb, GROWTH_MB_MAX, 'MB');
    measured(`${what} holds the event loop (${beside})`, held.holdMs, HOLD_MS_MAX);
  };

  it('that answers as a Looker does is what to compare with', async () => {
    const { client } = await account();
    await expectBounded('no harm', () =>
      Promise.all(Array.from({ length: CALLS_AT_ONCE }, () => client.callTool('looker_users_me'))),
    );
    await client.close();
  });

  it.each(ANSWERS)(`with %s at ${CALLS_AT_ONCE} calls at once holds up nobody`, async (kind, [path, tool, args]) => {
    const { client } = await account();
    const models = path === EXPLORE[0] ? { '/lookml_models?': 'a model of an explore' } : {};
    await hostile.tell({ ...models, [path]: kind });
    await expectBounded(`${CALLS_AT_ONCE} × ${kind} at ${path}`, () =>
      Promise.all(
        Array.from({ length: CALLS_AT_ONCE }, (_, at) => client.callTool(tool, { ...args, ...unlike(tool, at) })),
      ),
    );
    await client.close();
  });

  it.each([
    [
      'a merge of one pair again and again',
      {
        '/dashboards/1': 'a dashboard of merged queries',
        '/merge_queries/': 'a merge of one pair again and again',
        '/results': 'thousands of long rows',
      },
    ],
    [
      'stored queries of a megabyte each',
      { '/dashboards/1': 'a dashboard of stored queries', '/queries/': 'a stored query of a megabyte' },
    ],
  ])(`with a dashboard of %s holds up nobody`, async (what, answers) => {
    const { client } = await account();
    await hostile.tell(answers);
    await expectBounded(`2 × a dashboard of ${what}`, () =>
      Promise.all(
        [1, 2].map((limit) =>
          client.callTool('looker_dashboards_run', { dashboard_id: '1', limit, timeout_seconds: 20 }),
        ),
      ),
    );
    await client.close();
  });

  it.each([
    'deep lists',
    'a wide object',
    'a description of many schemas',
    'a description that multiplies',
    'a gzip bomb',
  ])('that describes its API with %s holds up nobody', async (kind) => {
    const { id, client } = await account();
    await hostile.tell({ '/swagger.json': kind });
    await expectBounded(`4 × ${kind} as a description`, async () => {
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => rest.post(`/integrated-account/${id}/refresh`, {})),
      );
      for (const { status } of answers) expect(status).toBeLessThan(500);
    });
    await client.close();
  });
});

/** Equal queries are asked once for all who ask. */
const unlike = (tool: string, at: number) => (tool === QUERY[1] ? { limit: 1000 + at } : {});
