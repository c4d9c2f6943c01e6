import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

const destination = {
  type: 'email',
  format: 'wysiwyg_pdf',
  address: 'finance-team@example.com',
  secret_parameters: 'hush',
};
const plan = {
  name: 'Daily Active Users every day',
  dashboard_id: '42',
  crontab: '0 9 * * *',
  scheduled_plan_destination: [destination],
};
const alert = {
  owner_id: '1',
  dashboard_element_id: 130,
  comparison_type: 'LESS_THAN',
  threshold: 10_000,
  cron: '0 9 * * *',
  field: { title: 'Daily Active Users', name: 'events.daily_active_users' },
  destinations: [{ destination_type: 'EMAIL', email_address: 'marketing@example.com' }],
};

describe('schedules and alerts', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ clock: () => new Date('2026-11-20T10:00:00Z') });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  it('a schedule is kept with its next run and without its secrets', async () => {
    const created = await client.call('POST', '/scheduled_plans', plan);
    expect(created.body).toMatchObject({ user_id: '1', enabled: true, next_run_at: '2026-11-21T09:00:00.000Z' });
    expect(created.text).not.toContain('hush');
    const listed = await client.call('GET', '/scheduled_plans/dashboard/42?fields=name');
    expect(listed.body).toEqual([{ name: plan.name }]);
  });

  it.each([
    ['without a name', { name: undefined }, 'name'],
    ['without content', { dashboard_id: undefined }, 'dashboard_id'],
    ['without a time', { crontab: undefined }, 'crontab'],
    ['with a faulty crontab', { crontab: '61 9 * * *' }, 'crontab'],
    ['without a destination', { scheduled_plan_destination: [] }, 'scheduled_plan_destination'],
    [
      'with a destination without an address',
      { scheduled_plan_destination: [{ ...destination, address: '' }] },
      'scheduled_plan_destination',
    ],
    [
      'with a destination that is no mail address',
      { scheduled_plan_destination: [{ ...destination, address: 'finance' }] },
      'scheduled_plan_destination',
    ],
    ['of a dashboard that does not exist', { dashboard_id: '9999' }, 'dashboard_id'],
    [
      'of a LookML dashboard that does not exist',
      { dashboard_id: undefined, lookml_dashboard_id: 'a::b' },
      'lookml_dashboard_id',
    ],
    [
      'of a look that does not exist',
      {
        dashboard_id: undefined,
        look_id: '9999',
        require_results: true,
        require_no_results: false,
        require_change: false,
      },
      'look_id',
    ],
    ['of an owner who does not exist', { user_id: '9999' }, 'user_id'],
    ['in a time zone that does not exist', { timezone: 'Mars/Olympus' }, 'timezone'],
    ['with a look and no requirements', { dashboard_id: undefined, look_id: '1' }, 'require_results'],
  ])('a schedule %s answers 422', async (_, changes, field) => {
    const answer = await client.call('POST', '/scheduled_plans', { ...plan, ...changes });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ field })]) });
  });

  it('running once is answered and not kept', async () => {
    const ran = await client.call('POST', '/scheduled_plans/run_once', { ...plan, crontab: undefined });
    const { id, last_run_at: lastRunAt } = ran.body as { id: string; last_run_at: string };
    expect(lastRunAt).toBe('2026-11-20T10:00:00.000Z');
    expect((await client.call('GET', `/scheduled_plans/${id}`)).status).toBe(404);
  });

  it('an alert is kept, counted on its element, changed, followed and deleted', async () => {
    const created = await client.call('POST', '/alerts', alert);
    expect(created.body).toMatchObject({
      owner_id: '1',
      dashboard_element_id: '130',
      is_disabled: false,
      followed: false,
    });
    const { id } = created.body as { id: string };
    expect((await client.call('GET', '/dashboard_elements/130?fields=alert_count')).body).toEqual({ alert_count: 1 });
    await client.call('POST', `/alerts/${id}/follow`);
    const patched = await client.call('PATCH', `/alerts/${id}`, { threshold: 20, comparison_type: 'EQUAL_TO' });
    expect(patched.body).toMatchObject({ threshold: 20, comparison_type: 'LESS_THAN', followed: true });
    expect((await client.call('DELETE', `/alerts/${id}`)).status).toBe(204);
    expect((await client.call('GET', `/alerts/${id}`)).status).toBe(404);
  });

  it.each([
    ['an unknown comparison', { comparison_type: 'BELOW' }, 'comparison_type'],
    ['no field name', { field: { title: 'DAU' } }, 'field'],
    ['a threshold that is a text', { threshold: 'low' }, 'threshold'],
    ['no destination', { destinations: [] }, 'destinations'],
    ['a mail without an address', { destinations: [{ destination_type: 'EMAIL' }] }, 'destinations'],
    ['an action without its integration', { destinations: [{ destination_type: 'ACTION_HUB' }] }, 'destinations'],
    ['no owner', { owner_id: undefined }, 'owner_id'],
    ['an owner who does not exist', { owner_id: '9999' }, 'owner_id'],
    ['nothing that it watches', { dashboard_element_id: undefined }, 'dashboard_element_id'],
    ['a query that does not exist', { query_id: '9999' }, 'query_id'],
    ['a faulty crontab', { cron: '61 9 * * *' }, 'cron'],
    ['a check every five minutes', { cron: '*/5 * * * *' }, 'cron'],
    ['an element that does not exist', { dashboard_element_id: '9999' }, 'dashboard_element_id'],
  ])('an alert with %s answers 422', async (_, changes, field) => {
    const answer = await client.call('POST', '/alerts', { ...alert, ...changes });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ field }] });
  });
});
