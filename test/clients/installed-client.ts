import { type ChildProcess, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RealClient } from './real-clients.js';

const run = promisify(execFile);
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'looker-mcp-gateway', 'clients');
const DRIVERS = new URL('drivers', import.meta.url).pathname;
const INSTALL_MS_MAX = 900_000;
const RUN_MS_MAX = 180_000;
/** What they would tell their makers: without a network some wait for it for minutes before they end. */
const UNTOLD = { DO_NOT_TRACK: '1', MCP_USE_ANONYMIZED_TELEMETRY: 'false' };
/** What a client prints for a person to open. */
const ASKED = /https?:\S+\?\S*response_type=code\S*(?=\s)/;
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** What a call came to, as its client shows it to a program. */
export interface ClientOutcome {
  readonly text: string;
  /** Base64. */
  readonly images: readonly string[];
  readonly isError: boolean;
  readonly ms: number;
}

export interface ClientReport {
  /** Names, some of them with a prefix of the client's. */
  readonly tools: readonly string[];
  readonly outcomes: Readonly<Record<string, ClientOutcome>>;
}

/** What a client is to do: by a word for it, the tool and its arguments. */
export interface ClientTask {
  readonly url: string;
  /** What its own command line takes besides the URL. */
  readonly options?: readonly string[];
  readonly calls: Readonly<Record<string, readonly [tool: string, args: object]>>;
}

/** A person whom a client asks to sign in, by an address that it prints. */
export interface AskedPerson {
  /** Where the client keeps what it learns by it. */
  readonly environment: Readonly<Record<string, string>>;
  letIn(asked: string): Promise<unknown>;
}

/** Installs a client outside of the project where that was not done before, and has its driver do the task. */
export async function runClient(client: RealClient, task: ClientTask, person?: AskedPerson): Promise<ClientReport> {
  const folder = await installed(client);
  await cp(DRIVERS, folder, { recursive: true });
  const program = client.registry === 'npm' ? process.execPath : join(folder, 'venv/bin/python');
  const running = run(program, [client.driver], {
    cwd: folder,
    env: { ...process.env, ...UNTOLD, ...person?.environment, CLIENT_TASK: JSON.stringify(task) },
    timeout: RUN_MS_MAX,
    maxBuffer: OUTPUT_BYTES_MAX,
  });
  if (person !== undefined) askWhenPrinted(running.child, person);
  const { stdout } = await running;
  const report = /^CLIENT_REPORT (.*)$/m.exec(stdout)?.[1];
  if (report === undefined) throw new Error(`${client.name} reported nothing: ${stdout.slice(-2_000)}`);
  return JSON.parse(report);
}

/** One who got nowhere ends the client, which would wait for minutes. */
function askWhenPrinted(child: ChildProcess, person: AskedPerson): void {
  let said = '';
  let isAsked = false;
  child.stderr?.on('data', (text: string) => {
    said += text;
    const asked = ASKED.exec(said)?.[0];
    if (asked === undefined || isAsked) return;
    isAsked = true;
    person.letIn(asked).catch((error: unknown) => {
      process.stderr.write(`nobody was let in: ${String(error)}\n`);
      child.kill();
    });
  });
}

export async function installed({ registry, packages }: RealClient): Promise<string> {
  const folder = join(CACHE, packages.join(' ').replaceAll(/[^\w.@=-]+/g, '_'));
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const half = await mkdtemp(`${folder}-`);
  await (registry === 'npm' ? installNpm(half, packages) : installPypi(half, packages));
  // Only a whole installation gets the name; another run may have been faster.
  await rename(half, folder).catch(() => rm(half, { recursive: true }));
  return folder;
}

async function installNpm(folder: string, packages: readonly string[]): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...quiet, `--prefix=${folder}`, ...packages], { timeout: INSTALL_MS_MAX });
}

async function installPypi(folder: string, packages: readonly string[]): Promise<void> {
  const venv = join(folder, 'venv');
  await run('python3', ['-m', 'venv', venv], { timeout: INSTALL_MS_MAX });
  const quiet = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:'];
  await run(join(venv, 'bin/python'), ['-m', 'pip', 'install', ...quiet, ...packages], { timeout: INSTALL_MS_MAX });
}
