import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import type { CallStatus } from '../../src/call-log/call-status.js';
import { callLogRow } from '../support/call-log-row.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { measured } from '../support/measured.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

interface ServerCalls {
  readonly mcp_server_id: string;
  readonly calls: number[];
  readonly errors: number;
  readonly last_call_at: string;
}

const DAY_MS = 86_400_000;
const MANY_CALLS = 120_000;
/** Beside other tests on a busy machine; alone it takes a tenth of a second. */
const ANSWERED_WITHIN_MS = 5000;

describe('GET /usage/servers', () => {
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
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  /** A call at noon (UTC) of the day that is so many days before today, or just now. */
  const called = (serverId: string, daysAgo: number, status: CallStatus = 'ok', organizationId = acme.id) => {
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    const at = daysAgo === 0 ? new Date() : new Date(today - daysAgo * DAY_MS + DAY_MS / 2);
    const row = callLogRow({ organizationId, mcpServerId: serverId, integratedAccountId: accountId, status, at });
    return gateway.app.get(CallLogService, { strict: false }).write(row);
  };
  const usageOf = async (query = '', rest: Pick<RestClient, 'get'> = acme.rest): Promise<ServerCalls[]> => {
    const answer = await rest.get(`/usage/servers${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.result;
  };

  it('counts each server’s calls of the last days, today last, and knows a last call from before them', async () => {
    const [busy, quiet, unused, gone] = [
      await acme.rest.issue(accountId, { name: 'Busy' }),
      await acme.rest.issue(accountId, { name: 'Quiet' }),
      await acme.rest.issue(accountId, { name: 'Unused' }),
      await acme.rest.issue(accountId, { name: 'Gone' }),
    ];
    for (const [server, days, status] of [
      [quiet, 20, 'ok'],
      [busy, 7, 'ok'],
      [busy, 6, 'ok'],
      [busy, 1, 'ok'],
      [busy, 1, 'tool_error'],
      [busy, 0, 'refused'],
      [gone, 0, 'ok'],
    ] as const)
      await called(server.id, days, status);
    await acme.rest.delete(`/integrated-account/${accountId}/mcp/${gone.id}`);
    const rows = await usageOf('?days=7');
    expect(rows.map((row) => [row.mcp_server_id, row.calls, row.errors])).toEqual([
      [quiet.id, [0, 0, 0, 0, 0, 0, 0], 0],
      [busy.id, [1, 0, 0, 0, 0, 2, 1], 2],
    ]);
    expect(Date.now() - new Date(rows[0]?.last_call_at ?? '').getTime()).toBeGreaterThan(19 * DAY_MS);
    expect((await usageOf()).find((row) => row.mcp_server_id === busy.id)?.calls).toEqual([
      ...[0, 0, 0, 0, 0, 0, 1, 1],
      ...[0, 0, 0, 0, 2, 1],
    ]);
    expect(JSON.stringify(rows)).not.toContain(unused.id);
  });

  it.each(['days=0', 'days=91', 'days=x', 'by=server'])('refuses ?%s', async (query) => {
    const answer = await acme.rest.get(`/usage/servers?${query}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
  });

  it("gives nothing of another organization's, though its call names the same server, nor of another account to a limited token", async () => {
    const { id } = await acme.rest.issue(accountId);
    await called(id, 0, 'ok', rival.id);
    expect((await usageOf()).some((row) => row.mcp_server_id === id)).toBe(false);
    expect(await usageOf('', rival.rest)).toEqual([]);
    const other = await acme.rest.connect(credentialsOf(looker), 'Other');
    const server = await acme.rest.issue(other);
    await called(server.id, 0);
    const limited = { name: 'x', scopes: ['logs:read'], integrated_account_id: other };
    const { token } = (await acme.rest.post('/api-token', limited)).body;
    const seen = await usageOf('', new RestClient(gateway.url, token));
    expect(seen.map((row) => row.mcp_server_id)).toEqual([server.id]);
  });

  it('opens to a viewer, and to no caller without logs:read', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    expect(await usageOf('', await owner.join('viewer@acme.example', 'viewer'))).toEqual(await usageOf());
    const { token } = (await acme.rest.post('/api-token', { name: 'x', scopes: ['mcp_servers:read'] })).body;
    const refused = await new RestClient(gateway.url, token).get('/usage/servers');
    expect([refused.status, refused.body.code]).toEqual([403, 'permission.missing']);
  });

  it('answers for 500 servers, 200 of them never called, with 120,000 calls in one go', async () => {
    const many = await gateway.createOrganization('Many');
    const account = await many.rest.connect(credentialsOf(looker));
    await plantCalls(many.id, account, MANY_CALLS);
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const started = performance.now();
      const rows = await usageOf('', many.rest);
      times.push(Math.round(performance.now() - started));
      expect(rows).toHaveLength(300);
      expect(rows.flatMap(({ calls }) => calls).reduce((sum, calls) => sum + calls, 0)).toBe(MANY_CALLS);
    }
    measured(`GET /usage/servers of ${MANY_CALLS} calls`, Math.min(...times), ANSWERED_WITHIN_MS);
  });

  /** Servers and their calls of the last 13 days, by SQL: the API would take minutes for as many. */
  async function plantCalls(organizationId: string, account: string, calls: number): Promise<void> {
    await queryAsOwner(
      gateway.databaseUrl,
      `INSERT INTO mcp_servers (organization_id, id, integrated_account_id, name, config, token_digest, created_by, updated_at)
       SELECT $1, gen_random_uuid(), $2, 'Server ' || n, '{}', 'planted.' || n, 'test', now() FROM generate_series(1, 500) n`,
      [organizationId, account],
    );
    await queryAsOwner(
      gateway.databaseUrl,
      `INSERT INTO call_log (organization_id, id, at, mcp_server_id, integrated_account_id, tool_name, effect, status,
         arguments_digest, arguments_bytes, duration_ms, bytes, request_id)
       SELECT $1, gen_random_uuid(), now() - (n % 13) * interval '1 day', s.ids[1 + n % 300], $2, 'looker_users_me', 'read',
         CASE WHEN n % 20 = 0 THEN 'refused' ELSE 'ok' END, repeat('0', 64), 2, 2.5, 200, gen_random_uuid()
       FROM generate_series(1, $3::int) n, (SELECT array_agg(id) AS ids FROM mcp_servers WHERE organization_id = $1) s`,
      [organizationId, account, calls],
    );
    await queryAsOwner(gateway.databaseUrl, 'ANALYZE');
  }
});
