import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { PERMISSIONS } from '../../src/access/permissions.js';
import { systemPrincipal } from '../../src/access/principal.js';
import { ApiTokensService } from '../../src/auth/api-tokens/api-tokens.service.js';
import { readEnvironment } from '../../src/config/environment.js';
import { PACKAGE_ROOT, settingsFrom } from '../../src/config/settings.js';
import { createMasterKey, parseMasterKeys } from '../../src/crypto/master-keys.js';
import { DatabaseService } from '../../src/database/database.service.js';
import { checkMasterKeys } from '../../src/master-key-check.js';
import { startGateway } from '../support/gateway.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';

const run = promisify(execFile);
const [K1, OTHER_K1, K2, K3] = ['k1', 'k1', 'k2', 'k3'].map(createMasterKey) as [string, string, string, string];
const KEYS = [K1, OTHER_K1, K2, K3].map((key) => key.split(':')[1] ?? '');

describe('the master keys of a database', { timeout: 180_000 }, () => {
  let looker: SampleLooker;
  let databaseUrl: string;
  let owner: pg.Client;
  const opened: DatabaseService[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker();
  });

  afterAll(() => looker.close());

  beforeEach(async () => {
    databaseUrl = await createTestDatabase(inject('postgresUrl'));
    owner = new pg.Client(databaseUrl);
    await owner.connect();
  });

  afterEach(async () => {
    await owner.end();
    await Promise.all(opened.splice(0).map((database) => database.onApplicationShutdown()));
  });

  const open = async () => {
    const environment = readEnvironment({ DATABASE_URL: databaseUrl, GATEWAY_MASTER_KEYS: K1 });
    const database = await DatabaseService.open(settingsFrom(environment));
    opened.push(database);
    return database;
  };

  /** What a start with these keys says of them: `ok`, or why it refuses. */
  const judge = async (keys: string, database?: DatabaseService): Promise<string> =>
    checkMasterKeys(database ?? (await open()), parseMasterKeys(keys), { name: 'GATEWAY_MASTER_KEYS' }).then(
      () => 'ok',
      (error: Error) => `${error.name}: ${error.message}`,
    );

  const command = (program: string, keys: string, ...args: string[]) =>
    run(process.execPath, [join(PACKAGE_ROOT, 'dist', program), ...args], {
      env: { DATABASE_URL: databaseUrl, GATEWAY_MASTER_KEYS: keys, PORT: '1' },
    });

  /** An organization with one account, two URLs, one of them rotated with a grace, and an API token. */
  const fill = async (keys: string) => {
    const gateway = await startGateway({ DATABASE_URL: databaseUrl, GATEWAY_MASTER_KEYS: keys });
    const { id, rest, apiToken } = await gateway.createOrganization('Acme');
    const account = await rest.connect(credentialsOf(looker));
    const server = await rest.issue(account, { name: 'Sales' });
    const { url } = await rest.issue(account, { name: 'Ana' });
    const { body } = await rest.post(`/integrated-account/${account}/mcp/${server.id}/rotate`, { grace_seconds: 3600 });
    await gateway.close();
    return { organizationId: id, account, ends: { apiToken, sales: body.url, ana: url } };
  };

  /** A gateway on the same database, and a client with a new API token of an organization that is there already. */
  const reopen = async (keys: string, organizationId: string) => {
    const gateway = await startGateway({ DATABASE_URL: databaseUrl, GATEWAY_MASTER_KEYS: keys });
    const { token } = await gateway.app
      .get(ApiTokensService, { strict: false })
      .create(systemPrincipal(organizationId, 'test'), { name: 'test', scopes: [...PERMISSIONS] });
    return { gateway, rest: new RestClient(gateway.url, token) };
  };

  const forget = () => owner.query('DELETE FROM master_keys');

  it('are settled by the first start, before anything is sealed: no other key is taken, whatever its id', async () => {
    expect(await judge(K1)).toBe('ok');
    expect(await judge(OTHER_K1)).toMatch(/^MasterKeyError: The master key k1 .* is not the key k1 of this database/);
    expect(await judge(K2)).toMatch(/^MasterKeyError: This database belongs to the master key k1, .* gives only k2/);
    expect(await judge(`${K2},${OTHER_K1}`)).toContain('(given: k2, k1)');
    expect(await judge(K1)).toBe('ok');
    expect((await owner.query('SELECT id FROM master_keys')).rows).toEqual([{ id: 'k1' }]);
  });

  it('may get a new one in front, and may lose the old one as soon as nothing hangs on it', async () => {
    expect(await judge(K1)).toBe('ok');
    expect(await judge(`${K2},${K1}`)).toBe('ok');
    expect(await judge(K1)).toBe('ok');
    expect(await judge(K2)).toBe('ok');
    expect(await judge(`${K2},${OTHER_K1}`)).toContain('is not the key k1');
  });

  it('are missed by name as long as credentials or tokens hang on them, each kind counted', async () => {
    await fill(K1);
    expect(await judge(`${K2},${K1}`)).toBe('ok');
    const refusal = await judge(`${K3},${K2}`);
    expect(refusal).toContain('needs the master key k1, and GATEWAY_MASTER_KEYS gives only k3, k2');
    expect(refusal).toContain('1 Looker credentials, 3 MCP URLs, 1 API tokens would look as if they had been deleted');
    expect(refusal).toContain('npm run secrets:retire -- --key k1');
    const resealed = JSON.parse((await command('commands/reseal-secrets.js', `${K2},${K1}`)).stdout);
    expect(resealed).toMatchObject({ resealed: 1, tokens_under_old_keys: 4, keys_to_drop: [] });
    expect(await judge(K2)).not.toContain('credentials');
    await owner.query('DELETE FROM mcp_servers');
    await owner.query(`UPDATE api_tokens SET expires_at = now()`);
    const again = JSON.parse((await command('commands/reseal-secrets.js', `${K2},${K1}`)).stdout);
    expect(again).toMatchObject({ already_current: 1, tokens_under_old_keys: 0, keys_to_drop: ['k1'] });
    expect(await judge(K2)).toBe('ok');
  });

  it('need not hold a key that was retired, which ends what hangs on it, until it seals again', async () => {
    await fill(K1);
    await expect(command('commands/retire-key.js', K1, '--key', 'k1')).rejects.toThrow('k1 is the first');
    await expect(command('commands/retire-key.js', K2, '--key', 'k9')).rejects.toThrow('k9');
    const { stdout } = await command('commands/retire-key.js', K2, '--key', 'k1');
    expect(JSON.parse(stdout)).toMatchObject({ key: 'k1', ended: { credentials: 1, urls: 3, api_tokens: 1 } });
    expect(await judge(K2)).toBe('ok');
    expect(await judge(`${K2},${OTHER_K1}`)).toContain('is not the key k1');
    const { not_opened } = JSON.parse((await command('commands/reseal-secrets.js', K2)).stdout);
    expect(not_opened).toBe(1);
    expect(await judge(`${K1},${K2}`)).toBe('ok');
    expect(await judge(K2)).toContain('needs the master key k1');
  });

  it('name what ends with a retired one, by organization: tokens and servers, with their last four characters', async () => {
    const { ends } = await fill(K1);
    const later = await startGateway({ DATABASE_URL: databaseUrl, GATEWAY_MASTER_KEYS: `${K2},${K1}` });
    await later.createOrganization('Globex');
    await later.close();
    const { stdout } = await command('commands/retire-key.js', K2, '--key', 'k1');
    const { organizations } = JSON.parse(stdout);
    expect(organizations).toEqual([
      {
        organization: 'Acme',
        api_tokens: [{ name: expect.any(String), fingerprint: ends.apiToken.slice(-4) }],
        mcp_servers: [
          { name: 'Sales', fingerprint: ends.sales.slice(-4) },
          { name: 'Ana', fingerprint: ends.ana.slice(-4) },
        ],
        replaced_urls: [{ name: 'Sales', valid_until: expect.stringMatching(/^\d{4}-/) }],
      },
    ]);
    for (const secret of Object.values(ends)) expect(stdout).not.toContain(secret.slice(-12));
    expect(JSON.parse((await command('commands/retire-key.js', K2, '--key', 'k1')).stdout)).toEqual(JSON.parse(stdout));
  });

  it('are asked of what is sealed where a database is older than its canaries, and only a right key gets one', async () => {
    await fill(K1);
    await forget();
    expect(await judge(OTHER_K1)).toContain('is not the key k1');
    expect(await judge(K2)).toContain('needs the master key k1');
    expect(await judge(`${K2},${OTHER_K1}`)).toContain('is not the key k1');
    expect((await owner.query('SELECT id FROM master_keys')).rows).toEqual([]);
    expect(await judge(`${K2},${K1}`)).toBe('ok');
    expect(await judge(`${K2},${OTHER_K1}`)).toContain('is not the key k1');
    await forget();
    await command('commands/retire-key.js', K2, '--key', 'k1');
    expect(await judge(K2)).toBe('ok');
  });

  it('leave an account whose key is gone in need of new credentials, and say so', async () => {
    const { organizationId, account } = await fill(K1);
    await command('commands/retire-key.js', K2, '--key', 'k1');
    const { gateway, rest } = await reopen(K2, organizationId);
    const path = `/integrated-account/${account}`;
    const refused = await rest.post(`${path}/refresh`, {});
    expect([refused.status, refused.body.code]).toEqual([422, 'looker.login_refused']);
    expect(refused.body.message).toContain('Give the account new ones');
    const { client_id, client_secret } = credentialsOf(looker);
    expect((await rest.patch(path, { looker: { client_id, client_secret } })).status).toBe(200);
    expect((await rest.post(`${path}/refresh`, {})).status).toBe(200);
    await gateway.close();
  });

  it('are one set, also when two processes with different ones are the first at the same moment', async () => {
    const databases = [await open(), await open()];
    for (const [left, right] of [
      [K1, OTHER_K1],
      [K1, K2],
      [K1, K1],
    ]) {
      await forget();
      await owner.query('BEGIN');
      await owner.query('LOCK TABLE master_keys');
      const judged = Promise.all([judge(left ?? '', databases[0]), judge(right ?? '', databases[1])]);
      const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE relation = 'master_keys'::regclass AND NOT granted`;
      await expect.poll(async () => (await owner.query(waiting)).rows[0].n).toBe(2);
      await owner.query('COMMIT');
      expect((await judged).filter((word) => word === 'ok')).toHaveLength(left === right ? 2 : 1);
    }
  });

  it.each([
    ['main.js', []],
    ['commands/create-organization.js', ['--name', 'Acme', '--email', 'a@acme.com']],
    ['commands/reseal-secrets.js', []],
    ['commands/verify-audit.js', []],
  ])('that are wrong end %s with one line that holds no key, and nothing is written', async (program, args) => {
    expect(await judge(K1)).toBe('ok');
    const ended = await command(program, OTHER_K1, ...args).catch((error: { code: number; stderr: string }) => error);
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stderr.trim().split('\n')).toEqual([expect.stringContaining('k1')]);
    for (const key of KEYS) expect(ended.stderr).not.toContain(key.slice(0, 20));
    expect((await owner.query('SELECT id FROM organizations')).rows).toEqual([]);
    expect((await owner.query('SELECT id FROM master_keys')).rows).toEqual([{ id: 'k1' }]);
  });
});
