import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../support/task-world.js';

let world: TaskWorld;
let dashboard: string;
beforeAll(async () => {
  world = await startTaskWorld({
    config: { toolsets: ['api'], methods: ['read', 'write', 'custom'], tags: ['alerts', 'scheduled_plans'] },
  });
  dashboard = (await world.ask<{ id: string }>('POST', '/dashboards', { title: 'Watched', folder_id: '1' })).id;
});
afterAll(() => world.close());

type Answer = Record<string, unknown>;
const CREATE = 'create_a_looker_alert';
async function tileOf(query: Answer): Promise<string> {
  const { id: query_id } = await world.ask<Answer>('POST', '/queries', {
    model: 'ecommerce',
    view: 'orders',
    ...query,
  });
  const tile = { dashboard_id: dashboard, type: 'vis', query_id };
  return (await world.ask<{ id: string }>('POST', '/dashboard_elements', tile)).id;
}
const alertOn = (dashboard_element_id: string, more: Answer = {}) => ({
  ...{ dashboard_element_id, owner_id: '1', cron: '0 9 * * *', comparison_type: 'LESS_THAN', threshold: 5 },
  field: { title: 'Orders Count', name: 'orders.count' },
  destinations: [{ destination_type: 'EMAIL', email_address: 'team@example.com' }],
  ...more,
});
const alertsAtLooker = () => world.ask<Answer[]>('GET', '/alerts/search?all_owners=true');
/** What is said of an alert; none is saved. */
async function refusalOf(args: Answer, tool = CREATE): Promise<string> {
  const before = await alertsAtLooker();
  const text = await world.refusal(tool, args);
  expect(await alertsAtLooker()).toEqual(before);
  return text;
}

it('saves an alert on a number that its tile shows', async () => {
  const tile = await tileOf({ fields: ['users.state', 'orders.count'] });
  const made = await world.call(CREATE, alertOn(tile));
  expect(made).toMatchObject({ dashboard_element_id: tile, comparison_type: 'LESS_THAN' });
});

it('saves an alert on a calculation of the tile', async () => {
  const dynamic_fields = JSON.stringify([
    { table_calculation: 'half', label: 'Half', expression: `\${orders.count} / 2`, _type_hint: 'number' },
  ]);
  const tile = await tileOf({ fields: ['orders.count'], dynamic_fields });
  const made = await world.call(CREATE, alertOn(tile, { field: { title: 'Half', name: 'half' } }));
  expect(made).toMatchObject({ field: { name: 'half' } });
});

it('says which fields a tile shows where the watched one is not among them', async () => {
  const tile = await tileOf({ fields: ['users.state', 'orders.count'] });
  const text = await refusalOf(alertOn(tile, { field: { title: 'Count', name: 'orders.cout' } }));
  for (const part of [
    'not in the tile',
    'users.state, orders.count',
    'Did you mean orders.count?',
    'No alert was saved',
  ])
    expect(text).toContain(part);
});

it('says that a tile is not there', async () => {
  expect(await refusalOf(alertOn('99999'))).toContain('dashboard_element_id "99999": there is no such tile');
});

it('says that a text is no number to watch', async () => {
  const tile = await tileOf({ fields: ['users.state', 'orders.count'] });
  const text = await refusalOf(alertOn(tile, { field: { title: 'State', name: 'users.state' } }));
  expect(text).toContain('users.state is no number');
});

it('says that a change over time needs a time in the tile, and saves it where there is one', async () => {
  const grows = { comparison_type: 'INCREASES_BY' };
  const timeless = await tileOf({ fields: ['users.state', 'orders.count'] });
  expect(await refusalOf(alertOn(timeless, grows))).toContain('INCREASES_BY compares with the value before');
  const daily = await tileOf({ fields: ['orders.created_date', 'orders.count'] });
  expect(await world.call(CREATE, alertOn(daily, grows))).toMatchObject({ comparison_type: 'INCREASES_BY' });
});

it('names an address that is none and a crontab that is wrong, before anything is sent', async () => {
  const tile = await tileOf({ fields: ['orders.count'] });
  const destinations = [{ destination_type: 'EMAIL', email_address: 'team at example' }];
  expect(await refusalOf(alertOn(tile, { destinations }))).toContain('"team at example" is not an e-mail address');
  expect(await refusalOf(alertOn(tile, { cron: '* * * * *' }))).toContain('cron');
  const schedule = {
    ...{ name: 'Daily', dashboard_id: dashboard, crontab: '0 8 * * *' },
    scheduled_plan_destination: [{ type: 'email', address: 'nobody', format: 'wysiwyg_pdf' }],
  };
  expect(await refusalOf(schedule, 'create_a_looker_scheduled_plan')).toContain('"nobody" is not an e-mail address');
  const unaddressed = alertOn(tile, { destinations: [{ destination_type: 'EMAIL' }] });
  expect(await refusalOf(unaddressed)).toContain('email_address is missing');
});

it('checks the whole definition that takes the place of another, too', async () => {
  const tile = await tileOf({ fields: ['users.state', 'orders.count'] });
  const { id } = await world.call<{ id: string }>(CREATE, alertOn(tile));
  const wrong = { alert_id: id, ...alertOn(tile, { field: { title: 'Price', name: 'orders.price' } }) };
  expect(await refusalOf(wrong, 'looker_alerts_replace')).toContain('not in the tile');
  await world.call('looker_alerts_replace', { alert_id: id, ...alertOn(tile, { threshold: 7 }) });
  expect(await world.ask('GET', `/alerts/${id}`)).toMatchObject({ threshold: 7 });
});
