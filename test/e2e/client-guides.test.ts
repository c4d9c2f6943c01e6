import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientGuides } from '../../apps/dashboard/guides/client-guides.js';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectFirst } from '../support/mcp-clients.js';
import { CURL, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

const run = promisify(execFile);

describe.each([
  ['a URL', 'url'],
  ['a URL with a second factor', 'api_token'],
] as const)('what the dashboard says of how clients take %s', (_, auth) => {
  const needsToken = auth === 'api_token';
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    const accountId = await acme.rest.connect(credentialsOf(looker));
    const config = { methods: ['read'], tags: ['dashboards'], auth };
    url = (await acme.rest.issue(accountId, { config })).url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  /** The text to copy, with the API token in its place. */
  const blockOf = (id: string): string => {
    const found = clientGuides({ name: 'Ana’s Claude', url, auth, provider: null }).find((client) => client.id === id);
    return (found?.blocks[0]?.text ?? '').replaceAll('YOUR_API_TOKEN', acme.apiToken);
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

  it('gives hosted clients the URL itself, and none that cannot send what it asks for', () => {
    const guides = new Map(
      clientGuides({ name: 'Ana’s Claude', url, auth, provider: null }).map((guide) => [guide.id, guide]),
    );
    const hosted = ['claude-personal', 'claude-organization', 'chatgpt'].map((id) => guides.get(id));
    expect(hosted.map((guide) => (guide?.steps.length ?? 0) > 0)).toEqual(Array(3).fill(!needsToken));
    expect(blockOf('chatgpt')).toBe(needsToken ? '' : url);
    const href = guides.get('claude-personal')?.link?.href;
    if (needsToken) return expect(href).toBeUndefined();
    const link = new URL(href ?? '');
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

describe('what the dashboard says of how clients take a URL with sign-in', () => {
  const url = 'https://gateway.acme.com/mcp/0199f7c1-2f0a-7000-8000-000000000000';
  const guides = clientGuides({ name: 'Sales', url, auth: 'oauth', provider: 'gateway' });

  it('tells each client with a browser where to press to sign in, and that no other can use it', () => {
    const silent = guides.filter(
      ({ steps }) => !steps.some((step) => /sign in|signs in|Authenticate|login/i.test(step)),
    );
    expect(silent.map(({ id, steps }) => [id, steps])).toEqual([['curl', []]]);
  });

  it('says which client ID to give where the authorization server registers none by itself', () => {
    const notesAt = (provider: 'gateway' | 'external' | 'looker') =>
      clientGuides({ name: 'Sales', url, auth: 'oauth', provider })
        .filter(({ id }) => id !== 'curl')
        .map(({ id, note = '' }) => ({ id, note }));
    for (const { id, note } of notesAt('looker')) {
      expect(note, id).toMatch(/Looker lets in no client that it does not know: .* as client ID, without a secret/);
      expect(note, id).not.toMatch(/OAuth clients|secret go into/);
    }
    const idOf = (id: string) => notesAt('looker').find((guide) => guide.id === id)?.note;
    expect(idOf('claude-personal')).toContain('“claude-desktop”');
    expect(idOf('claude-organization')).toContain('“claude-desktop”');
    expect([idOf('cursor'), idOf('vs-code')]).toEqual([
      expect.stringContaining('“cursor”'),
      expect.stringContaining('“vscode”'),
    ]);
    for (const { id, note } of notesAt('external')) expect(note, id).toContain('The issuer where people sign in');
    for (const { id, note } of notesAt('gateway')) expect(note, id).not.toMatch(/Looker lets in|The issuer/);
  });

  it('asks nobody for a token', () => {
    expect(JSON.stringify(guides)).not.toMatch(/Authorization|YOUR_API_TOKEN|Bearer/);
  });
});
