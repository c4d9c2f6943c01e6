import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { type Developer, developAt } from '../support/developer.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';

const SHOP = 'sample_shop';
const FILE = 'which_branch.md';
const BRANCHES = ['feature/one', 'feature/two', 'feature/three', 'feature/four'];
/** Longer than it takes until a dead call is taken for dead. */
const PATIENT_MS = 120_000;

let looker: SampleLooker;
let developer: Developer;
let home: string;
let replicas: readonly [GatewayProcess, GatewayProcess];
let clients: readonly [McpClient, McpClient];

beforeAll(async () => {
  looker = await startSampleLooker({ latencyMs: 5 });
  developer = await developAt(looker);
  home = await developer.branchOf(SHOP);
  for (const name of BRANCHES) {
    await developer.ask('POST', `/projects/${SHOP}/git_branch`, { name, ref: 'main' });
    await developer.ask('POST', `/projects/${SHOP}/files`, { path: FILE, content: name });
    await developer.ask('POST', `/projects/${SHOP}/commit`, { message: name });
  }
  await developer.ask('PUT', `/projects/${SHOP}/git_branch`, { name: home });
  const environment = {
    DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
    GATEWAY_MASTER_KEYS: createMasterKey('test'),
    GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
    GATEWAY_LOG_LEVEL: 'silent',
  };
  replicas = await Promise.all([GatewayProcess.start(environment), GatewayProcess.start(environment)]);
  const rest = new RestClient(replicas[0].url, await createOrganization(environment));
  const accountId = await rest.connect(credentialsOf(looker));
  const config = { toolsets: ['tasks'], tags: ['modeling', 'git'], tool_exposure: 'all' };
  const { url } = await rest.issue(accountId, { config });
  const { pathname } = new URL(url);
  clients = await Promise.all([
    connectModern(`${replicas[0].url}${pathname}`),
    connectModern(`${replicas[1].url}${pathname}`),
  ]);
}, PATIENT_MS);
afterAll(async () => {
  await Promise.all((clients ?? []).map((client) => client.close().catch(() => {})));
  await Promise.all((replicas ?? []).map((replica) => replica.stop()));
  await looker?.close();
});

const branchOf = (index: number) => BRANCHES[index % BRANCHES.length] ?? '';
const ask = (client: McpClient, branch: string) =>
  client.callTool('get_file', { project_id: SHOP, file_id: FILE, branch });

it('no call of forty at once at two replicas sees the branch of another', async () => {
  const asked = Array.from({ length: 40 }, (_, index) => index);
  const answers = await Promise.all(asked.map((index) => ask(clients[index % 2 === 0 ? 0 : 1], branchOf(index >> 1))));
  expect(answers.map(({ texts }) => texts[0])).toEqual(asked.map((index) => branchOf(index >> 1)));
  expect(await developer.branchOf(SHOP)).toBe(home);
});

it('where a replica is killed in the middle of a branch, the other puts it right, says so, and sees no other branch', {
  timeout: PATIENT_MS,
}, async () => {
  const [first, second] = clients;
  looker.setFault({ fault: 'latency=20000', urlIncludes: '/file/content', times: 1 });
  const lost = ask(first, branchOf(0)).catch(() => undefined);
  await expect.poll(() => developer.branchOf(SHOP), { timeout: 10_000 }).toBe(branchOf(0));
  const waiting = Promise.all(Array.from({ length: 20 }, (_, index) => ask(second, branchOf(index))));
  await replicas[0].kill();
  await lost;
  const answers = await waiting;
  expect(answers.map(({ texts }) => texts[0])).toEqual(answers.map((_, index) => branchOf(index)));
  expect(await developer.branchOf(SHOP)).toBe(home);
  const said = answers.filter(({ text }) => text.includes(`${home} was checked out again first`));
  expect(said).toHaveLength(1);
});
