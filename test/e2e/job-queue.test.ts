import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CountedJob, DUE, HOUR_MS, JobQueues, quietJobs } from '../support/job-queues.js';
import { noteMissedTurns } from '../support/job-turns.js';

describe('the job queue', () => {
  let queues: JobQueues;

  beforeEach(async () => {
    queues = await JobQueues.create();
  });
  afterEach(() => queues.close());

  it('gives the turns that were missed to one process of several, and to it once', async () => {
    const jobs = Array.from({ length: 3 }, () => [new CountedJob('first'), new CountedJob('second')]);
    await noteMissedTurns(queues.databaseUrl, ['first', 'second']);
    await Promise.all(jobs.map((each) => queues.open(each).start()));
    const runsOf = (at: number) => jobs.reduce((sum, each) => sum + (each[at]?.runs ?? 0), 0);
    await expect.poll(() => [runsOf(0), runsOf(1)]).toEqual([1, 1]);
    await queues.untilEmpty();
    expect([runsOf(0), runsOf(1)]).toEqual([1, 1]);
  });

  it('runs nothing that was not missed', async () => {
    const [first, second] = [new CountedJob('first'), new CountedJob('second')];
    await noteMissedTurns(queues.databaseUrl, ['first'], 0);
    await queues.open([first, second]).start();
    await queues.addTurn('second');
    await expect.poll(() => second.runs).toBe(1);
    expect(first.runs).toBe(0);
  });

  it('runs one of the turns that a clock makes by leaping forward a day', async () => {
    const job = new CountedJob('first');
    await queues.open([job]).start();
    for (let hours = 24; hours >= 0; hours--) {
      await queues.addTurn('first', new Date(DUE.getTime() - hours * HOUR_MS));
      await queues.untilEmpty();
    }
    expect(job.runs).toBe(1);
  });

  it('keeps to the turns of now after a clock that was ahead has noted one of next year', async () => {
    const job = new CountedJob('first');
    await noteMissedTurns(queues.databaseUrl, ['first'], -8760);
    await queues.open([job]).start();
    const [noted] = await queues.sql<{ hours: number }>(
      'SELECT extract(epoch FROM last_execution - now())::int / 3600 AS hours FROM graphile_worker._private_known_crontabs',
    );
    expect(noted?.hours).toBe(0);
  });

  it('tries again what failed, tells the log why, and keeps nothing of the reason in the queue', async () => {
    const errors = quietJobs();
    const job = new CountedJob('first', async (_, run) => {
      if (run < 3) throw new Error('the password is hunter2');
    });
    await noteMissedTurns(queues.databaseUrl, ['first']);
    await queues.open([job]).start();
    for (const run of [1, 2]) {
      await expect.poll(() => queues.rows()).toMatchObject([{ attempts: run, max_attempts: 5, locked: false }]);
      expect(job.runs).toBe(run);
      expect((await queues.rows())[0]?.last_error).toMatch(/^(?!.*hunter2).*job\.failed/);
      await queues.hurry();
      await expect.poll(() => job.runs).toBe(run + 1);
    }
    await queues.untilEmpty();
    expect(errors).toEqual(
      [1, 2].map((attempt) => ({
        code: 'job.failed',
        message: 'the job first failed, and is tried again soon',
        job: 'first',
        attempt,
        err: expect.objectContaining({ message: 'the password is hunter2' }),
      })),
    );
  });

  it('runs the next turn of a job whose last attempt failed', async () => {
    quietJobs();
    const job = new CountedJob('first', async (_, run) => {
      if (run === 1) throw new Error('not today');
    });
    await queues.sql(`SELECT graphile_worker.add_job('first', job_key := 'first', max_attempts := 1)`);
    await queues.open([job]).start();
    await expect.poll(() => queues.rows().then(([row]) => row?.last_error)).toContain('job.failed');
    await queues.addTurn('first');
    await expect.poll(() => job.runs).toBe(2);
  });

  it('keeps nothing of a turn that failed to the end, beyond the next tidying', async () => {
    quietJobs();
    const job = new CountedJob('first', () => Promise.reject(new Error('not today')));
    await queues.sql(`SELECT graphile_worker.add_job('first', max_attempts := 1)`);
    await queues.open([job]).start();
    await expect.poll(() => queues.rows().then(([row]) => row?.last_error)).toContain('job.failed');
    await queues.addTurn('queue-tidying');
    await queues.untilEmpty();
    expect(job.runs).toBe(1);
  });

  const cut = () =>
    queues.sql(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );

  it.each([0, 500])('goes on after its connections were cut, %i ms after it began', async (afterMs) => {
    quietJobs();
    const job = new CountedJob('first');
    await queues.open([job]).start();
    await pause(afterMs);
    await cut();
    await queues.addTurn('first');
    await expect.poll(() => job.runs).toBe(1);
  });

  it('outlives a database that goes away when a job has just been done, and has its next turn done', async () => {
    quietJobs();
    const job = new CountedJob('first', async (_, run) => {
      if (run === 1) await queues.sql('ALTER TABLE graphile_worker._private_jobs RENAME TO away');
    });
    await queues.open([job]).start();
    await queues.addTurn('first');
    await expect.poll(() => job.runs).toBe(1);
    await pause(300);
    await queues.sql('ALTER TABLE graphile_worker.away RENAME TO _private_jobs');
    await queues.addTurn('first');
    await expect.poll(() => job.runs).toBe(2);
  });

  it('is closed to the role that the gateway works as, which can neither read nor fill it', async () => {
    const client = new pg.Client(queues.databaseUrl);
    await client.connect();
    await client.query('SET ROLE gateway_app');
    const { rows: things } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'graphile_worker'::regnamespace AND relkind IN ('r', 'v')`,
    );
    expect(things.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        '_private_jobs',
        '_private_tasks',
        '_private_known_crontabs',
        '_private_job_queues',
        'jobs',
      ]),
    );
    const attempts = [
      ...things.map(({ name }) => `SELECT * FROM graphile_worker.${name}`),
      `INSERT INTO graphile_worker._private_tasks (identifier) VALUES ('mine')`,
      `SELECT graphile_worker.add_job('first')`,
      `SELECT graphile_worker.remove_job('first')`,
    ];
    for (const attempt of attempts)
      await expect(client.query(attempt), attempt).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });
});
