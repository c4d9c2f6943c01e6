import { Logger } from '@nestjs/common';
import type pg from 'pg';
import { expect, inject, vi } from 'vitest';
import { QueuePool } from '../../src/database/queue/queue-pool.js';
import { QUEUE_SCHEMA } from '../../src/database/queue/queue-schema.js';
import { JobQueue } from '../../src/jobs/job-queue.js';
import { ScheduledJob } from '../../src/jobs/scheduled-job.js';
import { queryAsOwner } from './call-log-rows.js';
import { createTestDatabase } from './test-database.js';

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
const TIMES = { firstAfterMs: 0, againAfterMs: 200, pollMs: 200 };

/** The jobs' turn of this hour, so far from now that none comes up by the clock in the middle of a test. */
export const DUE = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - HOUR_MS / 2);

/** A job made for a test, which counts how often it is run. */
export class CountedJob extends ScheduledJob {
  readonly cron = `${DUE.getUTCMinutes()} * * * *`;
  runs = 0;

  constructor(
    readonly name: string,
    private readonly work: (isStopping: () => boolean, run: number) => Promise<void> = async () => undefined,
  ) {
    super();
  }

  async run(_now: Date, isStopping: () => boolean = () => false): Promise<void> {
    this.runs++;
    await this.work(isStopping, this.runs);
  }
}

/** A job as it stands in the queue. */
export interface QueuedJob extends pg.QueryResultRow {
  readonly key: string | null;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly locked: boolean;
  readonly last_error: string | null;
}

/** Real queues on one real database, each as one process of a gateway has it. */
export class JobQueues {
  private readonly opened: JobQueue[] = [];

  private constructor(readonly databaseUrl: string) {}

  static async create(): Promise<JobQueues> {
    vi.spyOn(Logger.prototype, 'debug').mockImplementation(() => undefined);
    return new JobQueues(await createTestDatabase(inject('postgresUrl')));
  }

  open(jobs: readonly ScheduledJob[], url = this.databaseUrl): JobQueue {
    const queue = new JobQueue({ schema: QUEUE_SCHEMA, openPool: () => new QueuePool(url) }, () => jobs, TIMES);
    this.opened.push(queue);
    return queue;
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map((queue) => queue.onModuleDestroy()));
    vi.restoreAllMocks();
  }

  sql<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return queryAsOwner<Row>(this.databaseUrl, text, values);
  }

  /** Puts a turn into the queue as the clock of a process does. */
  async addTurn(name: string, ts = new Date()): Promise<void> {
    await this.sql(
      `SELECT graphile_worker.add_job($1, json_build_object('_cron', json_build_object('ts', $2::text)), job_key := $1)`,
      [name, ts.toISOString()],
    );
  }

  rows(): Promise<QueuedJob[]> {
    return this.sql<QueuedJob>(
      'SELECT key, attempts, max_attempts, locked_at IS NOT NULL AS locked, last_error FROM graphile_worker._private_jobs ORDER BY id',
    );
  }

  async untilEmpty(): Promise<void> {
    await expect.poll(() => this.rows(), { interval: 20 }).toEqual([]);
  }

  /** Makes what failed due at once, and has every worker look. */
  async hurry(): Promise<void> {
    await this.sql(`UPDATE graphile_worker._private_jobs SET run_at = now(); SELECT pg_notify('jobs:insert', '')`);
  }
}

/** Keeps what the jobs log from the terminal. @returns what was logged as errors. */
export function quietJobs(): readonly unknown[] {
  const errors: unknown[] = [];
  vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  vi.spyOn(Logger.prototype, 'error').mockImplementation((said: unknown) => void errors.push(said));
  return errors;
}
