import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { RestClient } from '../support/rest-client.js';

const run = promisify(execFile);
const PROGRAM = join(PACKAGE_ROOT, 'dist', 'commands', 'create-organization.js');
const ACME = ['--name', 'Acme', '--email', 'Admin@Acme.com'];

describe('the command that creates an organization', () => {
  const masterKeys = createMasterKey('test');
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({ GATEWAY_MASTER_KEYS: masterKeys });
  });

  afterAll(() => gateway.close());

  const create = (args: readonly string[], environment: Record<string, string> = {}) =>
    run(process.execPath, [PROGRAM, ...args], {
      env: { DATABASE_URL: gateway.databaseUrl, GATEWAY_MASTER_KEYS: masterKeys, ...environment },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );

  it('prints an API token that opens the REST API, once; the same e-mail address may own another organization', async () => {
    const first = await create(ACME);
    const { api_token, ...answer } = JSON.parse(first.stdout);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(answer).toEqual({
      organization_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      owner_email: 'admin@acme.com',
      owner_password: expect.stringMatching(/^[\w-]{22}$/),
    });
    expect((await new RestClient(gateway.url, api_token).get('/integrated-account')).status).toBe(200);
    const second = await create(ACME);
    expect(second).toMatchObject({ code: 0, stderr: '' });
    const other = JSON.parse(second.stdout);
    expect(other.organization_id).not.toBe(answer.organization_id);
    for (const { organization_id, owner_email: email, owner_password: password } of [answer, other]) {
      const { body } = await request(gateway.url).post('/session').send({ email, password });
      expect(body.organization.id).toBe(organization_id);
    }
  });

  it.each([
    ['nothing', [], {}, /--name and --email are both needed/],
    ['an unknown option', ['--nam', 'Acme'], {}, /Unknown option '--nam'/],
    ['an e-mail address that is none', ['--name', 'Acme', '--email', 'acme'], {}, /"acme" is none/],
    ['no database', ACME, { DATABASE_URL: '' }, /DATABASE_URL is not set/],
    ['no master key', ACME, { GATEWAY_MASTER_KEYS: '' }, /GATEWAY_MASTER_KEYS is required/],
    ['a broken master key', ACME, { GATEWAY_MASTER_KEYS: 'k1' }, /GATEWAY_MASTER_KEYS: entry 1 is not of the form/],
    [
      'a database that is away',
      ACME,
      { DATABASE_URL: 'postgresql://a@127.0.0.1:1/a' },
      /could not be opened: connect ECONNREFUSED/,
    ],
  ])('says what is wrong when it is given %s', async (_, args, environment, said) => {
    const { code, stdout, stderr } = await create(args, environment);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
