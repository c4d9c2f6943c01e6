import { join } from 'node:path';
import { Client as SecondClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as SecondTransport } from '@modelcontextprotocol/client/stdio';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

const PROGRAM = join(PACKAGE_ROOT, 'dist/commands/looker-mcp-gateway.js');
const IDENTITY = { name: 'test', version: '1' };

let looker: SampleLooker;
let gateway: TestGateway;
let acme: TestOrganization;
let accountId: string;
beforeAll(async () => {
  looker = await startSampleLooker();
  gateway = await startGateway();
  acme = await gateway.createOrganization('Acme');
  accountId = await acme.rest.connect(credentialsOf(looker));
});
afterAll(async () => {
  await gateway.close();
  await looker.close();
});

interface Started {
  callTool(
    name: string,
    args?: Record<string, unknown>,
    signal?: AbortSignal,
  ): Promise<{ text: string; isError: boolean }>;
  listTools(): Promise<readonly { readonly name: string }[]>;
  readonly errors: string[];
  close(): Promise<void>;
}
type Parameters = { command: string; args: string[]; env: Record<string, string>; stderr: 'pipe' };

const parametersFor = (url: string, env: Record<string, string> = {}): Parameters => ({
  command: process.execPath,
  args: [PROGRAM, 'stdio', '--url', url],
  env,
  stderr: 'pipe',
});

const started = (
  client: FirstClient | SecondClient,
  transport: { readonly stderr: NodeJS.ReadableStream | null },
): Started => {
  const errors: string[] = [];
  transport.stderr?.on('data', (bytes: Buffer) => errors.push(String(bytes)));
  return {
    errors,
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, args = {}, signal) => {
      const options = signal === undefined ? {} : { signal };
      const answer =
        client instanceof FirstClient
          ? await client.callTool({ name, arguments: args }, undefined, options)
          : await client.callTool({ name, arguments: args }, options);
      const [first] = answer.content as { text?: string }[];
      return { text: first?.text ?? '', isError: answer.isError === true };
    },
    close: () => client.close(),
  };
};

const startFirst = async (url: string, env?: Record<string, string>): Promise<Started> => {
  const client = new FirstClient(IDENTITY);
  const transport = new FirstTransport(parametersFor(url, env));
  const one = started(client, { stderr: transport.stderr as NodeJS.ReadableStream | null });
  await client.connect(transport);
  return one;
};
const startSecond =
  (mode: 'legacy' | { pin: string }) =>
  async (url: string, env?: Record<string, string>): Promise<Started> => {
    const client = new SecondClient(IDENTITY, { versionNegotiation: { mode } });
    const transport = new SecondTransport(parametersFor(url, env));
    const one = started(client, { stderr: transport.stderr as NodeJS.ReadableStream | null });
    await client.connect(transport);
    return one;
  };
const CLIENTS = [
  ['v1 client', startFirst],
  ['v2 client, 2025 revision', startSecond('legacy')],
  ['v2 client, 2026-07-28', startSecond({ pin: '2026-07-28' })],
] as const;

it.each(CLIENTS)('the %s, which starts the bridge as a process, lists and calls tools', async (_, start) => {
  const { url } = await acme.rest.issue(accountId, { config: { methods: ['read'], tool_exposure: 'all' } });
  const client = await start(url);
  expect((await client.listTools()).map(({ name }) => name)).toContain('looker_query_run_inline');
  const answer = await client.callTool('looker_query_run_inline', TOP_TEN_STATES);
  expect(answer).toMatchObject({ isError: false, text: expect.stringContaining('users.state') });
  await client.close();
  expect(client.errors.join('')).toBe('');
});

it.each(CLIENTS)(
  'a call that the %s cancels is cancelled in Looker, and the next one is answered',
  async (_, start) => {
    const { url } = await acme.rest.issue(accountId, { config: { methods: ['read'] } });
    const client = await start(url);
    looker.holdQueries();
    const running = () =>
      looker.requests.filter(({ url: path }) => path.includes('/query_tasks?') || path.endsWith('/query_tasks')).length;
    const before = running();
    const leaving = new AbortController();
    const lost = client
      .callTool('looker_query_run_inline', { ...TOP_TEN_STATES, limit: 9 }, leaving.signal)
      .catch(() => 0);
    await expect.poll(running, { timeout: 10_000 }).toBeGreaterThan(before);
    const ended = () =>
      looker.requests.filter(({ method, url: path }) => method === 'DELETE' && path.includes('/running_queries/'))
        .length;
    const endedBefore = ended();
    leaving.abort();
    await lost;
    await expect.poll(ended, { timeout: 10_000 }).toBeGreaterThan(endedBefore);
    looker.letQueriesGo();
    expect(await client.callTool('looker_users_me')).toMatchObject({ isError: false });
    await client.close();
  },
);

it('a URL that opens nothing is answered in the gateway’s words, and written nowhere', async () => {
  const url = `${gateway.url}/mcp/lmg_url_${'x'.repeat(43)}`;
  const failure = await startFirst(url).catch((error: unknown) => error);
  expect(String(failure)).toContain('does not exist, has expired or was deleted');
  expect(String(failure)).not.toContain('xxxxxxxx');
});

it('a gateway that is not there is told from a wrong URL', async () => {
  const failure = await startFirst('http://127.0.0.1:9/mcp/lmg_url_planted-secret').catch((error: unknown) => error);
  expect(String(failure)).toContain('http://127.0.0.1:9 could not be reached');
  expect(String(failure)).not.toContain('planted-secret');
});

it('a second factor comes from the environment, and without it the answer says so', async () => {
  const config = { methods: ['read'], require_api_token_auth: true };
  const { url } = await acme.rest.issue(accountId, { config });
  const client = await startFirst(url, { LOOKER_MCP_API_TOKEN: acme.apiToken });
  expect(await client.callTool('looker_users_me')).toMatchObject({ isError: false });
  await client.close();
  expect(String(await startFirst(url).catch((error: unknown) => error))).toMatch(/API token/);
});
