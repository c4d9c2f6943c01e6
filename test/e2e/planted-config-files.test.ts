import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { createTestDatabase } from '../support/test-database.js';

const run = promisify(execFile);
const built = (...path: string[]) => join(PACKAGE_ROOT, 'dist', ...path);

describe('files of a library’s configuration in the working directory and above it', () => {
  let above: string;
  let folder: string;
  let ran: string;

  beforeAll(async () => {
    above = await mkdtemp(join(tmpdir(), 'gateway-config-files-'));
    folder = join(above, 'below');
    ran = join(above, 'ran');
    await mkdir(folder);
    const program = `require('node:fs').writeFileSync(${JSON.stringify(ran)}, ''); module.exports = {schema: 'planted'};`;
    await writeFile(join(above, 'graphile-worker.config.cjs'), program);
    await writeFile(join(above, '.graphile-workerrc.cjs'), program);
    await writeFile(join(folder, '.graphile-workerrc'), '{broken');
    await writeFile(join(folder, 'package.json'), JSON.stringify({ 'graphile-worker': { schema: 'planted' } }));
  });

  afterAll(() => rm(above, { recursive: true }));

  it('change neither the tables of the queue nor run in a process that makes them', async () => {
    for (const cwd of [folder, above]) {
      const databaseUrl = await createTestDatabase(inject('postgresUrl'));
      // A database for tests comes with them.
      await queryAsOwner(databaseUrl, 'DROP SCHEMA graphile_worker CASCADE');
      const env = { DATABASE_URL: databaseUrl, GATEWAY_MASTER_KEYS: createMasterKey('test') };
      const args = [built('commands', 'create-organization.js'), '--name', 'Acme', '--email', 'admin@acme.com'];
      expect((await run(process.execPath, args, { cwd, env })).stderr).toBe('');
      expect(existsSync(ran)).toBe(false);
      const schemas = await queryAsOwner<{ name: string }>(
        databaseUrl,
        "SELECT nspname AS name FROM pg_namespace WHERE nspname IN ('graphile_worker', 'planted')",
      );
      expect(schemas.map(({ name }) => name)).toEqual(['graphile_worker']);
    }
  });

  it('do not run in a process that starts the queue', async () => {
    const script = `
      const { JobQueue } = await import(${JSON.stringify(built('jobs', 'job-queue.js'))});
      const openPool = () => ({ close: async () => undefined, query: async () => { throw new Error('no database'); },
        connect: async () => { throw new Error('no database'); }, on() {}, once() {}, off() {}, removeListener() {} });
      const queue = new JobQueue({ schema: 'graphile_worker', openPool }, () => []);
      await queue.start();
      await queue.onModuleDestroy();`;
    for (const cwd of [folder, above]) {
      await run(process.execPath, ['--input-type=module', '--eval', script], { cwd, env: {} });
      expect(existsSync(ran)).toBe(false);
    }
  });
});
