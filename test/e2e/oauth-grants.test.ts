import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { EndedGrantsJob } from '../../src/auth/oauth/grants/ended-grants.job.js';
import { bearerCall } from '../support/bearer-call.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { grantAt, type SignedIn, tokenRequest } from '../support/sign-in.js';

const HOUR_MS = 3_600_000;

describe('a sign-in that was consented to', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const grant = () => grantAt(acme.rest, accountId, acme.owner);
  const listed = async (serverId: string) =>
    ((await acme.rest.get(`/oauth-grant?mcp_server_id=${serverId}`)).body.result as { id: string }[]).map(
      ({ id }) => id,
    );
  const refresh = async ({ client, refresh_token }: SignedIn, resource: string) => {
    const body = { grant_type: 'refresh_token', client_id: client.client_id, refresh_token, resource };
    const answer = await tokenRequest(gateway.url, body);
    return { status: answer.status, error: ((await answer.json()) as { error?: string }).error };
  };
  const revoke = ({ client }: SignedIn, token: string) =>
    fetch(`${gateway.url}/oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: client.client_id, token }),
    });
  const endsOf = async (id: string) => {
    const { body } = await acme.rest.get('/audit?limit=50');
    const events = body.result as { action: string; record_id: string; actor: { name: string } }[];
    return events.filter(({ action, record_id }) => action === 'oauth_grant.ended' && record_id === id);
  };

  it('is listed for as long as one of its tokens is good, and ended by the job afterwards, and no other is', async () => {
    const [over, live] = [await grant(), await grant()];
    expect(await listed(over.server.id)).toEqual([over.id]);
    await queryAsOwner(
      gateway.databaseUrl,
      `UPDATE oauth_records SET expires_at = now() - interval '1 second'
       WHERE grant_id = (SELECT grant_id FROM oauth_grants WHERE id = $1)`,
      [over.id],
    );
    expect(await listed(over.server.id)).toEqual([]);
    expect(await listed(live.server.id)).toEqual([live.id]);
    const job = gateway.app.get(EndedGrantsJob, { strict: false });
    await job.run(new Date());
    // A browser may still be on its way with the code.
    expect(await endsOf(over.id)).toHaveLength(0);
    await job.run(new Date(Date.now() + 1.01 * HOUR_MS));
    expect(await endsOf(over.id)).toHaveLength(1);
    expect(await endsOf(live.id)).toHaveLength(0);
    expect(await listed(live.server.id)).toEqual([live.id]);
  });

  it.each(['access_token', 'refresh_token'] as const)(
    'is over when its client gives back the %s: it is listed no more, and the other token opens nothing either',
    async (kind) => {
      const { server, tokens, id } = await grant();
      expect((await bearerCall(server.url, tokens.access_token)).status).toBe(200);
      expect((await revoke(tokens, tokens[kind])).status).toBe(200);
      expect(await listed(server.id)).toEqual([]);
      await expect.poll(async () => (await bearerCall(server.url, tokens.access_token)).status).toBe(401);
      expect(await refresh(tokens, server.url)).toEqual({ status: 400, error: 'invalid_grant' });
      await expect.poll(() => endsOf(id)).toHaveLength(1);
    },
  );

  it('stays when somebody else’s client gives back its token', async () => {
    const [mine, other] = [await grant(), await grant()];
    await revoke(other.tokens, mine.tokens.refresh_token);
    expect(await listed(mine.server.id)).toEqual([mine.id]);
    expect((await bearerCall(mine.server.url, mine.tokens.access_token)).status).toBe(200);
  });

  const config = (oauth: object) => ({ config: { oauth } });
  /** As an hour would bring it about. */
  const expire = async (address: string) => {
    const past = "UPDATE mcp_servers SET expires_at = now() - interval '1 second' WHERE id = $1";
    await queryAsOwner(gateway.databaseUrl, past, [address.split('/').at(-1)]);
    return { status: 200 };
  };
  it.each<[string, (address: string) => Promise<unknown>]>([
    ['was removed', (address) => acme.rest.delete(address)],
    ['has expired', expire],
    ['no longer names the person', (address) => acme.rest.patch(address, config({ emails: ['ana@acme.example'] }))],
    ['no longer takes this way to sign in', (address) => acme.rest.patch(address, config({ sign_in: ['looker'] }))],
    ['takes the tokens of Looker now', (address) => acme.rest.patch(address, config({ provider: 'looker' }))],
    ['has no sign-in any more', (address) => acme.rest.patch(address, { config: { auth: 'url' } })],
  ])('is refreshed no more at a server that %s: exactly invalid_grant', async (_, change) => {
    const { server, tokens } = await grant();
    const changed = await change(`/integrated-account/${accountId}/mcp/${server.id}`);
    expect((changed as { status: number }).status).toBeLessThan(300);
    expect(await refresh(tokens, server.url)).toEqual({ status: 400, error: 'invalid_grant' });
  });
});
