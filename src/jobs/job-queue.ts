import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { ignoreLibraryConfigFiles } from '../config/library-config-files.js';
import type { JobWorker, QueuePool } from './job-worker.js';
import type { ScheduledJob } from './scheduled-job.js';

export interface QueueTimes {
  /** From when the gateway listens: a start is not slowed by old work. */
  readonly firstAfterMs: number;
  /** After a worker that could not begin, or not go on. */
  readonly againAfterMs: number;
  /** Between two looks into the queue, besides those after news of a new job. */
  readonly pollMs: number;
}

const TIMES: QueueTimes = { firstAfterMs: 60_000, againAfterMs: 15_000, pollMs: 15_000 };
/** Of the time that a stopping gateway has; the rest is for the requests under way. */
const STOP_MS_MAX = 8_000;
const GIVE_BACK_MS_MAX = 2_000;

/** Of one process. With the connection for news they take the three connections of the queue. */
const JOBS_AT_ONCE = 2;

/** Connections of the queue's own, closed by whoever asked for them. */
export type OwnedPool = QueuePool & { close(): Promise<void> };

/** The queue's place in the database. */
export interface QueueDatabase {
  readonly schema: string;
  openPool(): OwnedPool;
}

/** Runs the scheduled jobs, together with all other processes on the same database: each turn of a job is one process's. */
export class JobQueue implements OnModuleDestroy {
  private readonly logger = new Logger('Jobs');
  private timer: NodeJS.Timeout | undefined;
  private starting: Promise<void> | undefined;
  private worker: JobWorker | undefined;
  private pool: OwnedPool | undefined;
  private stopping = false;

  constructor(
    private readonly database: QueueDatabase,
    private readonly jobs: () => readonly ScheduledJob[],
    private readonly times = TIMES,
  ) {}

  /** Starts it when the gateway has been up for a minute. */
  startLater(): void {
    this.startIn(this.times.firstAfterMs);
  }

  /** Starts it now. Where that fails the log says so, and it is tried again after a while. */
  async start(): Promise<void> {
    clearTimeout(this.timer);
    if (this.stopping || this.worker !== undefined) return;
    this.starting ??= this.begin().finally(() => {
      this.starting = undefined;
    });
    await this.starting;
  }

  /** Leaves off after the steps under way, and hands over to other processes what takes longer than there is time for. */
  async onModuleDestroy(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    clearTimeout(this.timer);
    await this.starting;
    const { worker } = this;
    if (worker !== undefined && !(await isWithin(STOP_MS_MAX, worker.stop()))) {
      this.logger.warn({ code: 'jobs.given_back', message: 'a job was not done when the gateway stopped' });
      await isWithin(GIVE_BACK_MS_MAX, worker.giveBack());
    }
    await this.pool?.close();
  }

  private startIn(ms: number): void {
    this.timer = setTimeout(() => void this.start(), ms).unref();
  }

  private async begin(): Promise<void> {
    const pool = this.database.openPool();
    try {
      // Nothing of it is loaded by a command, or by a process that ends within its first minute.
      ignoreLibraryConfigFiles();
      const { startWorker } = await import('./job-worker.js');
      const worker = await startWorker(pool, this.jobs(), {
        schema: this.database.schema,
        jobsAtOnce: JOBS_AT_ONCE,
        pollMs: this.times.pollMs,
        isStopping: () => this.stopping,
      });
      this.worker = worker;
      this.pool = pool;
      worker.ended.then(
        () => this.startAgain(pool),
        (error: unknown) => this.startAgain(pool, error),
      );
    } catch (err) {
      await pool.close();
      this.logger.error({ code: 'jobs.not_started', message: 'the jobs did not start; they are tried again', err });
      if (!this.stopping) this.startIn(this.times.againAfterMs);
    }
  }

  private async startAgain(pool: OwnedPool, err?: unknown): Promise<void> {
    if (this.stopping) return;
    this.worker = undefined;
    this.pool = undefined;
    this.logger.error({ code: 'jobs.ended', message: 'the jobs came to a halt; they are started again', err });
    this.startIn(this.times.againAfterMs);
    await pool.close();
  }
}

/** Whether something was over, well or badly, within a time. */
async function isWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  const over = work.then(
    () => true,
    () => true,
  );
  return Promise.race([over, pause(ms, false, { ref: false })]);
}
