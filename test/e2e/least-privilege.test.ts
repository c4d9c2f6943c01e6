import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import { callLogRow } from '../support/call-log-row.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

const DAY_MS = 86_400_000;
const READING = { methods: ['read'], tags: ['dashboards', 'queries', 'looks', 'folders'] };
const USED = ['list_all_looker_dashboards', 'looker_query_run_inline'];

type Calls = readonly (readonly [tool: string, args?: Record<string, unknown>])[];

const CALLS: Calls = [
  ['looker_query_run_inline', TOP_TEN_STATES],
  ['looker_query_run_inline', TOP_TEN_STATES],
  ['looker_query_run_inline', {}],
  ['list_all_looker_dashboards'],
  ['get_single_looker_dashboard_by_id', { dashboard_id: '424242' }],
  ['delete_a_looker_dashboard_by_id', { dashboard_id: '1' }],
  ['no_such_tool'],
];

describe('least privilege', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let used: { id: string; path: string };

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    used = await issueAndCall(READING, CALLS);
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  async function issueAndCall(config: Record<string, unknown>, calls: Calls) {
    const { id, url } = await acme.rest.issue(accountId, { config });
    const client = await connectModern(url);
    for (const [name, args] of calls) await client.callTool(name, args ?? {}).catch(() => undefined);
    await client.close();
    return { id, path: `/integrated-account/${accountId}/mcp/${id}` };
  }

  const reportOf = async (path: string, query = '') => {
    const answer = await acme.rest.get(`${path}/least-privilege${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const replayOf = async (path: string, config: Record<string, unknown>, days?: number) => {
    const body = { config, ...(days !== undefined && { days }) };
    const answer = await acme.rest.post(`${path}/least-privilege/replay`, body);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };

  it('tells calls, errors and last use of each tool, and what was allowed and never called', async () => {
    const report = await reportOf(used.path);
    expect(report).toMatchObject({ days: 30, days_max: 90, calls: 7, unknown_calls: 2, discovery_calls: 0 });
    expect(Date.now() - 30 * DAY_MS - Date.parse(report.since)).toBeLessThan(60_000);
    expect(report.used_tools).toEqual([
      expect.objectContaining({
        ...{ name: 'looker_query_run_inline', calls: 3, errors: 1, is_allowed: true, effect: 'read' },
        ...{ method: 'run_inline', tags: ['queries'] },
        last_used_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      }),
      expect.objectContaining({ name: 'get_single_looker_dashboard_by_id', calls: 1, errors: 1 }),
      expect.objectContaining({ name: 'list_all_looker_dashboards', calls: 1, errors: 0, method: 'list' }),
    ]);
    const tools = await acme.rest.get(
      `/integrated-account/${accountId}/tools?methods=read&tags=${READING.tags.join(',')}`,
    );
    const { count, tokens } = tools.body;
    expect(report.allowed).toEqual({ count, tokens, exposure: 'all' });
    expect(report.needed_count).toBe(2);
    expect(report.unused_tools.count).toBe(count - 3);
    expect(report.unused_tools.names).not.toContain('get_single_looker_dashboard_by_id');
    expect(report.effects).toEqual([{ name: 'read', allowed: count, needed: 2 }]);
    expect(
      report.methods
        .slice(0, 2)
        .map(({ name }: { name: string }) => name)
        .sort(),
    ).toEqual(['list', 'run_inline']);
    expect(report.tags.find(({ name }: { name: string }) => name === 'queries')).toMatchObject({ needed: 1 });
  });

  it('suggests configs that keep what worked and nothing that failed only, with what they leave and cost', async () => {
    const { suggestions, allowed } = await reportOf(used.path);
    const { by_name, by_area } = suggestions;
    expect(by_name.config).toEqual({ toolsets: ['api'], methods: [], tags: [], tools: { include: USED, exclude: [] } });
    expect(by_name.offer.count).toBe(2);
    expect(by_area.config.methods).toEqual(['list', 'run_inline']);
    expect(by_area.offer.count).toBeLessThan(allowed.count);
    for (const { config, offer } of [by_name, by_area]) {
      const { methods, tags, tools } = config;
      const query = Object.entries({ methods, tags, ...tools })
        .filter(([, names]) => (names as string[]).length > 0)
        .map(([key, names]) => `${key}=${names}`);
      const { body } = await acme.rest.get(`/integrated-account/${accountId}/tools?${query.join('&')}`);
      expect(offer).toMatchObject({ count: body.count, tokens: body.tokens });
      expect(body.result.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(USED));
      expect(await replayOf(used.path, config)).toMatchObject({ refused_calls: 1, refused_worked: 0, offer });
    }
  });

  it('replays a config: which calls it would refuse, by tool and the newest by id, without a word to Looker', async () => {
    const before = looker.requests.length;
    const replay = await replayOf(used.path, { tags: ['dashboards'] });
    expect(replay).toMatchObject({ calls: 7, unknown_calls: 2, refused_calls: 3, refused_worked: 2 });
    expect(replay.refused_tools).toEqual([
      { name: 'looker_query_run_inline', calls: 3, worked: 2, last_used_at: expect.any(String) },
    ]);
    const log = await acme.rest.get(`/log?log_type_filter[mcp_server_id]=${used.id}&tool_name=looker_query_run_inline`);
    expect(replay.newest).toEqual(log.body.result);
    expect(replay.offer.count).toBeGreaterThan(0);
    expect(looker.requests).toHaveLength(before);
    expect(await replayOf(used.path, {})).toMatchObject({ calls: 7, refused_calls: 0, refused_tools: [], newest: [] });
  });

  it('judges calls that came by way of the discovery tools by the tool that they called', async () => {
    const { path } = await issueAndCall({ ...READING, tool_exposure: 'discovery' }, [
      ['search_tools', { query: 'run a query' }],
      ['call_read_tool', { tool_name: 'looker_query_run_inline', arguments: TOP_TEN_STATES }],
      ['call_read_tool', { tool_name: 'list_all_looker_dashboards' }],
      ['call_read_tool', { tool_name: 'delete_a_looker_dashboard_by_id' }],
    ]);
    const report = await reportOf(path);
    // The last one was answered by the discovery tool itself, which no filter keeps out.
    expect(report).toMatchObject({ calls: 4, discovery_calls: 2, unknown_calls: 0, needed_count: 2 });
    expect(report.used_tools.map(({ name }: { name: string }) => name)).toEqual(USED);
    expect(report.suggestions.by_name.offer).toMatchObject({ count: 2, exposure: 'discovery' });
    const only = { methods: [], tags: [], tools: { include: ['looker_query_run_inline'] } };
    expect(await replayOf(path, only)).toMatchObject({ refused_calls: 1, refused_worked: 1, discovery_refused: 0 });
    expect(await replayOf(path, { tool_exposure: 'all' })).toMatchObject({ refused_calls: 0, discovery_refused: 2 });
  });

  it('judges tools that the gateway composes of many requests like all others', async () => {
    const { path } = await issueAndCall({}, [['looker_lookml_explores_search_fields', { query: 'revenue' }]]);
    const report = await reportOf(path);
    const [{ name, errors }] = report.used_tools;
    expect(errors).toBe(0);
    expect(await replayOf(path, { tools: { exclude: [name] } })).toMatchObject({ refused_calls: 1, refused_worked: 1 });
    expect(await replayOf(path, report.suggestions.by_name.config)).toMatchObject({ refused_calls: 0 });
  });

  it('suggests nothing for a server that was never used, or that used all it may', async () => {
    const fresh = await reportOf((await issueAndCall(READING, [])).path);
    expect(fresh).toMatchObject({ calls: 0, needed_count: 0, suggestions: { by_name: null, by_area: null } });
    const { path } = await issueAndCall({ tools: { include: ['looker_users_me'] } }, [['looker_users_me']]);
    const full = await reportOf(path);
    expect(full).toMatchObject({ needed_count: 1, suggestions: { by_name: null, by_area: null } });
  });

  it('does not suggest again what the server was since forbidden', async () => {
    const { path } = await issueAndCall({}, [['looker_users_me'], ['list_all_looker_dashboards']]);
    await acme.rest.patch(path, { config: { tags: ['dashboards'] } });
    const report = await reportOf(path);
    expect(report.used_tools.find(({ name }: { name: string }) => name === 'looker_users_me')).toMatchObject({
      is_allowed: false,
    });
    expect(report.suggestions.by_name.config.tools.include).toEqual(['list_all_looker_dashboards']);
  });

  it('looks at the days that were asked for, and at no other server', async () => {
    const { id, path } = await issueAndCall({}, [['looker_users_me']]);
    const row = { organizationId: acme.id, mcpServerId: id, integratedAccountId: accountId };
    const log = gateway.app.get(CallLogService, { strict: false });
    await log.write(callLogRow({ ...row, at: new Date(Date.now() - 5 * DAY_MS), toolName: 'looker_old' }));
    await log.write(callLogRow({ ...row, at: new Date(Date.now() - 40 * DAY_MS), toolName: 'looker_older' }));
    const counted = async (query: string) => (await reportOf(path, query)).calls;
    expect(await Promise.all(['?days=4', '?days=6', '', '?days=41'].map(counted))).toEqual([1, 2, 2, 3]);
    expect((await replayOf(path, {}, 41)).refused_tools.map(({ name }: { name: string }) => name).sort()).toEqual([
      'looker_old',
      'looker_older',
    ]);
    const gone = (await reportOf(path)).used_tools.find(({ name }: { name: string }) => name === 'looker_old');
    expect(gone).toMatchObject({ is_allowed: false, effect: null, method: null, tags: [] });
  });

  it('takes no more days than the organization keeps, and as many by default', async () => {
    const shortly = await gateway.createOrganization('Shortly');
    const account = await shortly.rest.connect(credentialsOf(looker));
    const { id } = await shortly.rest.issue(account);
    await shortly.rest.patch('/organization', { call_log_retention_days: 7 });
    const path = `/integrated-account/${account}/mcp/${id}/least-privilege`;
    expect((await shortly.rest.get(path)).body).toMatchObject({ days: 7, days_max: 7 });
    const refused = await shortly.rest.get(`${path}?days=8`);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ code: 'request.invalid', fields: [{ path: 'days' }] });
    expect((await shortly.rest.post(`${path}/replay`, { config: {}, days: 8 })).status).toBe(400);
  });
});
