import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { freePort } from '../support/free-port.js';
import { createTestDir } from '../support/test-database.js';
import type { Call } from './load.js';
import { Program } from './processes.js';

const run = promisify(execFile);
const TOOLBOX = '@toolbox-sdk/server@1.12.0';
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'looker-mcp-gateway', 'toolbox-1.12.0');
const REVISION = '2025-06-18';
/** The limits are there, and let everything through. */
const MANY = '1000000';

/** A server that is measured: the processes whose processor time counts, and the call that it gets. */
export interface Server {
  readonly name: string;
  readonly pid: number;
  readonly databasePid?: number;
  readonly call: Call;
}

/** How to end what was started, last first. */
export type Stops = (() => Promise<void>)[];

/** @returns the address of a Looker that costs nearly nothing. */
export async function startStandInLooker(stops: Stops): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = Program.start(stops, process.execPath, [beside('stand-in-looker.mjs')], { PORT: String(port) });
  await program.ready(() => isOk(`${url}/seen`));
  return url;
}

/** A built gateway as it is shipped: PostgreSQL, authentication, limits, the request log and the call log. */
export async function startGateway(stops: Stops, lookerUrl: string, folder: string, name: string): Promise<Server> {
  const dataDir = await createTestDir();
  stops.push(() => rm(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres(dataDir);
  stops.push(() => postgres.stop());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: postgres.url,
    GATEWAY_MASTER_KEYS: createMasterKey('benchmark'),
    GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
    GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: MANY,
    GATEWAY_API_TOKEN_REQUESTS_PER_MINUTE: MANY,
    PORT: String(port),
    PUBLIC_URL: url,
  };
  const args = ['--enable-source-maps', join(folder, 'dist/main.js')];
  const program = Program.start(stops, process.execPath, args, env);
  await program.ready(() => isOk(`${url}/readyz`));
  return {
    name,
    pid: program.pid,
    databasePid: Number.parseInt(await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10),
    call: toolCall(await issueUrl(folder, url, env, lookerUrl), 'list_all_looker_lookml_models'),
  };
}

/** Google's MCP Toolbox, fetched into a cache outside of the project the first time. */
export async function startToolbox(stops: Stops, lookerUrl: string): Promise<Server> {
  const packages = join(CACHE, 'node_modules/@toolbox-sdk');
  if (!existsSync(packages)) await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', CACHE, TOOLBOX]);
  const file = join(packages, `server-${process.platform}-${process.arch}/bin/toolbox`);
  const port = await freePort();
  const args = ['--prebuilt=looker', '--disable-version-check', '-a', '127.0.0.1', '-p', String(port)];
  const login = { LOOKER_CLIENT_ID: 'benchmark', LOOKER_CLIENT_SECRET: 'benchmark', LOOKER_VERIFY_SSL: 'false' };
  const program = Program.start(stops, file, args, { LOOKER_BASE_URL: lookerUrl, ...login });
  await program.ready(() => isOk(`http://127.0.0.1:${port}/`));
  const call = toolCall(`http://127.0.0.1:${port}/mcp`, 'get_models');
  return { name: 'Toolbox', pid: program.pid, call };
}

/** The limit: what Node itself costs. */
export async function startBareProxy(stops: Stops, lookerUrl: string): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { LOOKER_BASE_URL: lookerUrl, PORT: String(port) };
  const call = toolCall(url, 'models');
  const program = Program.start(stops, process.execPath, [beside('bare-proxy.mjs')], env);
  await program.ready(() => isOk(url, call));
  return { name: 'bare proxy', pid: program.pid, call };
}

const beside = (file: string) => join(import.meta.dirname, file);

const isOk = async (url: string, call?: Call) =>
  (await fetch(url, call && { method: 'POST', headers: call.headers, body: call.body })).ok;

/** An account and an MCP server of a new organization. */
async function issueUrl(folder: string, url: string, env: Record<string, string>, lookerUrl: string): Promise<string> {
  const program = join(folder, 'dist/commands/create-organization.js');
  const { stdout } = await run(process.execPath, [program, '--name', 'Benchmark', '--email', 'b@example.com'], { env });
  const authorization = `Bearer ${JSON.parse(stdout).api_token}`;
  const post = async (path: string, body: object): Promise<{ readonly id: string; readonly url: string }> => {
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { id: string; url: string };
  };
  const looker = { base_url: lookerUrl, client_id: 'benchmark', client_secret: 'benchmark' };
  const { id } = await post('/integrated-account', { name: 'Benchmark', integration: 'looker', looker });
  return (await post(`/integrated-account/${id}/mcp`, { name: 'Benchmark', config: { methods: ['read'] } })).url;
}

const toolCall = (url: string, name: string): Call => ({
  url,
  headers: {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': REVISION,
  },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } }),
  expected: 'model_3',
});
