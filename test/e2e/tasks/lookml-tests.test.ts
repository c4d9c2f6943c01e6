import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Developer, developAt } from '../../support/developer.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
let developer: Developer;
beforeAll(async () => {
  world = await startTaskWorld();
  developer = await developAt(world.looker);
});
afterAll(() => world.close());

const project_id = 'sample_shop';
interface Run {
  readonly success: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly tests: { test: string; success: boolean; errors?: { message: string; file: string; line: number }[] }[];
}

it('list_lookml_tests: lists the data tests of a project', async () => {
  const { result } = await world.call<{ result: { name: string }[] }>('list_lookml_tests', { project_id });
  expect(result.map(({ name }) => name).sort()).toEqual(['order_ids_are_unique', 'revenue_is_positive']);
});

it('run_lookml_tests: runs all tests, or the one that is named', async () => {
  const all = await world.call<Run>('run_lookml_tests', { project_id });
  expect(all).toMatchObject({ success: true, passed: 2, failed: 0 });
  const one = await world.call<Run>('run_lookml_tests', {
    project_id,
    test: 'revenue_is_positive',
    model: 'ecommerce',
  });
  expect(one.tests.map(({ test }) => test)).toEqual(['revenue_is_positive']);
});

it('run_lookml_tests: on a branch, tells which assertion failed, in which file and line, failures first', async () => {
  const before = await developer.branchOf(project_id);
  const run = await world.call<Run>('run_lookml_tests', { project_id, branch: 'feature/broken-totals' });
  expect(run).toMatchObject({ success: false, passed: 1, failed: 1 });
  expect(run.tests[0]).toMatchObject({ test: 'revenue_is_positive', success: false });
  const [error] = run.tests[0]?.errors ?? [];
  expect(error).toMatchObject({ message: expect.stringContaining('revenue_is_above_zero'), line: expect.any(Number) });
  expect(await developer.branchOf(project_id)).toBe(before);
});

it('run_lookml_tests: refuses a time that is longer than half an hour', async () => {
  expect(await world.refusal('run_lookml_tests', { project_id, timeout: 1_801 })).toContain('1800');
});
