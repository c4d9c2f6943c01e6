import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startLog } from '../config/start-log.js';
import { DataFolderError } from './data-folder-error.js';
import {
  canEnter,
  closedFolder,
  programFolder,
  type ServerUser,
  SYSTEM_FOLDER,
  serverUser,
} from './postgres-program.js';

const run = promisify(execFile);
const USER = 'gateway';
const DATABASE = 'gateway';
/** Any number: the advisory lock that says "a gateway is using this data folder". */
const FOLDER_LOCK = 7_215_001;

/** A PostgreSQL that this process started, or found running after a crash, in its data folder. */
export interface LocalDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that npm brought along, in `<dataDir>/postgres`, on a free loopback port. The first start makes
 * the cluster. A server that a killed gateway left behind is taken over; one that a living gateway uses is left alone.
 * @throws DataFolderError
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<LocalDatabase> {
  // The folder stays enterable: under root, PostgreSQL runs as a user of its own. What is secret in it is 0600.
  await mkdir(dataDir, { recursive: true });
  const user = await serverUser();
  const programs = await programFolder(user);
  const folder = await clusterFolder(dataDir, user);
  startLog.log(`Starting PostgreSQL, with its files in ${folder}`);
  const hasCluster = existsSync(join(folder, 'PG_VERSION'));
  const password = await readOrCreatePassword(dataDir, hasCluster);
  if (!hasCluster) await createCluster(folder, password, programs, user);
  const control = await controlProgram(folder, programs);
  const port = (await runningPort(folder, control)) ?? (await startServer(folder, control));
  const lock = await lockFolder(port, password, dataDir);
  await createDatabase(lock);
  return {
    url: `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`,
    stop: async () => {
      await lock.end();
      await control(['stop', '-m', 'fast', '-w', '-t', '30']);
    },
  };
}

async function readOrCreatePassword(dataDir: string, hasCluster: boolean): Promise<string> {
  const file = join(dataDir, 'postgres.password');
  if (hasCluster && !existsSync(file))
    throw new DataFolderError(
      `The file ${file} is missing, and the database beside it opens with it only: put the file back, or delete the folder ` +
        `${dataDir} to begin anew.`,
    );
  await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(file, 'utf8')).trim();
}

/**
 * Where the cluster is: `<dataDir>/postgres`. Where PostgreSQL's user cannot enter that, which is so for everything below
 * /root, it is a link to a folder of its own elsewhere; without the link, a new one is made.
 */
async function clusterFolder(dataDir: string, user: ServerUser | undefined): Promise<string> {
  const folder = join(dataDir, 'postgres');
  const target = await readlink(folder).catch(() => undefined);
  if (target !== undefined) return resolve(dataDir, target);
  if (existsSync(folder)) {
    const { uid, gid } = await stat(folder);
    if (await canEnter(user && { uid, gid }, folder)) return folder;
    throw closedFolder(folder);
  }
  if (await canEnter(user, dataDir)) return folder;
  const elsewhere = join(await createPlace(dataDir), 'postgres');
  await symlink(elsewhere, folder);
  return elsewhere;
}

async function createPlace(dataDir: string): Promise<string> {
  try {
    await mkdir(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
    const place = await mkdtemp(join(SYSTEM_FOLDER, 'data-'));
    await chmod(place, 0o755);
    return place;
  } catch (cause) {
    throw closedFolder(dataDir, cause);
  }
}

/** The cluster is made beside its place and moved there whole, so that a crash in between leaves no half-made one. */
async function createCluster(folder: string, password: string, programs: string, user: ServerUser | undefined) {
  const [fresh, passwordFile] = [`${folder}.new`, `${folder}.new.password`];
  for (const path of [fresh, passwordFile]) await rm(path, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  if (user !== undefined) for (const made of [fresh, passwordFile]) await chown(made, user.uid, user.gid);
  const flags = ['--encoding=UTF8', '--locale=C', '--no-sync', '--auth=scram-sha-256', `--username=${USER}`];
  const args = [`--pgdata=${fresh}`, `--pwfile=${passwordFile}`, ...flags];
  try {
    await run(join(programs, 'initdb'), args, { ...user, cwd: dirname(fresh) });
  } catch (cause) {
    const reason = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
    throw new DataFolderError(`PostgreSQL could not make its files in ${folder}. It said: ${reason.slice(-2000)}`, {
      cause,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, folder);
}

type Control = (command: readonly string[]) => Promise<string>;

/** `pg_ctl` on this cluster, run as the folder's owner. */
async function controlProgram(folder: string, programs: string): Promise<Control> {
  const { uid, gid } = await stat(folder);
  const owner = process.getuid?.() === 0 ? { uid, gid } : {};
  const program = join(programs, 'pg_ctl');
  return async (command) => (await run(program, [...command, '-D', folder], { ...owner, cwd: folder })).stdout;
}

/** The port of a server that is already running on the cluster, from the fourth line of its pid file. */
async function runningPort(folder: string, control: Control): Promise<number | undefined> {
  const running = await control(['status']).catch(() => undefined);
  if (running === undefined) return undefined;
  const port = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')[3];
  return port === undefined ? undefined : Number(port);
}

async function startServer(folder: string, control: Control): Promise<number> {
  const port = await freePort();
  const log = join(folder, 'server.log');
  await rm(log, { force: true });
  const flags = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
  try {
    await control(['start', '-w', '-t', '60', '-l', log, '-o', flags]);
  } catch (cause) {
    const output = await readFile(log, 'utf8').catch(() => '');
    throw new DataFolderError(`PostgreSQL did not start in ${folder}. It said: ${output.slice(-2000) || 'nothing'}`, {
      cause,
    });
  }
  return port;
}

/** Holds the folder for as long as the connection lives; the lock goes with the process, however it ends. */
async function lockFolder(port: number, password: string, dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: USER, password, database: 'postgres' });
  await client.connect();
  // Losing this connection means that the server stopped, which every query will tell.
  client.on('error', () => undefined);
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS taken', [FOLDER_LOCK]);
  if (rows[0]?.taken === true) return client;
  await client.end();
  throw new DataFolderError(
    `Another gateway is running on ${dataDir}. Stop it, or give this one its own folder with GATEWAY_DATA_DIR.`,
  );
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
