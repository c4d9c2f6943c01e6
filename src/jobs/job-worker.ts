import { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import {
  type CronItem,
  makeWorkerUtils,
  parseCronItems,
  Logger as QueueLogger,
  run,
  type Task,
  type WorkerPool,
} from 'graphile-worker';
import type { ScheduledJob } from './scheduled-job.js';
import { isSuperseded, turnOf } from './turns.js';

/** What the queue holds of a job that failed; the log has the rest. */
const FAILURE = 'The job failed: the log of the gateway says why, under the code job.failed.';
/** What was missed is made up for by one turn, at a start within this time after it. */
const MISSED_MS_MAX = 3_600_000;
/** Of one turn, within two minutes: what fails for longer is tried again at the next turn. */
const ATTEMPTS_MAX = 5;
/** Looks into the queue in a row that failed. The library may then fail for ever: it keeps what went wrong at its first look. */
const FAILED_LOOKS_MAX = 6;

/** The connections of the queue, made for it alone. */
export type QueuePool = NonNullable<Parameters<typeof run>[0]['pgPool']>;

export interface WorkerOptions {
  /** The schema of the queue's tables. */
  readonly schema: string;
  /** How many jobs this process works on at once. */
  readonly jobsAtOnce: number;
  /** A job that waits to be tried again, or whose news was lost, is seen this much later at most. */
  readonly pollMs: number;
  readonly isStopping: () => boolean;
}

/** A worker that takes jobs from the queue, and puts those into it whose turn has come. */
export interface JobWorker {
  /** Fulfilled when it works no more: after `stop`, or because it could not go on. */
  readonly ended: Promise<void>;
  /** Takes no more jobs. Fulfilled when those under way are done. */
  stop(): Promise<void>;
  /** Puts the jobs under way back into the queue, for another process. */
  giveBack(): Promise<void>;
}

type QueueOptions = Readonly<{ pgPool: QueuePool; schema: string; logger: QueueLogger }>;

const logger = new Logger('Jobs');

/** @throws whatever the database does, and where a newer release has changed the tables of the queue. */
export async function startWorker(
  pgPool: QueuePool,
  jobs: readonly ScheduledJob[],
  { schema, jobsAtOnce, pollMs, isStopping }: WorkerOptions,
): Promise<JobWorker> {
  const options = { pgPool, schema, logger: queueLog };
  await tidy(options);
  const entries = [...jobs, tidying(options)].map((job) => {
    const [item] = parseCronItems([cronItemOf(job)]);
    if (item === undefined) throw new Error(`the job ${job.name} has no turns`);
    return { name: job.name, item, task: taskOf(job, item, isStopping) };
  });
  const events = new EventEmitter();
  const pools: WorkerPool[] = [];
  events.once('pool:create', ({ workerPool }: { workerPool: WorkerPool }) => pools.push(workerPool));
  const runner = await run({
    ...options,
    events,
    taskList: Object.fromEntries(entries.map(({ name, task }) => [name, task])),
    parsedCronItems: entries.map(({ item }) => item),
    concurrency: jobsAtOnce,
    pollInterval: pollMs,
    // A pooler gives each statement another connection, which knows nothing of what was prepared on the one before.
    noPreparedStatements: true,
    noHandleSignals: true,
    // Otherwise nobody waits for the statement that ends a job: where it fails, it would end this process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  whenBlind(events, () => void runner.stop().catch(() => undefined));
  return {
    ended: runner.promise,
    stop: () => runner.stop(),
    giveBack: async () => {
      for (const pool of pools) await pool.forcefulShutdown('The gateway was stopped.');
    },
  };
}

const cronItemOf = ({ name, cron }: ScheduledJob): CronItem => ({
  task: name,
  match: cron,
  options: { backfillPeriod: MISSED_MS_MAX, maxAttempts: ATTEMPTS_MAX, jobKey: name },
});

function taskOf(job: ScheduledJob, item: Parameters<typeof isSuperseded>[0], isStopping: () => boolean): Task {
  return async (payload, { job: { attempts, max_attempts } }) => {
    const now = new Date();
    const turn = turnOf(payload);
    if (turn !== undefined && isSuperseded(item, turn, now)) return;
    await job.run(now, isStopping).catch((err: unknown) => {
      const next = attempts < max_attempts ? 'is tried again soon' : 'waits for its next turn';
      const message = `the job ${job.name} failed, and ${next}`;
      logger.error({ code: 'job.failed', message, job: job.name, attempt: attempts, err });
      throw new Error(FAILURE);
    });
  };
}

/** Calls back once when the worker has not been able to look into the queue for several times in a row. */
function whenBlind(events: EventEmitter, callback: () => void): void {
  let failed = 0;
  const onLook = () => {
    failed = 0;
  };
  events.on('worker:getJob:empty', onLook).on('job:start', onLook);
  events.on('worker:getJob:error', () => {
    failed++;
    if (failed === FAILED_LOOKS_MAX) callback();
  });
}

/** What processes that died, jobs that failed, and clocks that were wrong have left in the queue. */
async function tidy(options: QueueOptions): Promise<void> {
  const utils = await makeWorkerUtils(options);
  try {
    await utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS'] });
    // A turn that was noted ahead of its time would keep the job from all turns until then.
    await options.pgPool.query(
      `UPDATE ${options.schema}._private_known_crontabs SET last_execution = now() WHERE last_execution > now() + interval '1 hour'`,
    );
  } finally {
    await utils.release();
  }
}

const tidying = (options: QueueOptions): ScheduledJob => ({
  name: 'queue-tidying',
  cron: '58 * * * *',
  run: () => tidy(options),
});

/** What the library says goes to the log without what it says it about: a job's payload is nobody's business there. */
const queueLog = new QueueLogger(() => (level, message, meta) => {
  // Told above, with its cause.
  if (meta?.failure === true) return;
  const at = level === 'error' || level === 'warning' ? 'warn' : 'debug';
  logger[at]({ code: 'jobs.queue', message, ...(meta?.error instanceof Error && { err: meta.error }) });
});
