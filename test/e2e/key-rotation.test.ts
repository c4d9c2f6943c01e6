import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { startGateway } from '../support/gateway.js';
import { connectFirst } from '../support/mcp-clients.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

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
});
