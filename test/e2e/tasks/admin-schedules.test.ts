import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
let dashboard: string;
let look: string;
beforeAll(async () => {
  world = await startTaskWorld();
  const board = await world.ask<{ id: string }>('POST', '/dashboards', { title: 'Weekly', folder_id: '1' });
  dashboard = board.id;
  await world.ask('POST', '/dashboard_filters', {
    ...{ dashboard_id: dashboard, name: 'region', title: 'Region', type: 'field_filter' },
    ...{ model: 'ecommerce', explore: 'orders', dimension: 'users.state' },
  });
  const query = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };
  const { id: query_id } = await world.ask<{ id: string }>('POST', '/queries', query);
  look = (await world.ask<{ id: string }>('POST', '/looks', { title: 'Orders', query_id, folder_id: '1' })).id;
});
afterAll(() => world.close());

type Answer = Record<string, unknown>;
interface Schedule extends Answer {
  readonly id: string;
}
const DAILY = { crontab: '0 8 * * *', timezone: 'Europe/Berlin', recipients: ['team@example.com'] };
const daily = () => ({ name: 'Daily', dashboard_id: dashboard, ...DAILY });
const create = (args: Answer = {}) => world.call<Schedule>('create_schedule', { ...daily(), ...args });
const refusedCreate = (args: Answer) => world.refusal('create_schedule', { ...daily(), ...args });
const atLooker = (id: string) => world.ask<Answer>('GET', `/scheduled_plans/${id}`);
const count = async () => (await world.ask<Answer[]>('GET', '/scheduled_plans?all_users=true')).length;
const mail = (address: string, format = 'wysiwyg_pdf') => expect.objectContaining({ type: 'email', address, format });

describe('making schedules', () => {
  it('create_schedule: sends a dashboard as PDF to its recipients, and answers when and where it is opened', async () => {
    const made = await create({ filters_string: '?Region=California' });
    expect(made).toMatchObject({
      ...{ name: 'Daily', enabled: true, dashboard_id: dashboard, crontab: '0 8 * * *', timezone: 'Europe/Berlin' },
      ...{ sends_to: ['team@example.com (wysiwyg_pdf)'], owner: { id: '1', name: 'Sam Sample' } },
      url: `${world.looker.baseUrl}/admin/schedules/edit/${made.id}`,
      next: expect.stringContaining('run_schedule_once'),
    });
    expect(await atLooker(made.id)).toMatchObject({
      ...{ name: 'Daily', dashboard_id: dashboard, filters_string: '?Region=California' },
      scheduled_plan_destination: [mail('team@example.com')],
    });
  });

  it('create_schedule: sends a Look as CSV, and a LookML dashboard when a datagroup triggers', async () => {
    const ofLook = await create({ dashboard_id: undefined, look_id: look, require_results: true });
    expect(await atLooker(ofLook.id)).toMatchObject({
      ...{ look_id: look, require_results: true, require_change: false },
      scheduled_plan_destination: [mail('team@example.com', 'csv')],
    });
    const ofLookml = await world.call<Schedule>('create_schedule', {
      ...{ name: 'Fresh', lookml_dashboard_id: 'ecommerce::business_pulse', datagroup: 'ecommerce::hourly' },
      recipients: ['team@example.com'],
    });
    expect(await atLooker(ofLookml.id)).toMatchObject({ datagroup: 'ecommerce::hourly' });
  });

  it('create_schedule: sends to webhooks and integrations, with the values of their forms', async () => {
    const { id } = await create({
      recipients: undefined,
      destinations: [
        { type: 'webhook', address: 'https://example.com/hook', format: 'csv_zip' },
        { type: 'looker-integration://1::slack_app', format: 'wysiwyg_png', parameters: { channel: '#sales' } },
      ],
    });
    expect((await atLooker(id)).scheduled_plan_destination).toMatchObject([
      { type: 'webhook', address: 'https://example.com/hook', format: 'csv_zip' },
      { type: 'looker-integration://1::slack_app', parameters: '{"channel":"#sales"}' },
    ]);
  });

  it('create_schedule: gives a schedule to the owner whom an e-mail address names', async () => {
    const { id } = await create({ user_id: 'ada.fischer@example.com' });
    expect(await atLooker(id)).toMatchObject({ user_id: '2' });
    expect(await refusedCreate({ user_id: 'nobody@example.com' })).toContain('No Looker user has');
  });

  it('create_schedule: names everything that is wrong at once, and makes nothing', async () => {
    const before = await count();
    const text = await refusedCreate({
      ...{ crontab: '0 25 * * *', timezone: 'Berlin', recipients: ['team@example.com', 'team at example'] },
      ...{ email_format: 'pdf', filters_string: '?Regoin=West&Region=East' },
      destinations: [
        { type: 'webhook', address: 'example', format: 'csv_zip' },
        { type: 's3', format: 'csv_zip' },
        { type: 'carrier_pigeon', format: 'csv' },
      ],
    });
    for (const problem of [
      ...['crontab "0 25 * * *"', 'timezone "Berlin"', 'Europe/Berlin', '"team at example" is not an e-mail address'],
      ...['email_format "pdf" is not a format of a dashboard', 'wysiwyg_pdf', '"Regoin"; it has "Region"'],
      ...['destinations.0.address "example"', 'destinations.1.address is missing', 'destinations.2.type'],
      ...['destinations.2.format "csv"', 'No schedule was made'],
    ])
      expect(text).toContain(problem);
    expect(await count()).toBe(before);
  });

  it.each([
    ['a dashboard that is not there', { dashboard_id: '99999' }, 'dashboard_id "99999": there is none'],
    ['a datagroup that is not there', { crontab: undefined, datagroup: 'ecommerce::hourli' }, 'ecommerce::hourly?'],
    ['crontab and datagroup', { datagroup: 'ecommerce::hourly' }, 'not both'],
    ['two things to send', { look_id: '1' }, 'Pass one of dashboard_id'],
    ['nothing to send', { dashboard_id: undefined }, 'dashboard_id'],
    ['no time', { crontab: undefined }, 'crontab'],
    ['nobody to send to', { recipients: undefined }, 'recipients'],
    ['an empty list of recipients', { recipients: [] }, 'at least one'],
  ])('create_schedule: refuses %s', async (_, args, said) => {
    const before = await count();
    expect(await refusedCreate(args)).toContain(said);
    expect(await count()).toBe(before);
  });
});

describe('changing schedules', () => {
  it('update_schedule: changes what is named and keeps the rest', async () => {
    const { id } = await create();
    expect(
      await world.call('update_schedule', { schedule_id: id, crontab: '30 6 * * 1', enabled: false }),
    ).toMatchObject({
      ...{ id, name: 'Daily', enabled: false, crontab: '30 6 * * 1', sends_to: ['team@example.com (wysiwyg_pdf)'] },
    });
    expect(await atLooker(id)).toMatchObject({
      ...{ enabled: false, crontab: '30 6 * * 1', timezone: 'Europe/Berlin', dashboard_id: dashboard },
    });
  });

  it('update_schedule: replaces the recipients and answers who gets it no longer', async () => {
    const { id } = await create({ recipients: ['a@example.com', 'b@example.com'] });
    const recipients = ['b@example.com', 'c@example.com'];
    expect(await world.call('update_schedule', { scheduled_plan_id: id, recipients })).toMatchObject({
      ...{ sends_to: ['b@example.com (wysiwyg_pdf)', 'c@example.com (wysiwyg_pdf)'] },
      no_longer_to: ['a@example.com (wysiwyg_pdf)'],
    });
    expect((await atLooker(id)).scheduled_plan_destination).toEqual([mail('b@example.com'), mail('c@example.com')]);
  });

  it('update_schedule: changes the format of the present mails', async () => {
    const { id } = await create();
    await world.call('update_schedule', { schedule_id: id, email_format: 'csv_zip' });
    expect((await atLooker(id)).scheduled_plan_destination).toEqual([mail('team@example.com', 'csv_zip')]);
  });

  it('update_schedule: a datagroup takes the place of the crontab, and a Look that of the dashboard', async () => {
    const { id } = await create();
    await world.call('update_schedule', { schedule_id: id, datagroup: 'sales::nightly' });
    expect(await atLooker(id)).toMatchObject({ crontab: null, datagroup: 'sales::nightly' });
    const args = { look_id: look, recipients: ['team@example.com'], require_change: true };
    await world.call('update_schedule', { schedule_id: id, ...args });
    expect(await atLooker(id)).toMatchObject({ dashboard_id: null, look_id: look, require_change: true });
  });

  it('update_schedule: changes nothing where something is wrong or nothing is named', async () => {
    const { id } = await create();
    const text = await world.refusal('update_schedule', { schedule_id: id, crontab: 'daily', recipients: ['nobody'] });
    for (const problem of ['crontab "daily"', '"nobody" is not', 'Nothing was changed'])
      expect(text).toContain(problem);
    expect(await world.refusal('update_schedule', { schedule_id: id })).toContain('Nothing to change');
    expect(await world.refusal('update_schedule', { schedule_id: id, recipients: [] })).toContain('enabled: false');
    expect(await world.refusal('update_schedule', { schedule_id: '99999', enabled: false })).toContain('404');
    expect(await atLooker(id)).toMatchObject({
      ...{ crontab: '0 8 * * *', scheduled_plan_destination: [mail('team@example.com')] },
    });
  });
});

describe('schedules that there are', () => {
  it("list_schedules: lists one's own, somebody's or everybody's", async () => {
    const mine = await create({ name: 'Mine' });
    const hers = await create({ name: 'Hers', user_id: '4' });
    const listed = async (args: Answer) =>
      (await world.call<{ result: Schedule[] }>('list_schedules', { limit: 500, ...args })).result;
    const own = await listed({});
    expect(own.map(({ id }) => id)).toContain(mine.id);
    expect(own.map(({ id }) => id)).not.toContain(hers.id);
    const ofCarla = await listed({ user_id: 'carla.mendes@example.com' });
    expect(ofCarla.map(({ id }) => id)).not.toContain(mine.id);
    expect(ofCarla.find(({ id }) => id === hers.id)).toMatchObject({
      ...{ id: hers.id, name: 'Hers', dashboard_id: dashboard, sends_to: ['team@example.com (wysiwyg_pdf)'] },
      ...{ owner: { id: '4', name: 'Carla Mendes' }, url: expect.stringContaining(`/admin/schedules/edit/${hers.id}`) },
    });
    expect((await listed({ all_users: true })).map(({ id }) => id)).toEqual(expect.arrayContaining([mine.id, hers.id]));
    expect(await listed({ user_id: '9' })).toEqual([]);
  });

  it('run_schedule_once: sends now and answers to whom', async () => {
    const { id } = await create({ name: 'Now' });
    expect(await world.call('run_schedule_once', { schedule_id: id })).toEqual({
      ...{ schedule_id: id, name: 'Now', sent_to: ['team@example.com (wysiwyg_pdf)'] },
    });
    expect(await atLooker(id)).toMatchObject({ last_run_at: expect.any(String) });
    expect(await world.refusal('run_schedule_once', { schedule_id: '99999' })).toContain('404');
  });

  it('delete_schedule: answers what was deleted', async () => {
    const { id } = await create({ name: 'Over' });
    const { deleted } = await world.call<{ deleted: Answer }>('delete_schedule', { schedule_id: id });
    expect(deleted).toMatchObject({
      id,
      name: 'Over',
      crontab: '0 8 * * *',
      sends_to: ['team@example.com (wysiwyg_pdf)'],
    });
    await expect(atLooker(id)).rejects.toThrow('404');
    expect(await world.refusal('delete_schedule', { schedule_id: id })).toContain('404');
  });
});
