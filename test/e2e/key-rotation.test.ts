import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { freePort } from '../support/free-port.js';
import { startGateway } from '../support/gateway.js';
import { connectFirst } from '../support/mcp-clients.js';
import { SignInMemory, signInModern } from '../support/oauth-clients.js';
import { refreshed, signInByProvider, startProviderOf } from '../support/organization-provider.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { asLookerUser, CALLBACK, tokenRequest } from '../support/sign-in.js';

const run = promisify(execFile);
const [OLD, NEW] = [createMasterKey('old'), createMasterKey('new')];

describe('rotating the master keys', { timeout: 180_000 }, () => {
  let looker: SampleLooker;

  beforeAll(async () => {
    looker = await startSampleLooker();
  });

  afterAll(() => looker.close());

  const command = async (program: string, databaseUrl: string, keys: string, ...args: string[]) =>
    JSON.parse(
      (
        await run(process.execPath, [join(PACKAGE_ROOT, 'dist', 'commands', program), ...args], {
          env: { DATABASE_URL: databaseUrl, GATEWAY_MASTER_KEYS: keys },
        })
      ).stdout,
    );

  const isAnswered = async (url: string): Promise<boolean> => {
    const client = await connectFirst(url);
    const { isError } = await client.callTool('looker_users_me');
    await client.close();
    return !isError;
  };

  it('keeps every URL, token and account in use working, with old and new key and then with the new one alone', async () => {
    const first = await startGateway({ GATEWAY_MASTER_KEYS: OLD });
    const { databaseUrl } = first;
    const { rest, apiToken } = await first.createOrganization('Acme');
    const account = await rest.connect(credentialsOf(looker));
    const used = await rest.issue(account);
    const unused = await rest.issue(account, { name: 'Unused' });
    await first.close();

    const both = await startGateway({ GATEWAY_MASTER_KEYS: `${NEW},${OLD}`, DATABASE_URL: databaseUrl });
    expect(await isAnswered(used.url.replace(first.url, both.url))).toBe(true);
    expect((await new RestClient(both.url, apiToken).get('/integrated-account')).status).toBe(200);
    expect(await command('reseal-secrets.js', databaseUrl, `${NEW},${OLD}`)).toEqual({
      resealed: 1,
      already_current: 0,
      not_opened: 0,
      tokens_under_old_keys: 1,
      keys_to_drop: [],
    });
    expect(await isAnswered(used.url.replace(first.url, both.url))).toBe(true);
    await both.close();

    expect(await command('retire-key.js', databaseUrl, NEW, '--key', 'old')).toEqual({
      key: 'old',
      ended: { urls: 1 },
      organizations: [
        {
          organization: 'Acme',
          api_tokens: [],
          mcp_servers: [{ name: 'Unused', fingerprint: unused.url.slice(-4) }],
          replaced_urls: [],
        },
      ],
    });
    const alone = await startGateway({ GATEWAY_MASTER_KEYS: NEW, DATABASE_URL: databaseUrl });
    expect(await isAnswered(used.url.replace(first.url, alone.url))).toBe(true);
    expect((await new RestClient(alone.url, apiToken).get('/integrated-account')).status).toBe(200);
    const lost = await fetch(unused.url.replace(first.url, alone.url), { method: 'POST' });
    expect(lost.status).toBe(404);
    await alone.close();
    expect(await command('verify-audit.js', databaseUrl, NEW)).toMatchObject([{ broken: null }]);
  });

  it('leaves nothing that is sealed under the old key, in any column that holds what is sealed', async () => {
    const port = String(await freePort());
    const first = await startGateway({ GATEWAY_MASTER_KEYS: OLD, PORT: port });
    const { databaseUrl, url } = first;
    const acme = await first.createOrganization('Acme');
    const { rest } = acme;
    const account = await rest.connect(credentialsOf(looker));
    await rest.post(`/integrated-account/${account}/oauth-client`, {});
    const provider = await startProviderOf(acme);
    provider.people.set('eva', { email: 'eva@partner.com', email_verified: true });
    const auth = (oauth: object, more = {}) => ({ config: { methods: ['read'], auth: 'oauth', oauth, ...more } });
    const atProvider = await rest.issue(account, auth({ sign_in: ['openid_provider'] }));
    const atLooker = await rest.issue(account, auth({ sign_in: ['looker'] }, { identity: { kind: 'caller' } }));
    const alone = await rest.issue(account, auth({ client_credentials: true }));
    const { body: program } = await rest.post('/oauth-client', { name: 'Night', allow_client_credentials: true });
    const comesAlone = () =>
      tokenRequest(url, {
        ...{ grant_type: 'client_credentials', client_id: program.id, client_secret: program.client_secret },
        ...{ resource: alone.url, scope: 'looker:read' },
      });
    const memory = new SignInMemory(CALLBACK);
    await (await signInModern(atLooker.url, memory, asLookerUser('13'))).close();
    const eva = await signInByProvider(atProvider.url, 'eva');
    await first.close();

    const both = await startGateway({ GATEWAY_MASTER_KEYS: `${NEW},${OLD}`, DATABASE_URL: databaseUrl, PORT: port });
    expect(await command('reseal-secrets.js', databaseUrl, `${NEW},${OLD}`)).toMatchObject({
      // Credentials, a provider's secret, a person's tokens of Looker, and a key that signs.
      ...{ resealed: 4, already_current: 0, not_opened: 0, keys_to_drop: [] },
    });
    const columns = await queryAsOwner<{ table: string; column: string }>(
      databaseUrl,
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name LIKE 'sealed%' ORDER BY 1`,
    );
    expect(columns.length).toBeGreaterThanOrEqual(4);
    for (const { table, column } of columns) {
      const rows = await queryAsOwner<{ sealed: string }>(databaseUrl, `SELECT ${column} AS sealed FROM ${table}`);
      const header = ({ sealed }: { sealed: string }) => Buffer.from(JSON.parse(sealed).protected, 'base64url');
      const kids = rows.map((row) => JSON.parse(header(row).toString()).kid);
      // A new column needs a row above, and a place in the command.
      expect([table, new Set(kids)]).toEqual([table, new Set(['new'])]);
    }

    // What has no key of its own to be opened with moves when it is used: sign-ins when they are refreshed, programs when they come in.
    await (await signInModern(atLooker.url, new SignInMemory(CALLBACK), asLookerUser('13'))).close();
    expect((await refreshed(atProvider.url, eva)).status).toBe(200);
    expect((await comesAlone()).status).toBe(200);
    const uses = () =>
      queryAsOwner<{ kind: string; key: string; uses: number }>(
        databaseUrl,
        "SELECT kind, key, uses FROM master_key_uses() WHERE kind IN ('client_secrets', 'refresh_tokens') ORDER BY 1, 2",
      );
    await expect.poll(uses, { interval: 50 }).toEqual([
      { kind: 'client_secrets', key: 'new', uses: 1 },
      { kind: 'refresh_tokens', key: 'new', uses: 2 },
      { kind: 'refresh_tokens', key: 'old', uses: 1 },
    ]);
    expect((await command('reseal-secrets.js', databaseUrl, `${NEW},${OLD}`)).keys_to_drop).toEqual([]);
    await both.close();

    expect((await command('retire-key.js', databaseUrl, NEW, '--key', 'old')).ended).toMatchObject({
      refresh_tokens: 1,
    });
    const last = await startGateway({ GATEWAY_MASTER_KEYS: NEW, DATABASE_URL: databaseUrl, PORT: port });
    expect((await comesAlone()).status).toBe(200);
    expect((await signInByProvider(atProvider.url, 'eva')).access_token).toBeTruthy();
    await last.close();
    await provider.close();
  });
});
