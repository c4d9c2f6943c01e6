import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AuditService } from '../../src/audit/audit.service.js';
import { EndedGrantsJob } from '../../src/auth/oauth/grants/ended-grants.job.js';
import { OpenidPeopleJob } from '../../src/auth/oauth/openid/openid-people.job.js';
import { OauthRecordsJob } from '../../src/auth/oauth/server/oauth-records.job.js';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import { RetentionJob } from '../../src/call-log/retention.job.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { JobQueue } from '../../src/jobs/job-queue.js';
import type { ScheduledJob } from '../../src/jobs/scheduled-job.js';
import { EndedCapturesJob } from '../../src/mcp-servers/capture/ended-captures.job.js';
import { ExpiryJob } from '../../src/mcp-servers/expiry.job.js';
import { ForgottenQueriesJob } from '../../src/tool-calls/forgotten-queries.job.js';
import { sourceFiles } from '../architecture/source-files.js';
import { callLogRow } from '../support/call-log-row.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { noteMissedTurns } from '../support/job-turns.js';
import { credentialsOf } from '../support/sample.js';
import { toolCallRequest } from '../support/tool-call-request.js';

const JOBS = [
  EndedCapturesJob,
  EndedGrantsJob,
  ExpiryJob,
  ForgottenQueriesJob,
  OauthRecordsJob,
  OpenidPeopleJob,
  RetentionJob,
];
const DAY_MS = 86_400_000;
const NOW = new Date('2027-03-01T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

/** Holds a job's lock on an organization as another gateway would, for as long as `steps` run. */
async function whileLocked(databaseUrl: string, job: string, organizationId: string, steps: () => Promise<void>) {
  const other = new pg.Client(databaseUrl);
  await other.connect();
  await other.query('BEGIN');
  await other.query('SELECT pg_advisory_xact_lock(hashtext($1), hashtext($2))', [job, organizationId]);
  await steps();
  await other.query('ROLLBACK');
  await other.end();
}

describe('the jobs', () => {
  const masterKeys = createMasterKey('test');
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let other: TestOrganization;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway({ GATEWAY_MASTER_KEYS: masterKeys });
    acme = await gateway.createOrganization('Acme');
    other = await gateway.createOrganization('Other');
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const sql = <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    queryAsOwner<Row>(gateway.databaseUrl, text, values);

  describe('of two gateways on one database', () => {
    let second: TestGateway;
    const jobsOf = ({ app }: TestGateway) => JOBS.map((job) => app.get<ScheduledJob>(job, { strict: false }));

    beforeAll(async () => {
      second = await startGateway({ DATABASE_URL: gateway.databaseUrl, GATEWAY_MASTER_KEYS: masterKeys });
    });
    afterAll(() => second.close());

    it('each do a turn once between them, at minutes of their own', async () => {
      const [ours, theirs] = [jobsOf(gateway), jobsOf(second)];
      expect(new Set(ours.map(({ name }) => name)).size).toBe(JOBS.length);
      expect(new Set(ours.map(({ cron }) => cron)).size).toBe(JOBS.length);
      const runs = new Map(ours.map(({ name }) => [name, 0]));
      for (const job of [...ours, ...theirs]) {
        const run = job.run.bind(job);
        job.run = async (...given) => {
          runs.set(job.name, (runs.get(job.name) ?? 0) + 1);
          await run(...given);
        };
      }
      await noteMissedTurns(gateway.databaseUrl, [...runs.keys()]);
      await Promise.all([gateway, second].map(({ app }) => app.get(JobQueue, { strict: false }).start()));
      await expect.poll(() => [...runs.values()]).toEqual(JOBS.map(() => 1));
      await expect.poll(() => sql('SELECT FROM graphile_worker._private_jobs')).toEqual([]);
      expect([...runs.values()]).toEqual(JOBS.map(() => 1));
    });

    it('are all that there are', async () => {
      const files = sourceFiles('src').filter(({ path }) => path.endsWith('.job.ts'));
      expect(files.flatMap(({ text }) => /class (\w+) extends ScheduledJob/.exec(text)?.[1] ?? []).sort()).toEqual(
        JOBS.map(({ name }) => name).sort(),
      );
      expect(files).toHaveLength(JOBS.length);
    });
  });

  describe('retention', () => {
    const log = (organization: TestOrganization, days: number) =>
      gateway.app
        .get(CallLogService, { strict: false })
        .write(callLogRow({ organizationId: organization.id, at: daysAgo(days) }));
    const agesOf = async (organization: TestOrganization) =>
      (await sql<{ at: Date }>('SELECT at FROM call_log WHERE organization_id = $1', [organization.id]))
        .map(({ at }) => Math.round((NOW.getTime() - at.getTime()) / DAY_MS))
        .sort((left, right) => left - right);
    const run = () => gateway.app.get(RetentionJob, { strict: false }).run(NOW);

    it('removes the calls that are older than their own organization keeps them, and no others', async () => {
      await sql('UPDATE organizations SET call_log_retention_days = 7 WHERE id = $1', [other.id]);
      for (const days of [1, 6, 8, 89, 91, 400]) await Promise.all([log(acme, days), log(other, days)]);
      await run();
      expect(await agesOf(acme)).toEqual([1, 6, 8, 89]);
      expect(await agesOf(other)).toEqual([1, 6]);
    });

    it('removes more than fit into one step', async () => {
      await Promise.all(Array.from({ length: 2100 }, () => log(acme, 100)));
      expect(await agesOf(acme)).toHaveLength(2104);
      await run();
      expect(await agesOf(acme)).toEqual([1, 6, 8, 89]);
    });

    it('leaves an organization to the gateway that is busy with it, and goes on with the next', async () => {
      await Promise.all([log(acme, 100), log(other, 100)]);
      await whileLocked(gateway.databaseUrl, 'retention', acme.id, run);
      expect(await agesOf(acme)).toEqual([1, 6, 8, 89, 100]);
      expect(await agesOf(other)).toEqual([1, 6]);
      await run();
      expect(await agesOf(acme)).toEqual([1, 6, 8, 89]);
    });
  });

  describe('expiry', () => {
    const run = (now: Date) => gateway.app.get(ExpiryJob, { strict: false }).run(now);
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    const issue = async (organization: TestOrganization, expiresAt: Date | null) => {
      const accountId = await organization.rest.connect(credentialsOf(looker));
      const server = await organization.rest.issue(accountId, { expires_at: expiresAt?.toISOString() ?? null });
      return { ...server, path: `/integrated-account/${accountId}/mcp/${server.id}` };
    };
    const eventsOf = (id: string) =>
      sql<{ action: string; actor: { kind: string; id: string }; before: { id: string } }>(
        "SELECT action, actor, before FROM audit_events WHERE record_id = $1 AND action = 'mcp_server.expired'",
        [id],
      );

    it('removes what has expired, tells of it in the audit trail, ends the URL at once, and keeps its calls', async () => {
      const [expired, later, endless] = [
        await issue(acme, inMinutes(2)),
        await issue(acme, inMinutes(60)),
        await issue(acme, null),
      ];
      const call = () => fetch(expired.url, toolCallRequest(1, 'looker_users_me'));
      expect((await call()).status).toBe(200);
      await run(inMinutes(5));
      // The URL's own time is not over by the clock: only the announcement makes the kept copy go.
      expect((await call()).status).toBe(404);
      expect((await acme.rest.get(expired.path)).status).toBe(404);
      expect((await acme.rest.get(later.path)).status).toBe(200);
      expect((await acme.rest.get(endless.path)).status).toBe(200);
      expect(await eventsOf(expired.id)).toEqual([
        expect.objectContaining({
          actor: expect.objectContaining({ kind: 'system', id: 'expiry' }),
          before: expect.objectContaining({ id: expired.id }),
        }),
      ]);
      expect(await sql('SELECT id FROM call_log WHERE mcp_server_id = $1', [expired.id])).toHaveLength(1);
      const { broken } = await gateway.app.get(AuditService, { strict: false }).verify(acme.id);
      expect(broken).toBeNull();
    });

    it('removes nothing that was prolonged, and nothing twice', async () => {
      const [prolonged, expired] = [await issue(acme, inMinutes(2)), await issue(other, inMinutes(2))];
      await acme.rest.patch(prolonged.path, { expires_at: inMinutes(30).toISOString() });
      await Promise.all([run(inMinutes(5)), run(inMinutes(5)), run(inMinutes(5))]);
      expect((await acme.rest.get(prolonged.path)).status).toBe(200);
      expect(await eventsOf(expired.id)).toHaveLength(1);
    });

    it('leaves an organization to the gateway that is busy with it', async () => {
      const expired = await issue(acme, inMinutes(2));
      await whileLocked(gateway.databaseUrl, 'expiry', acme.id, () => run(inMinutes(5)));
      expect((await acme.rest.get(expired.path)).status).toBe(200);
      await run(inMinutes(5));
      expect((await acme.rest.get(expired.path)).status).toBe(404);
    });
  });
});
