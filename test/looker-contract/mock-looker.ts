import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { answerJson, lettingIn, type SeenRequest, StandIn } from '../looker/stand-in.js';
import { OPERATION_HEADER } from './mock-description.js';

// Not a dependency of the project: with what it needs it has 85 MB in 184 packages, which nobody who runs the gateway should install.
const PRISM_VERSION = '5.14.2';
// What the mock itself needs is taken as it was on this day, so that the same mock checks every day.
const PRISM_DAY = '2025-10-10';
const SAID_MAX = 20;

/** A stand-in for Looker that lets everyone in and passes every call on to a mock of Looker's description. */
export class MockLooker {
  private constructor(
    private readonly prism: ChildProcess,
    private readonly folder: string,
    readonly looker: StandIn,
  ) {}

  /** Installs the mock where that has not been done, and starts it on an OpenAPI document. */
  static async start(document: unknown): Promise<MockLooker> {
    const program = await installedPrism();
    const folder = await mkdtemp(join(tmpdir(), 'looker-contract-'));
    const path = join(folder, 'description.json');
    await writeFile(path, JSON.stringify(document));
    const prism = spawn(process.execPath, [program, 'mock', path, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await listeningAt(prism);
    return new MockLooker(prism, folder, await StandIn.start(lettingIn((seen, answer) => passOn(url, seen, answer))));
  }

  async close(): Promise<void> {
    await this.looker.close();
    this.prism.kill();
    await rm(this.folder, { recursive: true });
  }
}

/** The program of the mock, in the user's cache folder. */
async function installedPrism(): Promise<string> {
  const caches = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'looker-mcp-gateway');
  const folder = join(caches, `prism-${PRISM_VERSION}-${PRISM_DAY}`);
  const program = join(folder, 'node_modules/@stoplight/prism-cli/dist/index.js');
  if (existsSync(program)) return program;
  await mkdir(caches, { recursive: true });
  const half = await mkdtemp(`${folder}-`);
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', [
    'install',
    '--ignore-scripts',
    ...quiet,
    `--before=${PRISM_DAY}`,
    `--prefix=${half}`,
    `@stoplight/prism-cli@${PRISM_VERSION}`,
  ]);
  // Only a whole installation gets the name; another run may have been faster.
  await rename(half, folder).catch(() => rm(half, { recursive: true }));
  return program;
}

function listeningAt(prism: ChildProcess): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    if (prism.stdout === null) return reject(new Error('The mock has no output.'));
    // It writes lines for each request, and stops when nobody takes them.
    const lines = createInterface(prism.stdout);
    lines.on('line', (line) => {
      const url = /listening on (http:\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
      said.push(line);
      said.splice(0, said.length - SAID_MAX);
    });
    lines.on('close', () => reject(new Error(`The mock ended:\n${said.join('\n')}`)));
  });
}

/** Gives the mock's refusal as Looker would say it, so that the client's error names what did not fit. */
async function passOn(
  mock: string,
  { method, url, contentType, body }: SeenRequest,
  response: ServerResponse,
): Promise<void> {
  const answer = await fetch(`${mock}${url}`, {
    method,
    headers: { accept: 'application/json', ...(contentType !== undefined && { 'content-type': contentType }) },
    ...(body !== '' && { body }),
  });
  const said = await answer.text();
  response.setHeader(OPERATION_HEADER, answer.headers.get(OPERATION_HEADER) ?? '');
  if (answer.ok) answerJson(response, answer.status, {});
  else answerJson(response, answer.status, { message: refusal(said) });
}

interface Refusal {
  readonly title: string;
  readonly validation?: readonly { readonly location?: readonly string[]; readonly message: string }[];
}

function refusal(text: string): string {
  const { title, validation = [] }: Refusal = JSON.parse(text);
  return [title, ...validation.map(({ location = [], message }) => `${location.join('.')}: ${message}`)].join('; ');
}
