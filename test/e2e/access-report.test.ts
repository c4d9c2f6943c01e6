import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import { ExpiryJob } from '../../src/mcp-servers/expiry.job.js';
import { callLogRow } from '../support/call-log-row.js';
import { queryAsOwner, storedCalls } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { RestClient } from '../support/rest-client.js';
import { askLooker, credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

type Line = Record<string, string>;

const DAY_MS = 86_400_000;
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

describe('GET /access-report/:mcp_id', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let rival: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    rival = await gateway.createOrganization('Rival');
    accountId = await acme.rest.connect(credentialsOf(looker), 'Acme BI');
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const reportOf = async (id: string, rest: Pick<RestClient, 'get'> = acme.rest) => {
    const answer = await rest.get(`/access-report/${id}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const linesOf = async (id: string): Promise<Line[]> => {
    const answer = await acme.rest.get(`/access-report/${id}/csv`);
    expect(answer.status, answer.text).toBe(200);
    return parse(answer.text, { columns: true, bom: true });
  };
  const partOf = (lines: readonly Line[], part: string) => lines.filter((line) => line.part === part);

  /** Two queries, a folder, a folder that Looker refuses, arguments that are refused, and a tool that is none. */
  async function use(url: string): Promise<void> {
    const client = await connectModern(url);
    for (let query = 0; query < 2; query += 1) await client.callTool('looker_query_run_inline', TOP_TEN_STATES);
    await client.callTool('create_a_looker_folder', { name: '=Contractor, "new"', parent_id: '1' });
    await client.callTool('create_a_looker_folder', { name: 'Nowhere', parent_id: '424242' });
    await client.callTool('create_a_looker_folder', {});
    await client.callTool('no_such_tool').catch(() => undefined);
    await client.close();
  }

  const issueAndUse = async (change: Record<string, unknown> = {}) => {
    const server = await acme.rest.issue(accountId, { name: 'Contractor', ...change });
    await use(server.url);
    return { ...server, path: `/integrated-account/${accountId}/mcp/${server.id}` };
  };

  it('tells of a living server what it allows, by whom, and what was called, read and changed, as the log has it', async () => {
    const server = await issueAndUse({ expires_at: inMinutes(60).toISOString() });
    const calls = await storedCalls(gateway.databaseUrl, server.id);
    const reading = calls.filter(({ effect, status }) => effect === 'read' && status === 'ok');
    const bytes = reading.reduce((sum, call) => sum + Number(call.bytes), 0);
    const report = await reportOf(server.id);
    expect(report).toMatchObject({
      mcp_server_id: server.id,
      name: 'Contractor',
      account_name: 'Acme BI',
      config: { methods: ['read', 'write', 'custom'], log_arguments: false },
      issued_by: { kind: 'api_token', name: 'test' },
      ended_at: null,
      ending: null,
      calls_missing_before: null,
      total: { calls: 6, errors: 3, changes: 1, rows: 20, bytes },
      changes_are_all: true,
    });
    expect(report.notes.join()).toMatch(/Answers of Looker are not kept.*networks.*arguments of calls are not kept/);
    expect(report.tools).toEqual([
      expect.objectContaining({ tool_name: 'create_a_looker_folder', effect: 'write', calls: 3, errors: 2, rows: 0 }),
      expect.objectContaining({ tool_name: 'looker_query_run_inline', effect: 'read', calls: 2, errors: 0, rows: 20 }),
      expect.objectContaining({ tool_name: null, effect: null, calls: 1, errors: 1 }),
    ]);
    expect(report.days.reduce((sum: number, day: { calls: number }) => sum + day.calls, 0)).toBe(6);
    expect(report.clients).toEqual([
      expect.objectContaining({ client_name: 'gateway-tests', client_version: '1.0.0', api_token_id: null, calls: 6 }),
    ]);
    expect(report.changes.map(({ status }: { status: string }) => status)).toEqual(['refused', 'tool_error', 'ok']);
    expect(report.changes[2]).toMatchObject({ tool_name: 'create_a_looker_folder', effect: 'write', arguments: null });
    const { looker_record_id: id } = report.changes[2];
    expect(await askLooker(looker, 'GET', `/folders/${id}?fields=name`)).toEqual({ name: '=Contractor, "new"' });
  });

  it('tells of a revoked server the same, and how it ended; with the arguments, where they are kept', async () => {
    const server = await issueAndUse({ config: { log_arguments: true } });
    const before = await reportOf(server.id);
    const until = inMinutes(90).toISOString();
    await acme.rest.patch(server.path, { expires_at: until });
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    await owner.delete(server.path);
    const report = await reportOf(server.id);
    for (const key of ['total', 'tools', 'days', 'clients', 'changes', 'config', 'issued_at', 'issued_by'])
      expect(report[key], key).toEqual(before[key]);
    expect(report.changes[2].arguments).toEqual({ name: '=Contractor, "new"', parent_id: '1' });
    expect(report.notes.join()).not.toMatch(/arguments/);
    expect(report).toMatchObject({ ending: 'revoked', ended_by: { kind: 'member', name: acme.owner.email } });
    expect(report.events.map(({ action }: { action: string }) => action)).toEqual([
      'mcp_server.created',
      'mcp_server.changed',
      'mcp_server.deleted',
    ]);
    expect(report.events[1].changes).toEqual([{ field: 'expires_at', before: null, after: until }]);
    expect(report.ended_at).toBe(report.events[2].at);
  });

  it('says of an expired server when it expired, before and after it is removed, and of another that its account went', async () => {
    const expires_at = inMinutes(2).toISOString();
    const server = await acme.rest.issue(accountId, { expires_at });
    await gateway.app.get(ExpiryJob, { strict: false }).run(inMinutes(30));
    expect(await reportOf(server.id)).toMatchObject({ ending: 'expired', ended_at: expires_at, ended_by: null });
    const over = await acme.rest.issue(accountId, { expires_at });
    const past = inMinutes(-1).toISOString();
    await queryAsOwner(
      gateway.databaseUrl,
      "UPDATE audit_events SET after = jsonb_set(after, '{expires_at}', to_jsonb($1::text)) WHERE record_id = $2",
      [past, over.id],
    );
    expect(await reportOf(over.id)).toMatchObject({ ending: 'expired', ended_at: past });
    const other = await acme.rest.connect(credentialsOf(looker), 'Old BI');
    const gone = await acme.rest.issue(other);
    await acme.rest.delete(`/integrated-account/${other}`);
    expect(await reportOf(gone.id)).toMatchObject({
      account_name: 'Old BI',
      ending: 'account_deleted',
      ended_by: { kind: 'api_token', name: 'test' },
      total: { calls: 0, first_at: null },
    });
  });

  it('says from when on calls may be missing, when the organization kept them for less than the server lived', async () => {
    const server = await acme.rest.issue(accountId);
    const issued = new Date(Date.now() - 30 * DAY_MS).toISOString();
    await queryAsOwner(
      gateway.databaseUrl,
      "UPDATE audit_events SET after = jsonb_set(after, '{created_at}', to_jsonb($1::text)) WHERE record_id = $2",
      [issued, server.id],
    );
    expect((await reportOf(server.id)).calls_missing_before).toBeNull();
    await acme.rest.patch('/organization', { call_log_retention_days: 7 });
    const missing = new Date((await reportOf(server.id)).calls_missing_before).getTime();
    expect(Math.abs(missing - (Date.now() - 7 * DAY_MS))).toBeLessThan(60_000);
    // What was removed meanwhile does not come back with a longer time.
    await acme.rest.patch('/organization', { call_log_retention_days: 90 });
    const still = new Date((await reportOf(server.id)).calls_missing_before).getTime();
    expect(Math.abs(still - missing)).toBeLessThan(60_000);
  });

  it('names the API token that was the second factor, also when it is revoked', async () => {
    const { body } = await acme.rest.post('/api-token', { name: 'Ana’s laptop', scopes: ['mcp:connect'] });
    const { url, id } = await acme.rest.issue(accountId, { config: { require_api_token_auth: true } });
    const client = await connectModern(url, { headers: { authorization: `Bearer ${body.token}` } });
    await client.callTool('looker_users_me');
    await client.close();
    await acme.rest.delete(`/api-token/${body.id}`);
    expect((await reportOf(id)).clients).toEqual([
      expect.objectContaining({ api_token_id: body.id, api_token_name: 'Ana’s laptop', calls: 1 }),
    ]);
  });

  it('gives the same figures as CSV, with nothing in it that a spreadsheet would run', async () => {
    const name = '=HYPERLINK("https://evil.example"), a "name"';
    const server = await issueAndUse({ name, config: { log_arguments: true } });
    const [report, lines] = [await reportOf(server.id), await linesOf(server.id)];
    const answer = await acme.rest.get(`/access-report/${server.id}/csv`);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="access-report-hyperlink-https-evil-example-a-name-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const sums = (line: Line | undefined) => [line?.calls, line?.errors, line?.changes, line?.rows, line?.bytes];
    const texts = (row: Record<string, unknown>) =>
      ['calls', 'errors', 'changes', 'rows', 'bytes'].map((key) => String(row[key]));
    expect(sums(partOf(lines, 'total')[0])).toEqual(texts(report.total));
    for (const [part, rows] of [
      ['tool', report.tools],
      ['day', report.days],
      ['client', report.clients],
    ] as const)
      expect(partOf(lines, part).map(sums), part).toEqual(rows.map(texts));
    expect(partOf(lines, 'access').find(({ what }) => what === 'name')?.detail).toBe(`'${name}`);
    expect(partOf(lines, 'change').map(({ outcome, detail }) => [outcome, detail])).toEqual(
      report.changes.map((change: Line) => [change.status, JSON.stringify(change.arguments)]),
    );
    expect(partOf(lines, 'note').map(({ detail }) => detail)).toEqual(report.notes);
    const cells = lines.flatMap((line) => Object.values(line));
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  it('shows the newest 200 changes, and has each of them once in the CSV', async () => {
    const { id } = await acme.rest.issue(accountId);
    const log = gateway.app.get(CallLogService, { strict: false });
    const change = { organizationId: acme.id, mcpServerId: id, effect: 'write', toolName: 'create_a_looker_folder' };
    const rows = Array.from({ length: 2345 }, () => callLogRow(change));
    await Promise.all(rows.map((row) => log.write(row)));
    const report = await reportOf(id);
    expect(report.changes).toHaveLength(200);
    expect(report).toMatchObject({ changes_are_all: false, total: { calls: 2345, changes: 2345, rows: 0 } });
    expect(partOf(await linesOf(id), 'change')).toHaveLength(2345);
  });

  it("has nothing for another organization's server, a malformed id, or a token limited to another account", async () => {
    const { id } = await acme.rest.issue(accountId);
    const other = await acme.rest.connect(credentialsOf(looker), 'Other');
    const { body } = await acme.rest.post('/api-token', {
      name: 'other only',
      scopes: ['logs:read'],
      integrated_account_id: other,
    });
    const limited = new RestClient(gateway.url, body.token);
    for (const [rest, path] of [
      [rival.rest, id],
      [limited, id],
      [acme.rest, 'x'],
    ] as const)
      for (const end of ['', '/csv']) {
        const answer = await rest.get(`/access-report/${path}${end}`);
        expect([answer.status, answer.body.code]).toEqual([404, 'mcp_server.not_found']);
      }
  });

  it('opens to a viewer, and to no caller without logs:read', async () => {
    const { id } = await acme.rest.issue(accountId);
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = await owner.join('viewer@acme.example', 'viewer');
    expect(await reportOf(id, viewer)).toMatchObject({ mcp_server_id: id });
    expect((await viewer.get(`/access-report/${id}/csv`)).status).toBe(200);
    const { body } = await acme.rest.post('/api-token', { name: 'no logs', scopes: ['mcp_servers:read'] });
    for (const end of ['', '/csv']) {
      const answer = await new RestClient(gateway.url, body.token).get(`/access-report/${id}${end}`);
      expect([answer.status, answer.body.code]).toEqual([403, 'permission.missing']);
    }
  });
});
