import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditService } from '../../src/audit/audit.service.js';
import { appendEvents } from '../support/audit-chain.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';

const EVENTS = 1_000_000;
const ANSWERED_WITHIN_MS = 60_000;

describe('the audit chain of a million events', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    await appendEvents(gateway.databaseUrl, acme.id, EVENTS);
  }, 600_000);

  afterAll(() => gateway.close());

  it('is verified from end to end', async () => {
    const delay = monitorEventLoopDelay();
    delay.enable();
    const startedAt = performance.now();
    const audit = gateway.app.get(AuditService, { strict: false });
    expect(await audit.verify(acme.id)).toMatchObject({ events: EVENTS + 2, broken: null });
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const longest = Math.round(delay.max / 1e6);
    process.stdout.write(
      `${EVENTS} events verified in ${seconds} s; the event loop was held for ${longest} ms at most\n`,
    );
  });

  it('is verified by REST in parts that are each answered in time', async () => {
    let part = { events: 0, broken: null, next_cursor: '' };
    for (let path = '/audit/verification'; part.next_cursor !== null; ) {
      const startedAt = performance.now();
      part = (await acme.rest.get(path)).body;
      expect(performance.now() - startedAt).toBeLessThan(ANSWERED_WITHIN_MS);
      path = `/audit/verification?next_cursor=${part.next_cursor}`;
    }
    expect(part).toEqual({ events: EVENTS + 2, broken: null, next_cursor: null });
  });
});
