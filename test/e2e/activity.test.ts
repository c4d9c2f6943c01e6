import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

interface Call {
  readonly id: string;
  readonly at: string;
  readonly mcp_server_id: string;
  readonly integrated_account_id: string;
  readonly status: string;
}

const bracketed = (serverId: string) => `/log?log_type=mcp&log_type_filter[mcp_server_id]=${serverId}`;

describe('GET /log and GET /usage', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let rival: TestOrganization;
  let first: { id: string; accountId: string };
  let second: { id: string; accountId: string };

  const made = async ({ rest }: TestOrganization, calls: readonly [string, Record<string, unknown>][]) => {
    const accountId = await rest.connect(credentialsOf(looker));
    const { id, url } = await rest.issue(accountId);
    const client = await connectModern(url);
    for (const [name, args] of calls) await client.callTool(name, args).catch(() => undefined);
    await client.close();
    return { id, accountId };
  };

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    rival = await gateway.createOrganization('Rival');
    first = await made(acme, [
      ['looker_users_me', {}],
      ['looker_users_me', { nope: 1 }],
      ['no_such_tool', {}],
      ['get_single_looker_dashboard_by_id', { dashboard_id: '424242' }],
      ['list_all_looker_users', { limit: 2 }],
    ]);
    second = await made(acme, [['looker_users_me', {}]]);
    await made(rival, [['looker_users_me', {}]]);
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const callsOf = async (rest: RestClient, path: string): Promise<Call[]> => {
    const answer = await rest.get(path);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.result;
  };
  const limited = async (integrated_account_id: string) => {
    const { body } = await acme.rest.post('/api-token', { name: 'one', scopes: ['logs:read'], integrated_account_id });
    return new RestClient(gateway.url, body.token);
  };

  it('gives the calls of one MCP server, newest first, in the shape of the contract', async () => {
    const calls = await callsOf(acme.rest, bracketed(first.id));
    expect(calls.map(({ status }) => status)).toEqual(['ok', 'tool_error', 'unknown_tool', 'refused', 'ok']);
    expect(calls[0]).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      mcp_server_id: first.id,
      integrated_account_id: first.accountId,
      api_token_id: null,
      member_id: null,
      oauth_grant_id: null,
      person: null,
      tool_name: 'list_all_looker_users',
      resource: 'users',
      method: 'list',
      effect: 'read',
      status: 'ok',
      looker_status: 200,
      looker_record_id: null,
      duration_ms: expect.any(Number),
      looker_duration_ms: expect.any(Number),
      rows: 2,
      bytes: expect.any(Number),
      arguments_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      arguments_bytes: 11,
      arguments: null,
      client_name: 'gateway-tests',
      client_version: '1.0.0',
      protocol_version: '2026-07-28',
      request_id: expect.any(String),
    });
    const encoded = bracketed(first.id).replace('[', '%5B').replace(']', '%5D');
    expect(await callsOf(acme.rest, encoded)).toEqual(calls);
  });

  it('leads through all calls page by page, each once', async () => {
    const all = await callsOf(acme.rest, '/log');
    expect(all).toHaveLength(6);
    const paged: Call[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await acme.rest.get(`/log?limit=2${cursor === null ? '' : `&next_cursor=${cursor}`}`);
      expect(body.result.length).toBeLessThanOrEqual(2);
      paged.push(...body.result);
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect(paged).toEqual(all);
  });

  it('narrows by account, tool, status and time', async () => {
    const all = await callsOf(acme.rest, '/log');
    const where = async (query: string) => callsOf(acme.rest, `/log?${query}`);
    expect(await where(`integrated_account_id=${second.accountId}`)).toEqual(
      all.filter((call) => call.mcp_server_id === second.id),
    );
    expect(await where('tool_name=looker_users_me')).toHaveLength(3);
    expect(await where('tool_name=looker_users_me&status=refused')).toHaveLength(1);
    const middle = all[3]?.at ?? '';
    expect(await where(`since=${middle}`)).toEqual(all.filter(({ at }) => at >= middle));
    expect(await where(`until=${middle}`)).toEqual(all.filter(({ at }) => at < middle));
    expect(await where(`until=${middle.replace('Z', '-01:00')}`)).toEqual(all);
  });

  it.each([
    'log_type=unified',
    'log_type_filter[mcp_server]=x',
    'log_type_filter[mcp_server_id]=x',
    'status=fine',
    'since=yesterday',
    'since=2026-01-01T25:00:00Z',
    'limit=0',
    'next_cursor=x',
  ])('refuses /log?%s', async (query) => {
    const answer = await acme.rest.get(`/log?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toMatch(/^request\.(invalid|cursor_invalid)$/);
  });

  it("never gives another organization's calls, even when asked for its server by id", async () => {
    expect(await callsOf(rival.rest, '/log')).toHaveLength(1);
    expect(await callsOf(rival.rest, bracketed(first.id))).toEqual([]);
    expect(await callsOf(rival.rest, `/log?integrated_account_id=${first.accountId}`)).toEqual([]);
    const { body } = await rival.rest.get('/usage?by=server');
    expect(body.result).toHaveLength(1);
    expect(body.result[0]).toMatchObject({ calls: 1 });
  });

  it('gives an API token limited to one account the calls of that account alone', async () => {
    const rest = await limited(second.accountId);
    const calls = await callsOf(rest, '/log');
    expect(calls.map((call) => call.integrated_account_id)).toEqual([second.accountId]);
    expect(await callsOf(rest, `/log?integrated_account_id=${first.accountId}`)).toEqual([]);
    expect(await callsOf(rest, bracketed(first.id))).toEqual([]);
    expect((await rest.get('/usage?by=server')).body.result.map((row: { key: string }) => row.key)).toEqual([
      second.id,
    ]);
  });

  it('keeps the calls of a server that was deleted', async () => {
    const gone = await made(acme, [['looker_users_me', {}]]);
    await acme.rest.delete(`/integrated-account/${gone.accountId}`);
    expect(await callsOf(acme.rest, bracketed(gone.id))).toHaveLength(1);
    await queryAsOwner(gateway.databaseUrl, 'DELETE FROM call_log WHERE mcp_server_id = $1', [gone.id]);
  });

  it('sums calls, errors, durations and bytes as the rows say', async () => {
    const rows = await queryAsOwner<{ duration_ms: number; bytes: number }>(
      gateway.databaseUrl,
      'SELECT duration_ms, bytes FROM call_log WHERE mcp_server_id = $1 ORDER BY duration_ms',
      [first.id],
    );
    const durations = rows.map((row) => row.duration_ms);
    const { body } = await acme.rest.get('/usage?by=server');
    expect(body).toMatchObject({ by: 'server', since: expect.any(String), until: expect.any(String) });
    expect(body.result.map(({ key, calls, errors }: Record<string, unknown>) => ({ key, calls, errors }))).toEqual([
      { key: first.id, calls: 5, errors: 3 },
      { key: second.id, calls: 1, errors: 0 },
    ]);
    const [sums] = body.result;
    expect(sums.bytes).toBe(rows.reduce((sum, row) => sum + row.bytes, 0));
    expect(sums.average_duration_ms).toBeCloseTo(durations.reduce((sum, each) => sum + each, 0) / 5, 6);
    // Of five values, 95 % lies 0.8 of the way from the fourth to the fifth.
    const [fourth = 0, fifth = 0] = durations.slice(3);
    expect(sums.p95_duration_ms).toBeCloseTo(fourth + 0.8 * (fifth - fourth), 6);
  });

  it('sums by tool and by day, within the period asked for', async () => {
    const byTool = (await acme.rest.get('/usage?by=tool')).body.result;
    expect(byTool[0]).toMatchObject({ key: 'looker_users_me', calls: 3, errors: 1 });
    const days = (await acme.rest.get('/usage')).body.result;
    expect(days.reduce((sum: number, { calls }: { calls: number }) => sum + calls, 0)).toBe(6);
    expect(days[0].key).toMatch(/^\d{4}-\d\d-\d\d$/);
    const before = await acme.rest.get('/usage?since=2020-01-01T00:00:00Z&until=2020-02-01T00:00:00Z');
    expect(before.body.result).toEqual([]);
    const [turned, endless] = [
      await acme.rest.get('/usage?since=2020-02-01T00:00:00Z&until=2020-01-01T00:00:00Z'),
      await acme.rest.get('/usage?since=2020-02-01T00:00:00Z&until=2026-01-01T00:00:00Z'),
    ];
    expect([turned.status, endless.status]).toEqual([400, 400]);
  });

  it('sums the calls of one server, and none of another organization', async () => {
    const calls = async (rest: typeof acme.rest) => {
      const { result } = (await rest.get(`/usage?by=tool&mcp_server_id=${first.id}`)).body;
      return result.reduce((sum: number, row: { calls: number }) => sum + row.calls, 0);
    };
    expect([await calls(acme.rest), await calls(rival.rest)]).toEqual([5, 0]);
  });
});
