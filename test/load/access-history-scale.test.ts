import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

const CALLS = 120_000;
const SERVERS_ENDED = 10_000;
const ANSWERED_WITHIN_MS = 1_000;

describe('the history of much access', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let serverId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    serverId = (await acme.rest.issue(accountId)).id;
    await plantCalls();
    await plantEnded();
    await sql('ANALYZE');
  }, 120_000);

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const sql = (text: string, values: readonly unknown[] = []) => queryAsOwner(gateway.databaseUrl, text, values);

  /** A tenth of them changes. */
  const plantCalls = () =>
    sql(
      `INSERT INTO call_log (organization_id, id, at, mcp_server_id, integrated_account_id, tool_name, effect, status,
         arguments_digest, arguments_bytes, duration_ms, rows, bytes, client_name, request_id)
       SELECT $1, gen_random_uuid(), now() - (n % 60) * interval '1 day', $2, $3, 'tool_' || n % 40,
         CASE WHEN n % 10 = 0 THEN 'write' ELSE 'read' END, 'ok', repeat('0', 64), 2, 2.5, 5, 200, 'client ' || n % 3, gen_random_uuid()
       FROM generate_series(1, $4::int) n`,
      [acme.id, serverId, accountId, CALLS],
    );

  /** Each issued and revoked; the chain of hashes is not looked at here. */
  const plantEnded = () =>
    sql(
      `WITH servers AS (
         SELECT n, gen_random_uuid() AS id FROM generate_series(1, $3::int) n
       ),
       seen AS (
         SELECT n, id, jsonb_build_object('id', id, 'name', 'Server ' || n, 'integrated_account_id', $2::text, 'config', '{}'::jsonb,
           'created_by', 'x', 'expires_at', null, 'created_at', now(), 'updated_at', now()) AS view FROM servers
       )
       INSERT INTO audit_events (organization_id, sequence, id, at, action, record, record_id, actor, before, after, previous_hash, hash)
       SELECT $1::uuid, 1000 + n * 2, gen_random_uuid(), now(), 'mcp_server.created', 'mcp_server', id::text,
         '{"kind": "member", "id": "m", "name": "ana@example.com"}'::jsonb, NULL::jsonb, view, '', '' FROM seen
       UNION ALL
       SELECT $1::uuid, 1001 + n * 2, gen_random_uuid(), now() - n * interval '1 minute', 'mcp_server.deleted', 'mcp_server', id::text,
         '{"kind": "member", "id": "m", "name": "ana@example.com"}'::jsonb, view, NULL::jsonb, '', '' FROM seen`,
      [acme.id, accountId, SERVERS_ENDED],
    );

  async function timesOf(path: string): Promise<number[]> {
    const times: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const started = performance.now();
      expect((await acme.rest.get(path)).status).toBe(200);
      times.push(Math.round(performance.now() - started));
    }
    process.stdout.write(`GET ${path}: ${times.join(', ')} ms\n`);
    return times;
  }

  it('a report of 120,000 calls, and its file with 12,000 changes, are there in time', async () => {
    const { body } = await acme.rest.get(`/access-report/${serverId}`);
    expect(body.total).toMatchObject({ calls: CALLS, changes: CALLS / 10, rows: 5 * 0.9 * CALLS });
    expect(Math.min(...(await timesOf(`/access-report/${serverId}`)))).toBeLessThan(ANSWERED_WITHIN_MS);
    expect(Math.min(...(await timesOf(`/access-report/${serverId}/csv`)))).toBeLessThan(ANSWERED_WITHIN_MS);
  });

  it('a page of 10,000 servers that have ended is there in time, the first one and one far down', async () => {
    const first = await acme.rest.get('/ended-access?limit=100');
    expect(first.body.result).toHaveLength(100);
    expect(first.body.result[0]).toMatchObject({ name: 'Server 1', ending: 'revoked' });
    expect(Math.min(...(await timesOf('/ended-access?limit=100')))).toBeLessThan(ANSWERED_WITHIN_MS);
    const next = `/ended-access?limit=100&next_cursor=${first.body.next_cursor}`;
    expect((await acme.rest.get(next)).body.result[0]).toMatchObject({ name: 'Server 101' });
    expect(Math.min(...(await timesOf(next)))).toBeLessThan(ANSWERED_WITHIN_MS);
  });
});
