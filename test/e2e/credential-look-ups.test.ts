import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseService } from '../../src/database/database.service.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { locked } from '../support/locked-tables.js';

describe('a gateway that is asked for many unknown credentials', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({
      GATEWAY_DATABASE_LOCK_SECONDS: '60',
      GATEWAY_DATABASE_STATEMENT_SECONDS: '60',
      GATEWAY_DATABASE_TRANSACTION_SECONDS: '60',
    });
  });

  afterAll(() => gateway.close());

  it('looks a few up at a time, and leaves its other connections to callers who are known', async () => {
    const { id } = await gateway.createOrganization('Acme');
    const database = gateway.app.get(DatabaseService, { strict: false });
    const waiting = () =>
      queryAsOwner(
        gateway.databaseUrl,
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      ).then((rows) => rows.length);
    const { asked, lookedUp } = await locked(gateway.databaseUrl, 'api_tokens', async () => {
      const asked = Array.from({ length: 40 }, (_, index) =>
        fetch(`${gateway.url}/member`, { headers: { authorization: `Bearer unknown-${index}` } }),
      );
      await expect.poll(waiting).toBeGreaterThanOrEqual(4);
      for (let read = 0; read < 10; read++) await database.read(id, ({ db }) => db.integratedAccount.findMany());
      return { asked, lookedUp: await waiting() };
    });
    expect(lookedUp).toBe(4);
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual([]);
  });
});
