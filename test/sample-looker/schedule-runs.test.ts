import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

describe('runs of schedules', () => {
  let looker: SampleLooker;
  let client: LookerClient;
  let now: Date;

  beforeEach(async () => {
    now = new Date('2026-11-20T10:00:00Z');
    looker = await startSampleLooker({ clock: () => now });
    client = await openClient(looker);
  });
  afterEach(() => looker.close());

  const jobs = (fields: string[], filters: Record<string, string>) =>
    client.rows({
      model: 'system__activity',
      view: 'scheduled_plan',
      fields,
      filters,
      sorts: [fields[0]],
      limit: '-1',
    });
  const plan = {
    ...{ name: 'Products', look_id: '1', require_results: false, require_no_results: false, require_change: false },
    scheduled_plan_destination: [{ type: 'email', format: 'csv', address: 'sam.sample@example.com' }],
  };

  it('ninety days of them are there, with what went wrong', async () => {
    const found = await jobs(
      ['scheduled_plan.name', 'scheduled_job.status', 'scheduled_job.status_detail', 'scheduled_job.count'],
      {},
    );
    const summary = found.map((row) => [
      row['scheduled_plan.name'],
      row['scheduled_job.status'],
      row['scheduled_job.count'],
    ]);
    expect(summary).toEqual([
      ['Churn for Marketing', 'failure', 13],
      ['Orders by State, weekly', 'success', 7],
      ['Sales Overview every Monday', 'success', 9],
      ['Top States every Morning', 'failure', 90],
    ]);
    const details = found.map((row) => String(row['scheduled_job.status_detail']));
    expect(details[0]).toContain('disabled');
    expect(details[3]).toContain('states@reports.invalid');
    const orphaned = await jobs(['scheduled_plan.name'], { 'user.is_disabled': 'Yes' });
    expect(orphaned).toEqual([{ 'scheduled_plan.name': 'Churn for Marketing' }]);
    const stages = await jobs(['scheduled_job_stage.stage', 'scheduled_job_stage.avg_runtime'], {
      'scheduled_plan.id': '1',
    });
    expect(stages.map((row) => row['scheduled_job_stage.stage'])).toEqual([
      'deliver',
      'enqueue_for_execute',
      'execute',
    ]);
  });

  it('a run that is asked for is there at once, as what came of it, and moves when its schedule ran last', async () => {
    const answer = await client.call('POST', '/scheduled_plans/1/run_once', {});
    const { id } = answer.body as { id: string };
    const ran = await jobs(
      ['scheduled_plan.id', 'scheduled_plan.name', 'scheduled_plan.run_once', 'scheduled_job.status', 'user.email'],
      {
        'scheduled_job.created_time': '2026-11-20 10:00 for 1 minute',
      },
    );
    expect(ran).toEqual([
      {
        'scheduled_plan.id': Number(id),
        'scheduled_plan.name': 'Sales Overview every Monday',
        'scheduled_plan.run_once': 'Yes',
        'scheduled_job.status': 'success',
        'user.email': 'sam.sample@example.com',
      },
    ]);
    const stored = await client.call('GET', '/scheduled_plans/1?fields=last_run_at');
    expect(stored.body).toEqual({ last_run_at: now.toISOString() });
    const queries = await client.rows({
      ...{ model: 'system__activity', view: 'history', fields: ['dashboard.id', 'history.query_run_count'] },
      filters: { 'history.created_date': 'today', 'history.source': 'scheduled^_task' },
    });
    expect(queries).toEqual([{ 'dashboard.id': 7, 'history.query_run_count': 3 }]);
  });

  it.each([
    [
      'an address that does not exist',
      {},
      [{ type: 'email', format: 'csv', address: 'a@nowhere.invalid' }],
      'nowhere.invalid',
    ],
    ['a query that cannot run', { fields: ['orders.nope'] }, plan.scheduled_plan_destination, 'orders.nope'],
  ])('a run with %s fails and says so', async (_, changes, destinations, detail) => {
    const query = { model: 'ecommerce', view: 'orders', fields: ['orders.count'], ...changes };
    const { id } = (await client.call('POST', '/queries', query)).body as { id: string };
    const { look_id: __, ...rest } = plan;
    const body = { ...rest, query_id: id, scheduled_plan_destination: destinations };
    const ran = (await client.call('POST', '/scheduled_plans/run_once', body)).body as { id: string };
    const found = await jobs(['scheduled_job.status', 'scheduled_job.status_detail'], { 'scheduled_plan.id': ran.id });
    expect(found).toEqual([
      { 'scheduled_job.status': 'failure', 'scheduled_job.status_detail': expect.stringContaining(detail) },
    ]);
  });

  it('a run that comes due while the instance runs is there too', async () => {
    const made = (await client.call('POST', '/scheduled_plans', { ...plan, crontab: '*/5 * * * *' })).body as {
      id: string;
    };
    now = new Date('2026-11-20T10:12:00Z');
    const found = await jobs(['scheduled_job.created_time', 'scheduled_job.status'], { 'scheduled_plan.id': made.id });
    expect(found).toEqual([
      { 'scheduled_job.created_time': '2026-11-20 10:05:00', 'scheduled_job.status': 'success' },
      { 'scheduled_job.created_time': '2026-11-20 10:10:00', 'scheduled_job.status': 'success' },
    ]);
    const stored = await client.call('GET', `/scheduled_plans/${made.id}?fields=last_run_at`);
    expect(stored.body).toEqual({ last_run_at: '2026-11-20T10:10:00.000Z' });
  });
});
