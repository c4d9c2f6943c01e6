import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld({ sample: { pdtBuildMs: 60_000 } });
});
afterAll(() => world.close());

const VIEW = { model_name: 'ecommerce', view_name: 'customer_facts' };
const statusOf = async (materialization_id: string) => {
  const { resp_text: text } = await world.ask<{ resp_text: string }>(
    'GET',
    `/derived_table/${materialization_id}/status`,
  );
  return (JSON.parse(text) as { status: string }).status;
};

it('start_pdt_build: starts a build, and where the connection forbids it names the setting', async () => {
  const { materialization_id: id } = await world.call<{ materialization_id: string }>('start_pdt_build', VIEW);
  expect(await statusOf(id)).toMatch(/queued|running/);
  await world.ask('PATCH', '/connections/sample_warehouse', { pdt_api_control_enabled: false });
  expect(await world.refusal('start_pdt_build', VIEW)).toContain('pdt_api_control_enabled');
  await world.ask('PATCH', '/connections/sample_warehouse', { pdt_api_control_enabled: true });
});

it('check_pdt_build: tells how far a build is', async () => {
  const { materialization_id } = await world.call<{ materialization_id: string }>('start_pdt_build', VIEW);
  const { text } = await world.result('check_pdt_build', { materialization_id });
  expect(text).toContain('queued');
});

it('stop_pdt_build: stops a build', async () => {
  const { materialization_id } = await world.call<{ materialization_id: string }>('start_pdt_build', VIEW);
  await world.call('stop_pdt_build', { materialization_id });
  expect(await statusOf(materialization_id)).toBe('stopped');
});

it('graph_derived_tables_for_view: draws what a derived table depends on', async () => {
  const { text } = await world.result('graph_derived_tables_for_view', { view: 'customer_facts', models: 'ecommerce' });
  expect(text).toContain('customer_facts');
  expect(text).toContain('orders');
});

it('graph_derived_tables_for_model: draws the derived tables of a model', async () => {
  const { text } = await world.result('graph_derived_tables_for_model', { model: 'ecommerce' });
  expect(text).toContain('digraph');
  expect(await world.refusal('graph_derived_tables_for_model', { model: 'no_such_model' })).toContain('404');
});
