import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientInstructions } from '../../apps/dashboard/servers/issuing/client-instructions.js';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectFirst } from '../support/mcp-clients.js';
import { CURL, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

const run = promisify(execFile);

describe.each([
  ['a URL', false],
  ['a URL with a second factor', true],
])('what the dashboard says of how clients take %s', (_, needsToken) => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    const accountId = await acme.rest.connect(credentialsOf(looker));
    const config = { methods: ['read'], tags: ['dashboards'], require_api_token_auth: needsToken };
    url = (await acme.rest.issue(accountId, { config })).url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  /** The text to copy, with the API token in its place. */
  const blockOf = (id: string): string => {
    const found = clientInstructions({ name: 'Ana’s Claude', url, needsToken }).find((client) => client.id === id);
    return (found?.block?.text ?? '').replaceAll('YOUR_API_TOKEN', acme.apiToken);
  };
  /** The words of a command, as a shell gives them to it. */
  const wordsOf = async (command: string, name: string): Promise<string[]> => {
    const { stdout } = await run('sh', ['-c', `${name}() { printf '%s\\n' "$@"; }; ${command}`]);
    return stdout.trimEnd().split('\n');
  };
  const authorization = () => (needsToken ? [`Authorization: Bearer ${acme.apiToken}`] : []);

  it.each(['cursor', 'vs-code'])('leads %s to the tools', async (id) => {
    const { mcpServers, servers } = JSON.parse(blockOf(id));
    const { 'ana-s-claude': server } = mcpServers ?? servers;
    const client = await connectFirst(server.url, { headers: server.headers ?? {} });
    expect((await client.listTools()).map(({ name }) => name)).toContain('looker_dashboards_search');
    await client.close();
  });

  it('gives Claude Desktop a file, of which each word reaches mcp-remote as one', () => {
    const { mcpServers } = JSON.parse(blockOf('claude-desktop'));
    const header = authorization().flatMap((line) => ['--header', line]);
    expect(mcpServers['ana-s-claude']).toEqual({ command: 'npx', args: ['-y', 'mcp-remote', url, ...header] });
  });

  it('gives Claude Code a command that a shell takes apart as it is meant', async () => {
    const header = authorization().flatMap((line) => ['--header', line]);
    const words = ['mcp', 'add', '--transport', 'http', 'ana-s-claude', url, ...header];
    expect(await wordsOf(blockOf('claude-code'), 'claude')).toEqual(words);
  });

  it('gives ChatGPT the URL itself, and Claude a link that fills it in', () => {
    expect(blockOf('chatgpt')).toBe(url);
    const claude = clientInstructions({ name: 'Ana’s Claude', url, needsToken }).find(({ id }) => id === 'claude-web');
    const link = new URL(claude?.link?.href ?? '');
    expect([link.hostname, link.searchParams.get('connectorUrl'), link.searchParams.get('connectorName')]).toEqual([
      'claude.ai',
      url,
      'Ana’s Claude',
    ]);
  });

  it.skipIf(isMissing(CURL))('gives a command of curl that lists the tools', async () => {
    const { stdout } = await run('sh', ['-c', `${blockOf('curl')} --silent`], { maxBuffer: 8 * 1024 * 1024 });
    expect(stdout).toContain('looker_dashboards_search');
  });
});
