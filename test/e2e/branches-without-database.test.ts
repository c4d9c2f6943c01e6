import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Developer, developAt } from '../support/developer.js';
import { locked } from '../support/locked-tables.js';
import { startTaskWorld, type TaskWorld } from '../support/task-world.js';

const SHOP = 'sample_shop';
const README = { project_id: SHOP, file_id: 'README.md' };

let world: TaskWorld;
let developer: Developer;
beforeAll(async () => {
  world = await startTaskWorld({
    environment: { GATEWAY_DATABASE_STATEMENT_SECONDS: '1', GATEWAY_DATABASE_LOCK_SECONDS: '1' },
  });
  developer = await developAt(world.looker);
});
afterAll(() => world.close());

const reads = () => world.looker.requests.filter(({ url }) => url.includes('/file/content')).length;
/** Calls a tool, and locks the table of leases as soon as its work is under way, until the call is answered. */
const calledWhileLocked = async (args: Record<string, unknown>) => {
  world.looker.setFault({ fault: 'latency=1000', urlIncludes: '/file/content', times: 1 });
  const before = reads();
  const called = world.client.callTool('get_file', { ...README, ...args });
  await expect.poll(reads, { timeout: 10_000 }).toBe(before + 1);
  called.catch(() => undefined);
  return locked(world.gateway.databaseUrl, 'branch_leases', () => called);
};

it('a branch that cannot be given back in order is put right by the next call', async () => {
  const home = await developer.branchOf(SHOP);
  // Nobody can tell whether it saw its branch to the end, so that it is not answered.
  await expect(calledWhileLocked({ branch: 'feature/broken-totals' })).rejects.toThrow('failed on our side');
  await expect
    .poll(async () => (await world.client.callTool('get_file', { ...README, dev_mode: true })).isError, {
      timeout: 60_000,
      interval: 500,
    })
    .toBe(false);
  expect(await developer.branchOf(SHOP)).toBe(home);
});

it('what a call in development mode has done is answered also where its lease cannot be given back', async () => {
  const answer = await calledWhileLocked({ dev_mode: true });
  expect(answer).toMatchObject({ isError: false, text: expect.stringContaining('sample_shop') });
});
