import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { ForgottenQueriesJob } from '../../src/tool-calls/forgotten-queries.job.js';
import { bearerCall } from '../support/bearer-call.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { bearerOf, registerApp } from '../support/looker-bearer.js';
import { runningTasks } from '../support/running-queries.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

/** Two whom Looker shows different states, and the administrator, whose API key the account has. */
const [ANA, BEN, ADMIN] = ['13', '14', '1'];
const RUN = 'looker_query_run_inline';
const RESULTS = 'looker_query_results';
const SOON = { timeout_seconds: 1 };

let limits = 100;
const anotherQuery = () => ({ ...TOP_TEN_STATES, limit: ++limits });

interface Result {
  readonly isError?: boolean;
  readonly content: readonly { readonly text?: string }[];
  readonly structuredContent?: Record<string, unknown>;
}

describe('two people at one MCP server, each with their own sign-in at Looker', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  /** Where people sign in, and where the account's API key asks. */
  let url: string;
  let sharedUrl: string;
  let ana: string;
  let ben: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    await registerApp(looker);
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    const accountId = await acme.rest.connect(credentialsOf(looker));
    url = (await acme.rest.issue(accountId, { config: { auth: 'oauth', oauth: { provider: 'looker' } } })).url;
    sharedUrl = (await acme.rest.issue(accountId)).url;
    [ana, ben] = await Promise.all([bearerOf(looker, ANA), bearerOf(looker, BEN)]);
  });

  afterEach(() => looker.letQueriesGo());

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const call = async (token: string | undefined, name: string, args: Record<string, unknown>): Promise<Result> => {
    const { text } = await bearerCall(token === undefined ? sharedUrl : url, token, name, args);
    const json = text.startsWith('{') ? text : (text.split('\n').findLast((line) => line.startsWith('data: {')) ?? '');
    return JSON.parse(json.replace(/^data: /, '')).result;
  };
  /** A handle of a query that Looker works on until it is let go. */
  const handleOf = async (token: string | undefined) => {
    looker.holdQueries();
    const { structuredContent } = await call(token, RUN, { ...anotherQuery(), ...SOON });
    return String(structuredContent?.handle);
  };
  const noted = () =>
    queryAsOwner<{ by_api_key: boolean }>(gateway.databaseUrl, 'SELECT by_api_key FROM running_queries');

  it.each([
    ['another person', () => ana, () => ben],
    ['the account’s API key', () => ana, () => undefined],
    ['a person, where the API key asked', () => undefined, () => ben],
  ])('a handle is none to %s, who is answered as for any other text', async (_, asker, other) => {
    const handle = await handleOf(asker());
    const unknown = await call(other(), RESULTS, { handle: 'handle' });
    expect(unknown.isError).toBe(true);
    expect(await call(other(), RESULTS, { handle })).toEqual(unknown);
    looker.letQueriesGo();
    expect(await call(asker(), RESULTS, { handle })).toMatchObject({ structuredContent: { rows: expect.anything() } });
  });

  it('a handle of a dashboard is none to another person either', async () => {
    looker.holdQueries();
    const { structuredContent } = await call(ana, 'looker_dashboards_run', { dashboard_id: '7', ...SOON });
    const { handle } = structuredContent as { handle: string };
    expect(handle).toEqual(expect.any(String));
    expect(await call(ben, RESULTS, { handle })).toEqual(await call(ben, RESULTS, { handle: 'handle' }));
    looker.letQueriesGo();
    expect(await call(ana, RESULTS, { handle })).toMatchObject({ structuredContent: { tiles: expect.anything() } });
  });

  it.each([
    ['rows', RUN, () => ({ ...TOP_TEN_STATES, fields: ['users.city', 'orders.count'], sorts: [], rows_max: 2 })],
    ['fields', 'looker_lookml_explores_search_fields', () => ({ limit: 2 })],
    ['records', 'looker_folders_search', () => ({ limit: 1 })],
  ])('a cursor of %s is none to another person, who is answered as for any other text', async (_, tool, argsOf) => {
    const args = argsOf();
    const first = await call(ana, tool, args);
    const next_cursor =
      first.structuredContent?.next_cursor ?? /next_cursor"?: ?"([^"]+)"/.exec(first.content[0]?.text ?? '')?.[1];
    expect(next_cursor).toEqual(expect.any(String));
    const unknown = await call(ben, tool, { ...args, next_cursor: 'cursor' });
    expect(unknown.isError).toBe(true);
    expect(await call(ben, tool, { ...args, next_cursor })).toEqual(unknown);
    expect((await call(ana, tool, { ...args, next_cursor })).isError ?? false).toBe(false);
  });

  it.each([
    ['a search for fields', 'looker_lookml_explores_search_fields', { query: 'state' }],
    [
      'an explore',
      'get_single_looker_lookml_explore_by_id',
      { lookml_model_name: 'ecommerce', explore_name: 'order_items' },
    ],
    ['wrong names', RUN, { ...TOP_TEN_STATES, fields: ['users.stat'] }],
    ['a Look', 'looker_looks_run', { look_id: '1' }],
    ['a dashboard', 'looker_dashboards_run', { dashboard_id: '7' }],
    ['a picture', 'looker_dashboard_elements_render', { dashboard_element_id: '131' }],
    ['a list', 'looker_folders_search', {}],
  ])('%s is asked for at Looker anew for each of them, with their own token', async (_, tool, args) => {
    const askedFor = async (token: string) => {
      const from = looker.requests.length;
      const { isError } = await call(token, tool, args);
      return { isError, requests: looker.requests.slice(from) };
    };
    const [first, second] = [await askedFor(ana), await askedFor(ben)];
    expect(second.isError).toBe(first.isError);
    const routes = ({ requests }: typeof first) => [...new Set(requests.map(({ route }) => route))].sort();
    expect(routes(first)).not.toEqual([]);
    expect(routes(second)).toEqual(routes(first));
    expect(new Set(first.requests.map(({ userId }) => userId))).toEqual(new Set([ANA]));
    expect(new Set(second.requests.map(({ userId }) => userId))).toEqual(new Set([BEN]));
  });

  it('a forgotten query of a person is cancelled by nobody else, and one of the account by its API key', async () => {
    await expect.poll(noted).toEqual([]);
    await handleOf(ana);
    await handleOf(undefined);
    await expect.poll(noted).toEqual(expect.arrayContaining([{ by_api_key: false }, { by_api_key: true }]));
    const before = await runningTasks(looker);
    const from = looker.requests.length;
    await gateway.app.get(ForgottenQueriesJob, { strict: false }).run(new Date(Date.now() + 16 * 60_000));
    expect(await noted()).toEqual([]);
    const cancelled = looker.requests.slice(from).filter(({ method }) => method === 'DELETE');
    expect(cancelled.map(({ userId }) => userId)).toEqual([ADMIN]);
    expect(before.length - (await runningTasks(looker)).length).toBe(1);
  });
});
