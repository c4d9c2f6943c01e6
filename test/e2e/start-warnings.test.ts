import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { DatabaseService } from '../../src/database/database.service.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { createTestDatabase } from '../support/test-database.js';

const run = promisify(execFile);

describe('what a gateway prints of its libraries', () => {
  it('is no word of oidc-provider’s on the console, and on Node 20 a line of the log that says what it means', async () => {
    let output = '';
    const gateway = await GatewayProcess.start(
      {
        DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
        GATEWAY_MASTER_KEYS: createMasterKey('test'),
        GATEWAY_LOG_LEVEL: 'info',
      },
      (text) => {
        output += text;
      },
    );
    expect((await fetch(`${gateway.url}/.well-known/oauth-authorization-server`)).status).toBe(200);
    await gateway.stop();
    const lines = output.split('\n').filter((line) => line !== '');
    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
    expect(output).not.toContain('Unsupported runtime');
    const told = lines.filter((line) => line.includes('oidc-provider is made for Node.js 22'));
    expect(told).toHaveLength(process.version.startsWith('v20.') ? 1 : 0);
  });

  it('holds back nothing else that is said on the console meanwhile, and nothing afterwards', async () => {
    const program = join(PACKAGE_ROOT, 'dist', 'auth', 'oauth', 'server', 'oidc-package.js');
    const script = `
      const { oidcPackage } = await import(${JSON.stringify(program)});
      const loading = oidcPackage();
      console.warn('while it is loaded');
      await loading;
      console.warn('oidc-provider WARNING: Unsupported runtime. Said afterwards.');`;
    const { stderr } = await run(process.execPath, ['--input-type=module', '--eval', script]);
    expect(stderr.split('\n').filter((line) => line !== '')).toEqual([
      'while it is loaded',
      'oidc-provider WARNING: Unsupported runtime. Said afterwards.',
    ]);
  });
});

describe('a transaction', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
  });

  afterAll(() => gateway.close());

  it('has one statement at a time on its connection, whatever is asked at once, and goes on after one that fails', async () => {
    const underWay = new Map<pg.Client, number>();
    const mostAtOnce = new Map<pg.Client, number>();
    let own: pg.Client | undefined;
    const { query } = pg.Client.prototype;
    // One of its many forms is used here: a statement, for a promise.
    pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
      const count = (underWay.get(this) ?? 0) + 1;
      underWay.set(this, count);
      mostAtOnce.set(this, Math.max(mostAtOnce.get(this) ?? 0, count));
      if (JSON.stringify(args[0]).includes('oauth_clients')) own = this;
      const answer = Reflect.apply(query, this, args) as Promise<unknown>;
      return answer.finally(() => underWay.set(this, (underWay.get(this) ?? 1) - 1));
    } as never;
    try {
      const names = await gateway.app.get(DatabaseService, { strict: false }).inTransaction(acme.id, async ({ db }) => {
        const found = await Promise.all(Array.from({ length: 6 }, () => db.organization.findMany()));
        // Relations of one record are statements of their own.
        await db.organization.findFirst({
          include: { members: true, integratedAccounts: true, apiTokens: true, oauthClients: true },
        });
        return found.flat().map(({ name }) => name);
      });
      expect(names).toEqual(Array(6).fill('Acme'));
    } finally {
      pg.Client.prototype.query = query;
    }
    expect(own && mostAtOnce.get(own)).toBe(1);
  });
});
