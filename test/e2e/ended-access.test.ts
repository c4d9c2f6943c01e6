import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { ExpiryJob } from '../../src/mcp-servers/expiry.job.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

interface Ended {
  readonly id: string;
  readonly name: string;
  readonly ended_at: string;
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

describe('GET /ended-access', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let rival: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    rival = await gateway.createOrganization('Rival');
    accountId = await acme.rest.connect(credentialsOf(looker), 'Acme BI');
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const listed = async (rest: Pick<RestClient, 'get'> = acme.rest): Promise<Ended[]> => {
    const answer = await rest.get('/ended-access?limit=100');
    expect(answer.status, answer.text).toBe(200);
    return answer.body.result;
  };
  const found = async (id: string) => (await listed()).find((row) => row.id === id);
  const token = async (body: Record<string, unknown>) => {
    const answer = await acme.rest.post('/api-token', { scopes: ['logs:read'], ...body });
    expect(answer.status, answer.text).toBe(201);
    return answer.body;
  };
  const tokenBy = { kind: 'api_token', id: expect.any(String), name: 'test' };

  it('tells of a revoked server its last name, what it allowed, who issued and who ended it, and its last call', async () => {
    const server = await acme.rest.issue(accountId, {
      name: 'Temp',
      config: { methods: ['read'], tags: ['users'] },
      expires_at: inMinutes(60).toISOString(),
    });
    expect(await found(server.id)).toBeUndefined();
    const client = await connectModern(server.url);
    await client.callTool('looker_users_me');
    await client.close();
    const path = `/integrated-account/${accountId}/mcp/${server.id}`;
    await acme.rest.patch(path, { name: 'Contractor' });
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    await owner.delete(path);
    expect(await found(server.id)).toEqual({
      kind: 'mcp_server',
      id: server.id,
      name: 'Contractor',
      integrated_account_id: accountId,
      account_name: 'Acme BI',
      fingerprint: server.token.slice(-4),
      config: expect.objectContaining({ methods: ['read'], tags: ['users'], log_arguments: false }),
      scopes: null,
      issued_at: expect.any(String),
      issued_by: tokenBy,
      expires_at: expect.any(String),
      ended_at: expect.any(String),
      ending: 'revoked',
      ended_by: { kind: 'member', id: await owner.memberId(), name: acme.owner.email },
      last_call_at: expect.any(String),
    });
  });

  it('says of an expired server that it ended when it expired, by nobody, whenever it was removed', async () => {
    const expires_at = inMinutes(2).toISOString();
    const server = await acme.rest.issue(accountId, { name: 'Short', expires_at });
    await gateway.app.get(ExpiryJob, { strict: false }).run(inMinutes(50));
    expect(await found(server.id)).toMatchObject({ ended_at: expires_at, ending: 'expired', ended_by: null });
  });

  it('tells of an expired server from its second on, and the same before and after it is removed', async () => {
    const server = await acme.rest.issue(accountId, { name: 'Over', config: { methods: ['read'], tags: ['users'] } });
    const path = `/integrated-account/${accountId}/mcp/${server.id}`;
    expect((await acme.rest.get(path)).body.state).toBe('active');
    const past = inMinutes(-1);
    await queryAsOwner(gateway.databaseUrl, 'UPDATE mcp_servers SET expires_at = $1 WHERE id = $2', [past, server.id]);
    const ended = await found(server.id);
    expect(ended).toMatchObject({ name: 'Over', ended_at: past.toISOString(), ending: 'expired', ended_by: null });
    expect((await acme.rest.get(path)).body.state).toBe('expired');
    const { body } = await acme.rest.get(`/integrated-account/${accountId}/mcp`);
    expect(body.result.find(({ id }: { id: string }) => id === server.id).state).toBe('expired');
    await gateway.app.get(ExpiryJob, { strict: false }).run(new Date());
    expect((await acme.rest.get(path)).status).toBe(404);
    expect(await found(server.id)).toEqual(ended);
    // One that is prolonged has not ended.
    const prolonged = await acme.rest.issue(accountId, { name: 'Prolonged' });
    const theirs = `/integrated-account/${accountId}/mcp/${prolonged.id}`;
    await queryAsOwner(gateway.databaseUrl, 'UPDATE mcp_servers SET expires_at = $1 WHERE id = $2', [
      past,
      prolonged.id,
    ]);
    expect(await found(prolonged.id)).toBeDefined();
    expect((await acme.rest.patch(theirs, { expires_at: inMinutes(9).toISOString() })).body.state).toBe('active');
    expect(await found(prolonged.id)).toBeUndefined();
  });

  it('knows what went with its account, under the last names of both', async () => {
    const other = await acme.rest.connect(credentialsOf(looker), 'Old BI');
    const server = await acme.rest.issue(other, { name: 'First name' });
    await acme.rest.patch(`/integrated-account/${other}/mcp/${server.id}`, { name: 'Last name' });
    const revoked = await acme.rest.issue(other, { name: 'Revoked before' });
    await acme.rest.delete(`/integrated-account/${other}/mcp/${revoked.id}`);
    const limited = await token({ name: 'Limited', integrated_account_id: other });
    await acme.rest.delete(`/integrated-account/${other}`);
    const gone = { integrated_account_id: other, account_name: 'Old BI', ending: 'account_deleted', ended_by: tokenBy };
    expect(await found(server.id)).toMatchObject({ ...gone, kind: 'mcp_server', name: 'Last name' });
    expect(await found(limited.id)).toMatchObject({ ...gone, kind: 'api_token', config: null, scopes: ['logs:read'] });
    expect(await found(revoked.id)).toMatchObject({ ending: 'revoked', account_name: 'Old BI' });
    expect((await listed()).filter(({ id }) => id === revoked.id)).toHaveLength(1);
  });

  it('lists API tokens that were revoked, and those that expired and are still there', async () => {
    const [revoked, expired, both] = [
      await token({ name: 'Revoked' }),
      await token({ name: 'Expired', expires_at: inMinutes(5).toISOString() }),
      await token({ name: 'Expired, then revoked', expires_at: inMinutes(5).toISOString() }),
    ];
    await acme.rest.delete(`/api-token/${revoked.id}`);
    const past = inMinutes(-5);
    await queryAsOwner(gateway.databaseUrl, 'UPDATE api_tokens SET expires_at = $1 WHERE id = ANY ($2)', [
      past,
      [expired.id, both.id],
    ]);
    await acme.rest.delete(`/api-token/${both.id}`);
    expect(await found(revoked.id)).toMatchObject({ kind: 'api_token', ending: 'revoked', ended_by: tokenBy });
    const over = { ending: 'expired', ended_at: past.toISOString(), ended_by: null, issued_by: tokenBy };
    expect(await found(expired.id)).toMatchObject({ ...over, name: 'Expired' });
    expect(await found(both.id)).toMatchObject({ ...over, name: 'Expired, then revoked' });
  });

  it('leads through everything page by page, each once, the last one that ended first', async () => {
    const all = await listed();
    expect(all.length).toBeGreaterThan(6);
    expect(all.map(({ ended_at }) => ended_at)).toEqual(
      all
        .map(({ ended_at }) => ended_at)
        .sort()
        .reverse(),
    );
    const paged: Ended[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await acme.rest.get(`/ended-access?limit=2${cursor === null ? '' : `&next_cursor=${cursor}`}`);
      expect(body.result.length).toBeLessThanOrEqual(2);
      paged.push(...body.result);
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect(paged).toEqual(all);
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'next_cursor=x', `next_cursor=${btoa('2026-01-01 x')}`, 'account=x'])(
    'refuses ?%s',
    async (query) => {
      const answer = await acme.rest.get(`/ended-access?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.body.code).toMatch(/^request\.(invalid|cursor_invalid)$/);
    },
  );

  it('shows a viewer all of it, and a caller without logs:read nothing', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = await owner.join('viewer@acme.example', 'viewer');
    expect(await listed(viewer)).toEqual(await listed());
    const { token: other } = await token({ name: 'No logs', scopes: ['mcp_servers:read'] });
    const refused = await new RestClient(gateway.url, other).get('/ended-access');
    expect([refused.status, refused.body.code]).toEqual([403, 'permission.missing']);
  });

  it("gives nothing of another organization's, and to a token limited to one account nothing of the others", async () => {
    expect(await listed(rival.rest)).toEqual([]);
    const second = await acme.rest.connect(credentialsOf(looker), 'Second');
    const server = await acme.rest.issue(second, { name: 'On the second' });
    await acme.rest.delete(`/integrated-account/${second}/mcp/${server.id}`);
    const { token: limited } = await token({ name: 'Second only', integrated_account_id: second });
    expect((await listed(new RestClient(gateway.url, limited))).map(({ id }) => id)).toEqual([server.id]);
  });
});
