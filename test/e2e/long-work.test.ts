import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AuditRepository } from '../../src/audit/audit.repository.js';
import { AuditService } from '../../src/audit/audit.service.js';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import { appendEvents } from '../support/audit-chain.js';
import { callLogRow } from '../support/call-log-row.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

describe('work that takes long', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let audit: AuditService;
  let trail: AuditRepository;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway({ GATEWAY_DATABASE_STATEMENT_SECONDS: '5' });
    acme = await gateway.createOrganization('Acme');
    audit = gateway.app.get(AuditService, { strict: false });
    trail = gateway.app.get(AuditRepository, { strict: false });
    await appendEvents(gateway.databaseUrl, acme.id, 1000);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it('the audit chain is verified in pieces of its own, and what is added meanwhile is no fault', async () => {
    const listAfter = vi.spyOn(trail, 'listAfter');
    listAfter.mockImplementationOnce(async (...given) => {
      await acme.rest.patch('/organization', { name: 'Acme, renamed meanwhile' });
      listAfter.mockRestore();
      return trail.listAfter(...given);
    });
    expect(await audit.verify(acme.id)).toMatchObject({ events: 1002, broken: null });
    expect(await audit.verify(acme.id)).toMatchObject({ events: 1003, broken: null });
    const pieces = vi.spyOn(trail, 'listAfter');
    await audit.verify(acme.id);
    expect(pieces.mock.calls.length).toBeGreaterThan(4);
    expect(new Set(pieces.mock.calls.map(([tx]) => tx)).size).toBe(pieces.mock.calls.length);
  });

  it('a chain too long for one answer is verified part by part, and a fault is named by the part that it is in', async () => {
    const first = await audit.verifyPart(acme.id, undefined, 400);
    expect(first).toMatchObject({ events: 400, broken: null, next: { sequence: 400 } });
    await queryAsOwner(
      gateway.databaseUrl,
      `UPDATE audit_events SET action = 'x' WHERE organization_id = $1 AND sequence = 900`,
      [acme.id],
    );
    const second = await audit.verifyPart(acme.id, first.next ?? undefined, 400);
    expect(second).toMatchObject({ events: 800, broken: null, next: { sequence: 800 } });
    const last = await audit.verifyPart(acme.id, second.next ?? undefined, 400);
    expect(last).toEqual({ events: 899, broken: { sequence: 900, fault: 'altered' }, next: null });
  });

  it('a report that takes too long is ended in PostgreSQL too, and answered in words', async () => {
    const account = await acme.rest.connect(credentialsOf(looker));
    const { id } = await acme.rest.issue(account);
    const log = gateway.app.get(CallLogService, { strict: false });
    await Promise.all(
      Array.from({ length: 200 }, () =>
        log.write(callLogRow({ organizationId: acme.id, mcpServerId: id, integratedAccountId: account })),
      ),
    );
    // Each row that is looked at costs a tenth of a second, as a million rows cost many seconds.
    await queryAsOwner(
      gateway.databaseUrl,
      `CREATE POLICY slow ON call_log AS RESTRICTIVE FOR SELECT TO gateway_app USING (pg_sleep(0.1)::text IS NOT NULL)`,
    );
    const answers = await Promise.all(
      [`/access-report/${id}`, `/access-report/${id}/csv`, '/usage/servers', '/usage'].map((path) =>
        acme.rest.get(path),
      ),
    );
    for (const { status, body } of answers) {
      expect(status).toBe(503);
      expect(body).toMatchObject({ code: 'report.timed_out', message: expect.stringContaining('shorter period') });
    }
    const running = await queryAsOwner(
      gateway.databaseUrl,
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()`,
    );
    expect(running).toEqual([]);
  });
});
