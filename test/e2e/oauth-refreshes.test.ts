import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { type RegisteredClient, signInAt, tokenRequest } from '../support/sign-in.js';

/** Of a lock that stands for a slow database. */
const LOCK = 42;
const REFRESHES_MAX = 20;

describe('a refresh', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let url: string;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    const accountId = await acme.rest.connect(credentialsOf(looker));
    url = (await acme.rest.issue(accountId, { config: { auth: 'oauth' } })).url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const sql = <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    queryAsOwner<Row>(gateway.databaseUrl, text, values);
  const refresh = async (client: RegisteredClient, refresh_token: string) => {
    const body = { grant_type: 'refresh_token', client_id: client.client_id, refresh_token, resource: url };
    const answer = await tokenRequest(gateway.url, body);
    const told = (await answer.json()) as { refresh_token: string; access_token: string; error?: string };
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), ...told };
  };
  const liveTokens = ({ client_id }: RegisteredClient) =>
    sql(
      "SELECT 1 FROM oauth_records WHERE kind = 'RefreshToken' AND consumed_at IS NULL AND payload->>'clientId' = $1",
      [client_id],
    );

  it('that crosses another one gets the same new token, also where that one takes longer than it waits', async () => {
    const { client, refresh_token } = await signInAt(url, acme.owner);
    await sql(`CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${LOCK}); RETURN NEW; END $$`);
    await sql(`CREATE TRIGGER slow BEFORE INSERT ON oauth_records FOR EACH ROW
      WHEN (NEW.kind = 'RefreshToken') EXECUTE FUNCTION slow()`);
    const holder = new pg.Client(gateway.databaseUrl);
    await holder.connect();
    try {
      await holder.query('SELECT pg_advisory_lock($1)', [LOCK]);
      const waiting = async () =>
        (await sql("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted", [LOCK])).length;
      const first = refresh(client, refresh_token);
      await expect.poll(waiting).toBe(1);
      const second = refresh(client, refresh_token);
      await expect.poll(waiting, { timeout: 10_000 }).toBe(2);
      await holder.query('SELECT pg_advisory_unlock($1)', [LOCK]);
      const answers = await Promise.all([first, second]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(answers[1]?.refresh_token).toBe(answers[0]?.refresh_token);
      expect(await liveTokens(client)).toHaveLength(1);
      expect((await refresh(client, answers[0]?.refresh_token ?? '')).status).toBe(200);
    } finally {
      await holder.end();
      await sql('DROP FUNCTION slow CASCADE');
    }
  });

  it('is told to wait where its sign-in was refreshed too often, and ends nothing', async () => {
    const { client, refresh_token } = await signInAt(url, acme.owner);
    let token = refresh_token;
    for (let count = 0; count < REFRESHES_MAX; count++) {
      const answer = await refresh(client, token);
      expect(answer.status).toBe(200);
      token = answer.refresh_token;
    }
    const refused = await refresh(client, token);
    expect([refused.status, refused.error]).toEqual([429, 'temporarily_unavailable']);
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    expect(await liveTokens(client)).toHaveLength(1);
    const other = await signInAt(url, acme.owner);
    expect((await refresh(other.client, other.refresh_token)).status).toBe(200);
  });
});
