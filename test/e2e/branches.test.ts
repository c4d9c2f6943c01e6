import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Developer, developAt } from '../support/developer.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { startTaskWorld, type TaskWorld } from '../support/task-world.js';

const SHOP = 'sample_shop';
const EVENTS = 'shop_events';
const FILE = 'which_branch.md';
/** A developer, and no administrator. */
const DEVELOPER = { kind: 'fixed_user', user: 'ci-bot@example.com' };
const BRANCHES = ['feature/one', 'feature/two', 'feature/three', 'feature/four'];

let world: TaskWorld;
let developer: Developer;
let home: string;

beforeAll(async () => {
  world = await startTaskWorld({ sample: { developers: [DEVELOPER.user] } });
  developer = await developAt(world.looker);
  home = await developer.branchOf(SHOP);
  for (const name of BRANCHES) {
    await developer.ask('POST', `/projects/${SHOP}/git_branch`, { name, ref: 'main' });
    await developer.ask('POST', `/projects/${SHOP}/files`, { path: FILE, content: name });
    await developer.ask('POST', `/projects/${SHOP}/commit`, { message: name });
    await developer.ask('POST', `/projects/${SHOP}/push_branch`);
  }
  await checkOut(home);
  await developer.ask('POST', `/projects/${SHOP}/files`, { path: FILE, content: home });
  await developer.ask('POST', `/projects/${SHOP}/commit`, { message: home });
});
afterEach(async () => {
  world.looker.setFault(null);
  await checkOut(home);
});
afterAll(() => world.close());

const checkOut = (name: string, project = SHOP) => developer.ask('PUT', `/projects/${project}/git_branch`, { name });
const seenOn = async (branch: string | undefined, client: McpClient = world.client) => {
  const terms = branch === undefined ? { dev_mode: true } : { branch };
  const answer = await client.callTool('get_file', { project_id: SHOP, file_id: FILE, ...terms });
  return answer.texts[0];
};
const checkouts = () =>
  world.looker.requests.filter(({ method, url }) => method === 'PUT' && url.endsWith('/git_branch')).length;

it('no call of forty at once sees the branch of another, and what was checked out is checked out again', async () => {
  const other = await connectModern(
    (
      await world.rest.issue(world.accountId, {
        config: { toolsets: ['tasks'], tags: ['modeling'], tool_exposure: 'all' },
      })
    ).url,
  );
  const asked = Array.from({ length: 40 }, (_, index) => [...BRANCHES, undefined][index % 5]);
  const seen = await Promise.all(asked.map((branch, index) => seenOn(branch, index % 2 === 0 ? world.client : other)));
  await other.close();
  expect(seen).toEqual(asked.map((branch) => branch ?? home));
  expect(await developer.branchOf(SHOP)).toBe(home);
});

it('a call on the branch that is checked out switches nothing', async () => {
  await checkOut(BRANCHES[0] ?? '');
  const before = checkouts();
  expect(await seenOn(BRANCHES[0])).toBe(BRANCHES[0]);
  expect(checkouts()).toBe(before);
});

const CONTENT = '/file/content';
/** Holds the work of the next call on a file for a long time, and waits until it is under way. */
const startHeld = async (options: { signal: AbortSignal }, latency = 30_000) => {
  world.looker.setFault({ fault: `latency=${latency}`, urlIncludes: CONTENT, times: 1 });
  const before = reads();
  const args = { project_id: SHOP, file_id: FILE, branch: BRANCHES[1] };
  const held = world.client.callTool('get_file', args, options).catch((error: unknown) => error);
  await expect.poll(reads, { timeout: 10_000 }).toBe(before + 1);
  return held;
};
const reads = () => world.looker.requests.filter(({ url }) => url.includes(CONTENT)).length;

it('a call that fails on its branch leaves what was checked out', async () => {
  const refusal = await world.refusal('get_file', { project_id: SHOP, file_id: 'no_such.md', branch: BRANCHES[0] });
  expect(refusal).toContain('404');
  expect(await developer.branchOf(SHOP)).toBe(home);
});

it('a call on a branch that does not exist fails, and leaves what was checked out', async () => {
  const args = { project_id: SHOP, file_id: FILE, branch: 'feature/nowhere' };
  expect(await world.refusal('get_file', args)).toContain('404');
  expect(await developer.branchOf(SHOP)).toBe(home);
});

it('a branch needs the project that has it', async () => {
  const refusal = await world.refusal('get_project_manifest', { branch: BRANCHES[0] });
  expect(refusal).toContain('project_id');
});

it('a caller who leaves in the middle leaves what was checked out', async () => {
  const caller = new AbortController();
  const held = startHeld({ signal: caller.signal });
  await expect.poll(() => developer.branchOf(SHOP)).toBe(BRANCHES[1]);
  caller.abort();
  await held;
  await expect.poll(() => developer.branchOf(SHOP), { timeout: 10_000 }).toBe(home);
  expect(await seenOn(BRANCHES[2])).toBe(BRANCHES[2]);
});

it('what could not be checked out again is said, and put right by the next call, which says so', async () => {
  world.looker.setFault({ fault: 'latency=1500', urlIncludes: CONTENT, times: 1 });
  const before = reads();
  const args = { project_id: SHOP, file_id: FILE, branch: BRANCHES[1] };
  const held = world.client.callTool('get_file', args);
  await expect.poll(reads, { timeout: 10_000 }).toBe(before + 1);
  world.looker.setFault({ fault: 'status=500', urlIncludes: '/git_branch', times: 1 });
  const { texts } = await held;
  expect(texts[0]).toBe(BRANCHES[1]);
  expect(texts[1]).toContain(`the branch ${home} could not be checked out again`);
  expect(await developer.branchOf(SHOP)).toBe(BRANCHES[1]);
  const next = await world.client.callTool('get_file', { project_id: SHOP, file_id: FILE, dev_mode: true });
  expect(next.texts).toEqual([home, expect.stringContaining(`${home} was checked out again first`)]);
  expect(await developer.branchOf(SHOP)).toBe(home);
});

it('an imported project is switched along where it has the branch, and else it is said that it was not', async () => {
  const eventsHome = await developer.branchOf(EVENTS);
  const switched = () =>
    world.looker.requests.filter(
      ({ method, url }) => method === 'PUT' && url.includes(`/projects/${EVENTS}/git_branch`),
    ).length;
  const before = switched();
  const both = { project_id: SHOP, file_id: 'README.md', branch: 'feature/new-aggregation' };
  expect((await world.result('get_file', both)).texts).toHaveLength(1);
  expect(switched()).toBe(before + 2);
  expect(await developer.branchOf(EVENTS)).toBe(eventsHome);
  const alone = await world.result('get_file', { ...both, branch: BRANCHES[0] });
  expect(alone.texts[1]).toContain(`The imported project ${EVENTS} has no branch ${BRANCHES[0]} and stayed as it was.`);
  expect(switched()).toBe(before + 2);
});

it('calls of different Looker users do not wait for each other', async () => {
  const config = { toolsets: ['tasks'], tags: ['modeling'], tool_exposure: 'all', identity: DEVELOPER };
  const bot = await connectModern((await world.rest.issue(world.accountId, { config })).url);
  const caller = new AbortController();
  const held = startHeld({ signal: caller.signal });
  await expect.poll(() => developer.branchOf(SHOP)).toBe(BRANCHES[1]);
  expect(await seenOn(BRANCHES[0], bot)).toBe(BRANCHES[0]);
  caller.abort();
  await held;
  await bot.close();
  await expect.poll(() => developer.branchOf(SHOP), { timeout: 10_000 }).toBe(home);
});

it('a call that waits for the checkout and is cancelled is out of the line', async () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const held = startHeld({ signal: first.signal });
  await expect.poll(() => developer.branchOf(SHOP)).toBe(BRANCHES[1]);
  const args = { project_id: SHOP, file_id: FILE, branch: BRANCHES[2] };
  const waiting = world.client.callTool('get_file', args, { signal: second.signal }).catch((error: unknown) => error);
  const third = seenOn(BRANCHES[3]);
  second.abort();
  await waiting;
  first.abort();
  await held;
  expect(await third).toBe(BRANCHES[3]);
});
