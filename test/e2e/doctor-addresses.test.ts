import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { checkConnection } from '../../src/doctor/check-connection.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import type { IssuedServer } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

const WHOLE_MS = 60_000;
const ISSUED = /paste the .*(MCP )?URL|copy the whole URL|paste that address|paste the address/;

describe('the connection doctor at an address that is no MCP server’s', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let account: string;
  let open: IssuedServer;
  let signIn: IssuedServer;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway({ GATEWAY_WRONG_TOKENS_PER_MINUTE: '1000' });
    acme = await gateway.createOrganization('Acme');
    account = await acme.rest.connect(credentialsOf(looker));
    open = await acme.rest.issue(account);
    signIn = await acme.rest.issue(account, { config: { auth: 'oauth' } });
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const check = (url: string) => checkConnection(new URL(url), { wholeMs: WHOLE_MS });
  const changed = (url: string, from: string | RegExp, to: string) => () => url.replace(from, to);

  it.each([
    [
      '/mpc in the place of /mcp',
      () => changed(open.url, '/mcp/', '/mpc/'),
      /nothing at \/mpc\/….*answers at .*\/mcp\//,
    ],
    ['/mcp that is missing', () => changed(open.url, '/mcp/', '/'), /the server answers at .*\/mcp\//],
    [
      'the same of a sign-in URL',
      () => changed(signIn.url, '/mcp/', '/mpc/'),
      /the server answers at .*\/mcp\/[0-9a-f]/,
    ],
    ['/sse behind the token', () => () => `${open.url}/sse`, /\/sse at its end.*paste the address without \/sse/],
    ['two segments too many', () => () => `${signIn.url}/v1/sse`, /paste the address without \/v1\/sse/],
    [
      'a token that is cut',
      () => () => open.url.slice(0, -9),
      /token in the address is cut: it has 48 of 57 characters/,
    ],
    ['a token with more behind it', () => () => `${open.url}x`, /has 58 characters where 57 belong/],
    ['a token of which two letters were swapped', () => () => swapped(open.url), /mistyped/],
    ['an id that is cut', () => () => signIn.url.slice(0, -4), /id in the address has 32 characters where 36 belong/],
    ['an API token', () => () => `${gateway.url}/mcp/${acme.apiToken}`, /behind \/mcp\/ is an API token/],
    ['a path of nothing', () => () => `${gateway.url}/api/v1`, /nothing at \/api\/….*begin with .*\/mcp\//],
    ['a placeholder', () => () => `${gateway.url}/mcp/your-token-here`, /no token and no id of an MCP server/],
    ['the bare address', () => () => gateway.url, /ends after the host.*or http:.*\/mcp, where people choose/],
    ['the dashboard', () => () => `${gateway.url}/app/`, /that of a page for people, such as the dashboard/],
    ['the dashboard without its slash', () => () => `${gateway.url}/app`, /that of a page for people/],
    [
      'a page of the dashboard',
      () => () => `${gateway.url}/app/#/servers/${account}/${open.id}`,
      /of a page for people/,
    ],
    ['the description of the API', () => () => `${gateway.url}/docs`, /that of a page for people/],
  ] as const)('finds %s, and says what to paste', async (_, of, says) => {
    const { fault, steps } = await check(of()());
    expect(fault).toMatch(says);
    expect(fault).toMatch(ISSUED);
    expect(JSON.stringify(steps)).not.toContain(open.token);
    expect(JSON.stringify(steps)).not.toContain(acme.apiToken);
  });

  it('says of a whole URL that opens nothing that its server has expired, was revoked or replaced, and who looks it up', async () => {
    const says = /is whole.*opens nothing any more: its server has expired or was revoked.*Ask whoever issued it/;
    for (const config of [{}, { auth: 'oauth' }]) {
      const revoked = await acme.rest.issue(account, { config: { methods: ['read'], ...config } });
      await acme.rest.delete(`/integrated-account/${account}/mcp/${revoked.id}`);
      expect((await check(revoked.url)).fault).toMatch(says);
      const expired = await acme.rest.issue(account, { config: { methods: ['read'], ...config } });
      await expire(expired);
      expect((await check(expired.url)).fault).toMatch(says);
    }
  });

  it('by REST says when a server has expired, and to extend it', async () => {
    const server = await acme.rest.issue(account, { config: { auth: 'oauth' } });
    await expire(server);
    const { status, body } = await acme.rest.post(`/integrated-account/${account}/mcp/${server.id}/doctor`, {});
    expect([status, body.fault]).toEqual([200, expect.stringMatching(/^The server expired at \d{4}-.*extend it/)]);
    expect(body.steps.at(-1)).toMatchObject({ name: 'Expiry', state: 'fault' });
  });

  it('of one that only this machine reaches remarks which clients connect, and passes', async () => {
    const { isHealthy, fault, steps } = await check(open.url);
    expect([isHealthy, fault]).toEqual([true, null]);
    expect(steps[0]).toMatchObject({ name: 'Address', state: 'warning' });
    expect(steps[0]?.message).toMatch(
      /Claude Code, Cursor, VS Code.*Hosted ones.*ChatGPT, cannot reach it.*PUBLIC_URL/,
    );
  });

  it.each([
    ['http://gateway.invalid/mcp/x', 'fault', /by https only/],
    ['http://looker.internal/mcp/x', 'warning', /plain http in a private network.*--allow-http.*cannot reach it/],
    ['http://gateway:3000/mcp/x', 'warning', /plain http in a private network/],
    ['https://looker.internal/mcp/x', 'warning', /one of a private network.*cannot reach it/],
    ['https://nothing.invalid/mcp/x', 'ok', /An https address/],
  ] as const)('of %s says: %s', async (url, state, says) => {
    const { steps } = await check(url);
    expect(steps[0]).toMatchObject({ name: 'Address', state, message: expect.stringMatching(says) });
  });

  /** The clock cannot be set, the row can. */
  async function expire({ id }: IssuedServer): Promise<void> {
    await queryAsOwner(
      gateway.databaseUrl,
      "UPDATE mcp_servers SET expires_at = now() - interval '1 minute' WHERE id = $1",
      [id],
    );
  }
});

function swapped(url: string): string {
  const [last = '', before = ''] = [url.at(-10), url.at(-11)];
  return last === before
    ? `${url.slice(0, -1)}${url.endsWith('0') ? '1' : '0'}`
    : `${url.slice(0, -11)}${last}${before}${url.slice(-9)}`;
}
