import { execFile, execFileSync } from 'node:child_process';
import { chown, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { createTestDir } from './test-database.js';

const run = promisify(execFile);
const BINARIES = '/usr/lib/postgresql/15/bin';

/** What makes a cluster of the PostgreSQL 15 that Debian has. */
export const POSTGRES_15 = join(BINARIES, 'initdb');

/** A PostgreSQL 15 with an empty cluster of its own. */
export async function startPostgres15(): Promise<{ url: string; stop(): Promise<void> }> {
  const parent = await createTestDir();
  const folder = join(parent, 'postgres');
  const isRoot = process.getuid?.() === 0;
  // PostgreSQL refuses to run as root; Debian's package brings a user for it.
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const owner = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (owner.uid !== undefined) await chown(parent, owner.uid, owner.gid);
  const as = { ...owner, cwd: parent };
  await run(
    POSTGRES_15,
    ['-D', folder, '-U', 'gateway', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    as,
  );
  const port = await freePort();
  const control = join(BINARIES, 'pg_ctl');
  const flags = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  await run(control, ['start', '-w', '-D', folder, '-l', join(parent, 'server.log'), '-o', flags], as);
  return {
    url: `postgresql://gateway:any@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await run(control, ['stop', '-m', 'immediate', '-w', '-D', folder], as);
      await rm(parent, { recursive: true, force: true });
    },
  };
}
