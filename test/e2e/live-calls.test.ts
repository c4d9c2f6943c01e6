import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import { callLogRow } from '../support/call-log-row.js';
import { CallWatcher } from '../support/call-watcher.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { measured } from '../support/measured.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const SEEN = { interval: 20 };

describe('GET /log/stream', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let rival: TestOrganization;
  let looker: SampleLooker;
  const watchers: CallWatcher[] = [];

  beforeAll(async () => {
    [gateway, looker] = await Promise.all([startGateway(), startSampleLooker()]);
    [acme, rival] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Rival')];
  });

  afterEach(async () => {
    await Promise.all(watchers.splice(0).map((watcher) => watcher.close()));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const watch = async (headers: Record<string, string>, query = '') => {
    const watcher = await CallWatcher.open(gateway.url, headers, query);
    watchers.push(watcher);
    return watcher;
  };
  const called = async (change: Parameters<typeof callLogRow>[0]) => {
    const row = callLogRow(change);
    await gateway.app.get(CallLogService, { strict: false }).write(row);
    return row;
  };
  const idsOf = ({ calls }: CallWatcher) => calls.map(({ id }) => id);

  it('tells of each call once, to the session and to an API token', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    await called({ organizationId: acme.id, toolName: 'before' });
    const both = [await watch({ cookie: owner.cookie }), await watch(bearer(acme.apiToken))];
    const startedMs = performance.now();
    const first = await called({ organizationId: acme.id, clientName: 'claude-code' });
    await expect.poll(() => both.map(({ calls }) => calls.length), SEEN).toEqual([1, 1]);
    measured('a call until it is told of', performance.now() - startedMs, 1_500);
    const second = await called({ organizationId: acme.id });
    await expect.poll(() => both.map(idsOf), SEEN).toEqual(Array(2).fill([first.id, second.id]));
    expect((await acme.rest.get('/log?limit=2')).body.result.toReversed()).toEqual(both[0]?.calls);
  });

  it('tells of a long call when it ends, though newer ones were told of before', async () => {
    const watcher = await watch(bearer(acme.apiToken));
    const began = new Date(Date.now() - 240_000);
    const slow = callLogRow({ organizationId: acme.id, at: began, durationMs: 240_000 });
    const quick = await called({ organizationId: acme.id });
    await expect.poll(() => idsOf(watcher), SEEN).toEqual([quick.id]);
    await gateway.app.get(CallLogService, { strict: false }).write(slow);
    await expect.poll(() => idsOf(watcher), SEEN).toEqual([quick.id, slow.id]);
  });

  it('tells of a call that took an hour when it ends, too', async () => {
    const watcher = await watch(bearer(acme.apiToken));
    const at = new Date(Date.now() - 3_600_000);
    const slow = await called({ organizationId: acme.id, at, durationMs: 3_600_000 });
    await expect.poll(() => idsOf(watcher)).toEqual([slow.id]);
  });

  it('respects the filters of the log, and the account that a token is limited to', async () => {
    const { mcpServerId, integratedAccountId } = callLogRow({ organizationId: acme.id });
    const scope = { name: 'one', scopes: ['logs:read'] };
    const filters: [string, Partial<Parameters<typeof callLogRow>[0]>][] = [
      [`?log_type_filter[mcp_server_id]=${mcpServerId}`, { mcpServerId }],
      [`?integrated_account_id=${integratedAccountId}`, { integratedAccountId }],
      ['?tool_name=wanted', { toolName: 'wanted' }],
      ['?status=refused', { status: 'refused' }],
    ];
    for (const [query, wanted] of filters) {
      const [narrow, all] = [await watch(bearer(acme.apiToken), query), await watch(bearer(acme.apiToken))];
      const row = await called({ organizationId: acme.id, ...wanted });
      await called({ organizationId: acme.id });
      await expect.poll(() => all.calls.length, SEEN).toBe(2);
      expect(idsOf(narrow), query).toEqual([row.id]);
    }
    const accountId = await acme.rest.connect(credentialsOf(looker));
    const limited = (await acme.rest.post('/api-token', { ...scope, integrated_account_id: accountId })).body.token;
    const [own, beyond, all] = [
      await watch(bearer(limited)),
      await watch(bearer(limited), `?integrated_account_id=${integratedAccountId}`),
      await watch(bearer(acme.apiToken)),
    ];
    const seen = await called({ organizationId: acme.id, integratedAccountId: accountId });
    await called({ organizationId: acme.id, integratedAccountId });
    await expect.poll(() => all.calls.length, SEEN).toBe(2);
    expect([idsOf(own), idsOf(beyond)]).toEqual([[seen.id], []]);
  });

  it("never tells of another organization's calls, even when asked for its server by id", async () => {
    const row = callLogRow({ organizationId: acme.id });
    const theirs = await watch(bearer(rival.apiToken), `?log_type_filter[mcp_server_id]=${row.mcpServerId}`);
    const own = await watch(bearer(acme.apiToken));
    await called(row);
    await expect.poll(() => own.calls.length, SEEN).toBe(1);
    const after = await called({ organizationId: rival.id, mcpServerId: row.mcpServerId });
    await expect.poll(() => idsOf(theirs), SEEN).toEqual([after.id]);
  });

  it('sends nothing more after the sign-out, the removal or the revocation, and ends', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = await owner.join('viewer@acme.example', 'viewer');
    const { body } = await acme.rest.post('/api-token', { name: 'watching', scopes: ['logs:read'] });
    const signedOut = await DashboardClient.signIn(gateway.url, acme.owner);
    const all = await Promise.all([
      watch({ cookie: signedOut.cookie }),
      watch({ cookie: viewer.cookie }),
      watch(bearer(body.token)),
    ]);
    const witness = await watch(bearer(acme.apiToken));
    await signedOut.delete('/session');
    await owner.delete(`/member/${await viewer.memberId()}`);
    await acme.rest.delete(`/api-token/${body.id}`);
    await called({ organizationId: acme.id });
    await expect.poll(() => witness.calls.length, SEEN).toBe(1);
    await Promise.all(all.map(({ ended }) => ended));
    expect(all.flatMap(({ calls }) => calls)).toEqual([]);
  });

  it('ends for one who is signed out while nothing happens', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const watcher = await watch({ cookie: owner.cookie });
    await owner.delete('/session');
    await watcher.ended;
  });

  it('refuses more than 20 watchers of one organization, and takes another when one has gone', async () => {
    const many = await Promise.all(Array.from({ length: 20 }, () => watch(bearer(acme.apiToken))));
    const refused = await acme.rest.get('/log/stream');
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
      429,
      'request.rate_limited',
      '30',
    ]);
    await watch(bearer(rival.apiToken));
    await many[0]?.close();
    await expect.poll(() => watch(bearer(acme.apiToken)).then(() => 'taken', String)).toBe('taken');
  });

  it.each(['?limit=5', '?since=2026-01-01T00:00:00Z', '?status=fine', '?tool_name='])('refuses %s', async (query) => {
    expect((await acme.rest.get(`/log/stream${query}`)).status).toBe(400);
  });

  it('needs the permission to read the log', async () => {
    const { body } = await acme.rest.post('/api-token', { name: 'other', scopes: ['accounts:read'] });
    expect((await new RestClient(gateway.url, body.token).get('/log/stream')).status).toBe(403);
  });

  it('tells of calls that another gateway on the same database served, and ends when its own one stops', async () => {
    const other = await startGateway({
      DATABASE_URL: gateway.databaseUrl,
      GATEWAY_MASTER_KEYS: process.env.GATEWAY_MASTER_KEYS ?? '',
    });
    const watcher = await CallWatcher.open(other.url, bearer(acme.apiToken));
    const row = await called({ organizationId: acme.id });
    await expect.poll(() => idsOf(watcher), SEEN).toEqual([row.id]);
    const stoppedMs = performance.now();
    await Promise.all([other.close(), watcher.ended]);
    measured('the end of a stream with its gateway', performance.now() - stoppedMs, 2_000);
  });
});
