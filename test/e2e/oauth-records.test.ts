import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { OauthRecordsJob } from '../../src/auth/oauth/server/oauth-records.job.js';
import { SigningKeys } from '../../src/auth/oauth/server/signing-keys.js';
import { SecretBox } from '../../src/crypto/secret-box.js';
import { DatabaseService } from '../../src/database/database.service.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { registerClient, type SignedIn, signInAt, tokenRequest } from '../support/sign-in.js';

const DAY_MS = 86_400_000;

describe('what the authorization server remembers', () => {
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
  const runJob = (now = new Date()) => gateway.app.get(OauthRecordsJob, { strict: false }).run(now);
  const isKnown = async (client: string) =>
    (await sql("SELECT 1 FROM oauth_records WHERE kind = 'Client' AND key = $1", [client])).length > 0;
  const refresh = async ({ client }: SignedIn, refresh_token: string) => {
    const body = { grant_type: 'refresh_token', client_id: client.client_id, refresh_token, resource: url };
    const answer = await tokenRequest(gateway.url, body);
    return { status: answer.status, ...((await answer.json()) as { refresh_token: string }) };
  };

  it('a sign-in lasts for the days of its organization from each refresh on, also where they were changed in between', async () => {
    await acme.rest.patch('/organization', { refresh_token_days: 90 });
    const signedIn = await signInAt(url, acme.owner);
    const first = await refresh(signedIn, signedIn.refresh_token);
    const second = await refresh(signedIn, first.refresh_token);
    await acme.rest.patch('/organization', { refresh_token_days: 2 });
    const third = await refresh(signedIn, second.refresh_token);
    expect(third.status).toBe(200);
    const [{ days: shortened } = { days: 0 }] = await sql<{ days: number }>(
      `SELECT extract(epoch FROM max(expires_at) FILTER (WHERE consumed_at IS NULL) - now())::float8 / 86400 AS days
       FROM oauth_records WHERE kind = 'RefreshToken' AND payload->>'clientId' = $1`,
      [signedIn.client.client_id],
    );
    expect(shortened).toBeGreaterThan(1.9);
    expect(shortened).toBeLessThanOrEqual(2.01);
    expect([first.status, second.status]).toEqual([200, 200]);
    const rows = await sql<{ good_until: number; expires_at: Date }>(
      `SELECT (payload->>'exp')::int AS good_until, expires_at FROM oauth_records
       WHERE kind = 'RefreshToken' AND payload->>'clientId' = $1 ORDER BY created_at`,
      [signedIn.client.client_id],
    );
    expect(rows).toHaveLength(4);
    for (const { good_until, expires_at } of rows.slice(0, 3)) {
      const [days, kept] = [good_until * 1000, expires_at.getTime()].map((ms) => (ms - Date.now()) / DAY_MS);
      expect(days).toBeGreaterThan(89.9);
      expect(days).toBeLessThanOrEqual(90.01);
      // Of one that was replaced it is known for a month that it was.
      expect(kept).toBeGreaterThan(29.9);
      expect(kept).toBeLessThanOrEqual(30.01);
    }
  });

  it('goes when its time is over', async () => {
    await signInAt(url, acme.owner);
    const inADay = new Date(Date.now() + DAY_MS);
    const left = () => sql('SELECT 1 FROM oauth_records WHERE expires_at <= $1', [inADay]);
    expect((await left()).length).toBeGreaterThan(0);
    await runJob(inADay);
    expect(await left()).toEqual([]);
    expect((await sql("SELECT 1 FROM oauth_records WHERE kind = 'RefreshToken'")).length).toBeGreaterThan(0);
  });

  it('of clients that registered themselves goes after a day what nobody signed in with, and nothing else', async () => {
    const unused = await registerClient(gateway.url);
    const { client: used } = await signInAt(url, acme.owner);
    const { id: byHand } = (await acme.rest.post('/oauth-client', { name: 'Claude' })).body;
    await runJob(new Date(Date.now() + 0.9 * DAY_MS));
    expect(await isKnown(unused.client_id)).toBe(true);
    await runJob(new Date(Date.now() + 1.1 * DAY_MS));
    expect(await isKnown(unused.client_id)).toBe(false);
    expect([await isKnown(used.client_id), await isKnown(byHand)]).toEqual([true, true]);
  });

  it('a signing key is one, however many processes find at once that there is none, or that it is time', async () => {
    await sql('DELETE FROM oauth_signing_keys');
    const keys = gateway.app.get(SigningKeys, { strict: false });
    const kids = async (of: SigningKeys) => (await of.list()).map(({ kid }) => kid);
    /** A process during whose every step another one does all that it does. */
    const overtaken = (other: () => Promise<unknown>) => {
      const database = gateway.app.get(DatabaseService, { strict: false });
      const onIssuer: DatabaseService['onIssuer'] = async (work) => {
        const answer = await database.onIssuer(work);
        await other();
        return answer;
      };
      const slow = Object.assign(Object.create(database) as DatabaseService, { onIssuer });
      return new SigningKeys(slow, gateway.app.get(SecretBox, { strict: false }));
    };
    const first = await kids(overtaken(() => keys.list()));
    expect(first).toHaveLength(1);
    expect(await Promise.all(Array.from({ length: 6 }, () => kids(keys)))).toEqual(Array(6).fill(first));

    await sql("UPDATE oauth_signing_keys SET created_at = now() - interval '30 days 1 hour'");
    await overtaken(() => keys.renew(new Date())).renew(new Date());
    await Promise.all(Array.from({ length: 6 }, () => runJob()));
    expect(await kids(keys)).toEqual([first[0], expect.any(String)]);
  });

  it('a signing key is shown before it takes over after a month, and its forerunner for a day after that', async () => {
    const at = async (hours: number) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 60 * 60 * 1000 });
      try {
        const answer = await fetch(`${gateway.url}/oauth/jwks`);
        return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
      } finally {
        vi.useRealTimers();
      }
    };
    await sql('DELETE FROM oauth_signing_keys');
    const [old] = await at(0.6);
    await runJob();
    expect(await at(1.2)).toEqual([old]);
    await sql("UPDATE oauth_signing_keys SET created_at = now() - interval '30 days'");
    await runJob();
    const [stillOld, fresh, ...none] = await at(1.8);
    expect([stillOld, none]).toEqual([old, []]);
    expect(fresh).not.toBe(old);
    expect(await at(3)).toEqual([fresh, old]);
    expect(await at(27)).toEqual([fresh]);
  });
});
