import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SUITE = dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json'));
const GLOB_SYNC = fileURLToPath(new URL('glob-sync.mjs', import.meta.url));
const OUTPUT_MAX = 64 * 1024 * 1024;
/** `server-tools-list-2026-11-29T08-00-00-000Z` */
const RESULT_FOLDER = /^(?:authorization-)?server-(.+)-\d{4}-\d\d-\d\dT[\d-]+Z$/;
const PROGRAM = ['--import', GLOB_SYNC, join(SUITE, 'dist', 'index.js')];
/** What the suite prints for a person to open. */
const ASKED = /^https?:\S+\?\S*response_type=code\S*$/m;

/** One thing that a scenario of the suite looks at. */
export interface Check {
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  readonly description: string;
  readonly errorMessage?: string;
}

/** The scenarios that the suite has for servers of a revision: those that it requires, and those that it runs beside them. */
export function scenariosOf(revision: string): { readonly required: string[]; readonly unscored: string[] } {
  const text = readFileSync(join(SUITE, 'requirements', `${revision}.yaml`), 'utf8');
  const required = /^server:\n((?: {2}- \S+\n)+)/m.exec(text)?.[1] ?? '';
  return {
    required: [...required.matchAll(/- (\S+)/g)].map(([, name = '']) => name),
    unscored: [...text.matchAll(/- scenario: (\S+)\n +leg: server\n/g)].map(([, name = '']) => name),
  };
}

/** A warning is about something that the specification wants, though it does not demand it. */
export const problemsOf = (checks: readonly Check[]): readonly string[] =>
  checks
    .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    .map(({ id, description, errorMessage = description }) => `${id}: ${errorMessage}`);

/** Runs the suite as its users do, from the command line, and reads what it writes of each scenario. */
export async function runSuite(url: string, revision: string): Promise<ReadonlyMap<string, readonly Check[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-conformance-'));
  const args = [...PROGRAM, 'server', '--url', url, '--requirements', revision, '--output-dir', folder];
  const said = await new Promise<string>((done) => {
    // It ends with 1 as soon as one scenario fails; which one is in its results.
    execFile(process.execPath, args, { maxBuffer: OUTPUT_MAX }, (_, stdout, stderr) => done(`${stdout}\n${stderr}`));
  });
  return resultsIn(folder, said);
}

/** What the suite is told of an authorization server. */
export interface AuthorizationTarget {
  readonly issuer: string;
  readonly clientId: string;
  /** The URL of the MCP server that tokens are asked for. */
  readonly resource: string;
  /** Of the suite's own server, where the client takes its answer: `http://127.0.0.1:‹port›/callback`. */
  readonly port: number;
}

/**
 * Runs the suite against an authorization server.
 * @param person opens the address that the suite prints, signs in and consents.
 */
export async function runAuthorizationSuite(
  { issuer, clientId, resource, port }: AuthorizationTarget,
  person: (asked: string) => Promise<void>,
): Promise<ReadonlyMap<string, readonly Check[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-conformance-'));
  const target = ['--url', issuer, '--client-id', clientId, '--resource', resource, '--port', String(port)];
  const suite = spawn(process.execPath, [...PROGRAM, 'authorization', ...target, '--output-dir', folder]);
  let said = '';
  let asking: Promise<void> | undefined;
  const ended = once(suite, 'close');
  for (const stream of [suite.stdout, suite.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const asked = ASKED.exec(said)?.[0];
      if (asked === undefined || asking !== undefined) return;
      // The suite waits for minutes: a person who got nowhere ends it.
      asking = person(asked).catch((error: unknown) => {
        said += String(error);
        suite.kill();
      });
    });
  await ended;
  await asking;
  return resultsIn(folder, said);
}

async function resultsIn(folder: string, said: string): Promise<ReadonlyMap<string, readonly Check[]>> {
  const results = readdirSync(folder).map((name): [string, Check[]] => [
    RESULT_FOLDER.exec(name)?.[1] ?? name,
    JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8')),
  ]);
  await rm(folder, { recursive: true });
  if (results.length === 0) throw new Error(`the suite did not run: ${said.slice(-2_000)}`);
  return new Map(results);
}
