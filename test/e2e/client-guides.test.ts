import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientGuides } from '../../apps/dashboard/guides/client-guides.js';
import { guideTarget } from '../../apps/dashboard/guides/guide-target.js';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectFirst } from '../support/mcp-clients.js';
import { CURL, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

const run = promisify(execFile);

const PUBLIC_URL = 'https://gateway.acme.com/mcp/0199f7c1-2f0a-7000-8000-000000000000';
const HOSTED = ['claude-personal', 'claude-organization', 'chatgpt'];
type Oauth = Parameters<typeof guideTarget>[0]['config']['oauth'];

const OAUTH: Oauth = {
  ...{ provider: 'gateway', sign_in: ['member'], emails: [], domains: [], client_credentials: false, external: null },
};

/** A server as the REST API shows it: its config says where people sign in also where nobody does. */
const targetOf = (
  auth: 'url' | 'api_token' | 'oauth',
  oauth: Partial<Oauth> = {},
  { name = 'Sales', url = PUBLIC_URL } = {},
) => guideTarget({ name, url, config: { auth, oauth: { ...OAUTH, ...oauth } } });

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
    const found = clientGuides(targetOf(auth, {}, { name: 'Ana’s Claude', url })).find((client) => client.id === id);
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
    const target = targetOf(auth, {}, { name: 'Ana’s Claude', url: PUBLIC_URL });
    const guides = new Map(clientGuides(target).map((guide) => [guide.id, guide]));
    const hosted = HOSTED.map((id) => guides.get(id));
    expect(hosted.map((guide) => guide?.refusal !== undefined)).toEqual(Array(3).fill(needsToken));
    expect(guides.get('chatgpt')?.blocks[0]?.text).toBe(needsToken ? undefined : PUBLIC_URL);
    const href = guides.get('claude-personal')?.link?.href;
    if (needsToken) return expect(href).toBeUndefined();
    const link = new URL(href ?? '');
    expect([link.hostname, link.searchParams.get('connectorUrl'), link.searchParams.get('connectorName')]).toEqual([
      'claude.ai',
      PUBLIC_URL,
      'Ana’s Claude',
    ]);
  });

  it.skipIf(isMissing(CURL))('gives a command of curl that lists the tools', async () => {
    const { stdout } = await run('sh', ['-c', `${blockOf('curl')} --silent`], { maxBuffer: 8 * 1024 * 1024 });
    expect(stdout).toContain('looker_dashboards_search');
  });
});

describe('what the dashboard says of how clients take a URL with sign-in', () => {
  const guides = clientGuides(targetOf('oauth'));

  it('tells each client with a browser where to press to sign in, and that no other can use it', () => {
    const silent = guides.filter(
      ({ steps }) => !steps.some((step) => /sign in|signs in|Authenticate|login/i.test(step)),
    );
    expect(silent.map(({ id, steps }) => [id, steps])).toEqual([['curl', []]]);
  });

  it('says which client ID to give where the authorization server registers none by itself', () => {
    const notesAt = (provider: 'gateway' | 'external' | 'looker') =>
      clientGuides(targetOf('oauth', { provider }))
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

describe('what the dashboard says of how clients take a URL', () => {
  it.each([
    ['http://localhost:3000/mcp/x', 'nobody reaches localhost:3000'],
    ['https://127.0.0.1/mcp/x', 'nobody reaches 127.0.0.1'],
    ['https://[::1]:3000/mcp/x', 'nobody reaches [::1]:3000'],
    ['https://192.168.7.4/mcp/x', 'nobody reaches 192.168.7.4'],
    ['https://looker-mcp/mcp/x', 'nobody reaches looker-mcp'],
    ['https://mcp.corp.internal/mcp/x', 'nobody reaches mcp.corp.internal'],
    ['http://gateway.acme.com/mcp/x', 'plain http'],
  ])('sends no client to %s that calls from the internet, and says why', (url, why) => {
    const guides = clientGuides(targetOf('oauth', {}, { url }));
    expect(guides.filter(({ refusal }) => refusal !== undefined).map(({ id }) => id)).toEqual([...HOSTED, 'curl']);
    for (const { refusal, link } of guides.filter(({ id }) => HOSTED.includes(id)))
      expect([refusal, link]).toEqual([expect.stringContaining(why), undefined]);
  });

  it.each([PUBLIC_URL, 'https://172.217.16.206/mcp/x', 'https://fd.example.com/mcp/x'])(
    'leaves none out that reaches %s',
    (url) => {
      const guides = clientGuides(targetOf('url', {}, { url }));
      expect(guides.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
    },
  );

  it('lets mcp-remote call by plain http where the URL is so, which it refuses but to its own machine', () => {
    const fileFor = (url: string) =>
      clientGuides(targetOf('url', {}, { url })).find(({ id }) => id === 'claude-desktop')?.blocks[0]?.text;
    expect(fileFor('http://mcp.acme.example/mcp/x')).toContain('--allow-http');
    for (const url of ['http://localhost:3000/mcp/x', PUBLIC_URL]) expect(fileFor(url)).not.toContain('--allow-http');
  });

  it('speaks of certificates where there is one', () => {
    const noteFor = (url: string) =>
      clientGuides(targetOf('url', {}, { url })).find(({ id }) => id === 'claude-desktop')?.note;
    expect(noteFor(PUBLIC_URL)).toContain('certificate');
    expect(noteFor('http://localhost:3000/mcp/x')).toBeUndefined();
  });

  it('says nothing of signing in, clients and their secrets where nobody signs in', () => {
    for (const auth of ['url', 'api_token'] as const)
      for (const { refusal: _, ...guide } of clientGuides(targetOf(auth)))
        expect(JSON.stringify(guide), guide.id).not.toMatch(
          /OAuth clients|sign in|client ID|mcp-auth|service account/i,
        );
  });

  it('says as whom Looker is called as the server’s config has it', () => {
    const stepsFor = (oauth: Parameters<typeof targetOf>[1]) =>
      clientGuides(targetOf('oauth', oauth))
        .find(({ id }) => id === 'claude-organization')
        ?.steps.join(' ');
    const own = /Looker is called in their own name/;
    const service = /^(?!.*own name).*called by the service account/;
    expect(stepsFor({ sign_in: ['member'] })).toMatch(service);
    expect(stepsFor({ sign_in: ['openid_provider'] })).toMatch(service);
    expect(stepsFor({ provider: 'external' })).toMatch(service);
    expect(stepsFor({ sign_in: ['looker'] })).toMatch(own);
    expect(stepsFor({ provider: 'looker' })).toMatch(own);
    expect(stepsFor({ sign_in: ['looker', 'member'] })).toMatch(/For who signs in at Looker, .* for others, by the/);
  });
});
