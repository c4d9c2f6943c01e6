import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AuditService } from '../../src/audit/audit.service.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

describe('the audit trail', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  /** Works as the owner of the tables: whoever can do this can do anything but forge the chain. */
  let intruder: pg.Client;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    intruder = new pg.Client(gateway.databaseUrl);
    await intruder.connect();
  });

  afterAll(async () => {
    await intruder.end();
    await gateway.close();
    await looker.close();
  });

  let count = 0;
  const organizationWithHistory = async (): Promise<TestOrganization> => {
    const organization = await gateway.createOrganization(`History ${++count}`);
    const account = await organization.rest.connect(credentialsOf(looker));
    const { id } = await organization.rest.issue(account);
    await organization.rest.patch(`/integrated-account/${account}/mcp/${id}`, { name: 'Renamed' });
    await organization.rest.post(`/integrated-account/${account}/mcp/${id}/rotate`, { grace_seconds: 60 });
    await organization.rest.delete(`/integrated-account/${account}/mcp/${id}`);
    await organization.rest.delete(`/integrated-account/${account}`);
    return organization;
  };

  const eventsOf = async ({ id }: TestOrganization) =>
    (await intruder.query('SELECT * FROM audit_events WHERE organization_id = $1 ORDER BY sequence', [id])).rows;
  const verify = ({ id }: TestOrganization) => gateway.app.get(AuditService, { strict: false }).verify(id);

  it('tells each change with who, what, from where, before and after', async () => {
    const organization = await organizationWithHistory();
    const events = await eventsOf(organization);
    expect(events.map(({ action }) => action)).toEqual([
      'organization.created',
      'api_token.created',
      'integrated_account.created',
      'mcp_server.created',
      'mcp_server.changed',
      'mcp_server.rotated',
      'mcp_server.deleted',
      'integrated_account.deleted',
    ]);
    const changed = events[4];
    expect(changed.actor).toMatchObject({ kind: 'api_token', name: 'test', address: '127.0.0.1' });
    expect(changed.before.name).toBe('Agent');
    expect(changed.after.name).toBe('Renamed');
    expect(await verify(organization)).toEqual({ organizationId: organization.id, events: 8, broken: null });
  });

  it('is listed newest first, by record and action, in pages, and verified, by REST', async () => {
    const { rest } = await organizationWithHistory();
    const first = (await rest.get('/audit?limit=5')).body;
    const second = (await rest.get(`/audit?limit=5&next_cursor=${first.next_cursor}`)).body;
    const events = [...first.result, ...second.result];
    expect(events.map(({ sequence }) => sequence)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(second.next_cursor).toBeNull();
    const [deleted] = (await rest.get('/audit?action=mcp_server.deleted')).body.result;
    const ofRecord = (await rest.get(`/audit?record_id=${deleted.record_id}`)).body.result;
    expect(ofRecord.map(({ action }: { action: string }) => action)).toEqual([
      'mcp_server.deleted',
      'mcp_server.rotated',
      'mcp_server.changed',
      'mcp_server.created',
    ]);
    expect((await rest.get('/audit/verification')).body).toEqual({ events: 8, broken: null, next_cursor: null });
    expect((await rest.get('/audit/verification?next_cursor=x')).body.code).toBe('request.cursor_invalid');
    expect((await rest.get('/audit?next_cursor=x')).body.code).toBe('request.cursor_invalid');
  });

  it('holds no secret of any change', async () => {
    const organization = await organizationWithHistory();
    const text = JSON.stringify(await eventsOf(organization));
    expect(text).not.toContain(looker.clientSecret);
    expect(text).not.toContain(organization.apiToken);
    expect(text).not.toMatch(/lmg_(url|api)_/);
  });

  it('a change that fails leaves no event, and no event is left without its change', async () => {
    const organization = await gateway.createOrganization('Refused');
    const before = (await eventsOf(organization)).length;
    await organization.rest.post('/integrated-account', {
      name: 'x',
      looker: { ...credentialsOf(looker), client_secret: 'no' },
    });
    const missing = '01900000-0000-7000-8000-00000000dead';
    await organization.rest.post(`/integrated-account/${missing}/mcp`, {
      name: 'Agent',
      config: { methods: ['read'] },
    });
    await organization.rest.delete(`/integrated-account/${missing}`);
    expect(await eventsOf(organization)).toHaveLength(before);
  });

  it('changes made at the same time make one unbroken chain', async () => {
    const organization = await gateway.createOrganization('Busy');
    const account = await organization.rest.connect(credentialsOf(looker));
    await Promise.all(Array.from({ length: 20 }, () => organization.rest.issue(account)));
    expect(await verify(organization)).toEqual({ organizationId: organization.id, events: 23, broken: null });
  });

  it.each([
    [
      'edited',
      'UPDATE audit_events SET after = \'{"name": "Other"}\' WHERE organization_id = $1 AND sequence = 5',
      5,
      'altered',
    ],
    ['removed', 'DELETE FROM audit_events WHERE organization_id = $1 AND sequence = 4', 4, 'missing'],
    [
      'cut off at the end',
      'DELETE FROM audit_events WHERE organization_id = $1 AND sequence = 8',
      8,
      'cut off at the end',
    ],
  ])('an event that was %s is named', async (_, statement, sequence, fault) => {
    const organization = await organizationWithHistory();
    await intruder.query(statement, [organization.id]);
    expect(await verify(organization)).toMatchObject({ broken: { sequence, fault } });
    expect(await verify(await organizationWithHistory())).toMatchObject({ broken: null });
  });

  it('two events that were swapped are named', async () => {
    const organization = await organizationWithHistory();
    for (const [from, to] of [
      [3, 99],
      [4, 3],
      [99, 4],
    ])
      await intruder.query('UPDATE audit_events SET sequence = $3 WHERE organization_id = $1 AND sequence = $2', [
        organization.id,
        from,
        to,
      ]);
    expect(await verify(organization)).toMatchObject({ broken: { sequence: 3, fault: 'altered' } });
  });

  it('an event rewritten together with its own hash is named by the one that follows', async () => {
    const { linkHash } = await import('../../src/audit/audit-chain.js');
    const organization = await organizationWithHistory();
    const row = (await eventsOf(organization))[4];
    const forged = {
      organizationId: organization.id,
      sequence: 5,
      id: row.id,
      at: row.at.toISOString(),
      action: row.action,
      record: row.record,
      recordId: row.record_id,
      actor: row.actor,
      before: row.before,
      after: { name: 'Forged' },
      previousHash: row.previous_hash,
    };
    await intruder.query('UPDATE audit_events SET after = $2, hash = $3 WHERE organization_id = $1 AND sequence = 5', [
      organization.id,
      forged.after,
      linkHash(forged),
    ]);
    expect(await verify(organization)).toMatchObject({ broken: { sequence: 6, fault: 'out of order' } });
  });
});
