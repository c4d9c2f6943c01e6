import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import { createId } from '../../src/database/ids.js';
import { callLogRow } from '../support/call-log-row.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway } from '../support/gateway.js';

describe('writing to the call log', () => {
  let gateway: TestGateway;
  let organizationIds: string[];

  beforeEach(async () => {
    gateway = await startGateway();
    organizationIds = [];
    for (const name of ['One', 'Two', 'Three']) organizationIds.push((await gateway.createOrganization(name)).id);
  });

  afterEach(() => gateway.close());

  const log = () => gateway.app.get(CallLogService, { strict: false });
  const rowsFor = (count: number) =>
    Array.from({ length: count }, (_, index) => callLogRow({ organizationId: organizationIds[index % 3] ?? '' }));
  const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();
  const storedIds = async () =>
    idsOf(await queryAsOwner<{ id: string }>(gateway.databaseUrl, 'SELECT id FROM call_log'));
  /** The transaction that wrote each row. */
  const transactions = async () =>
    new Set(
      (await queryAsOwner<{ xmin: string }>(gateway.databaseUrl, 'SELECT xmin::text FROM call_log')).map(
        (row) => row.xmin,
      ),
    );

  it('puts rows of many organizations that come at once into few transactions', async () => {
    const rows = rowsFor(300);
    await Promise.all(rows.map((row) => log().write(row)));
    expect(await storedIds()).toEqual(idsOf(rows));
    expect((await transactions()).size).toBeLessThanOrEqual(5);
  });

  it('keeps each thing that a row says, in a column of its own', async () => {
    const [organizationId = ''] = organizationIds;
    const text = {
      person: 'ana@example.com',
      clientName: 'claude',
      clientVersion: '1.2',
      protocolVersion: '2025-11-25',
    };
    const ids = { apiTokenId: createId(), memberId: createId(), oauthGrantId: createId() };
    const row = callLogRow({ organizationId, ...ids, ...text, arguments: { a: [1] }, lookerRecordId: '7', rows: 3 });
    await log().write(row);
    const [stored = {}] = await queryAsOwner<Record<string, unknown>>(gateway.databaseUrl, 'SELECT * FROM call_log');
    const named = Object.entries(row).map(([name, value]) => [name.replaceAll(/[A-Z]/g, '_$&').toLowerCase(), value]);
    expect(stored).toEqual(Object.fromEntries(named));
    expect(Object.values(stored)).not.toContain(null);
  });

  it('fails the one row that the database does not take, and none of its neighbours', async () => {
    const rows = rowsFor(50);
    const poison = [
      callLogRow({ organizationId: createId() }),
      callLogRow({ organizationId: organizationIds[0] ?? '', toolName: 'nul\0' }),
      callLogRow({ organizationId: organizationIds[1] ?? '', requestId: 'no uuid' }),
    ];
    const mixed = [...rows.slice(0, 20), ...poison, ...rows.slice(20)];
    const outcomes = await Promise.allSettled(mixed.map((row) => log().write(row)));
    const failed = mixed.filter((_, index) => outcomes[index]?.status === 'rejected');
    expect(failed).toEqual(poison);
    expect(await storedIds()).toEqual(idsOf(rows));
  });

  it('writes what waits before the database closes', async () => {
    const rows = rowsFor(2000);
    const writes = Promise.allSettled(rows.map((row) => log().write(row)));
    await gateway.app.close();
    expect((await writes).filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await storedIds()).toEqual(idsOf(rows));
  });

  it('refuses rows beyond what may wait, and writes those that do', async () => {
    const rows = rowsFor(10_500);
    const outcomes = await Promise.allSettled(rows.map((row) => log().write(row)));
    const refused = outcomes.filter(({ status }) => status === 'rejected').length;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(500);
    expect(await storedIds()).toHaveLength(rows.length - refused);
  });
});
