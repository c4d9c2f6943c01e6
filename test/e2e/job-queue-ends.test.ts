import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate } from '../support/gate.js';
import { CountedJob, JobQueues, quietJobs } from '../support/job-queues.js';
import { noteMissedTurns } from '../support/job-turns.js';
import { PostgresProxy } from '../support/postgres-proxy.js';

const JOB_PROCESS = new URL('../support/job-process.mjs', import.meta.url).pathname;

describe('the job queue of a process that ends', () => {
  let queues: JobQueues;

  beforeEach(async () => {
    queues = await JobQueues.create();
  });
  afterEach(() => queues.close());

  describe('killed in the middle of a job', () => {
    let child: ChildProcess;

    beforeEach(async () => {
      await noteMissedTurns(queues.databaseUrl, ['first']);
      child = spawn(process.execPath, [JOB_PROCESS, queues.databaseUrl, 'first', new CountedJob('first').cron], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise<void>((resolve) => {
        child.stdout?.setEncoding('utf8').on('data', (text: string) => text.includes('begun') && resolve());
      });
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    });

    it('has the next turn of the job done by another one', async () => {
      expect(await queues.rows()).toMatchObject([{ key: 'first', attempts: 1, locked: true }]);
      const job = new CountedJob('first');
      await queues.open([job]).start();
      await queues.addTurn('first');
      await expect.poll(() => job.runs).toBe(1);
      // What is left stands for nothing any more, and is never run.
      await expect.poll(() => queues.rows()).toMatchObject([{ key: null, attempts: 5, max_attempts: 5 }]);
    });

    it('leaves nothing for ever', async () => {
      await queues.open([]).start();
      await queues.addTurn('first');
      await queues.sql('UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL WHERE key IS NULL');
      const job = new CountedJob('first');
      await queues.open([job]).start();
      await queues.untilEmpty();
      expect(job.runs).toBe(1);
    });
  });

  describe('at shutdown', () => {
    it('waits for the step under way, and no longer', async () => {
      const begun = gate();
      let steps = 0;
      const job = new CountedJob('first', async (isStopping) => {
        while (!isStopping()) {
          steps++;
          begun.open();
          await pause(50);
        }
      });
      await noteMissedTurns(queues.databaseUrl, ['first']);
      const queue = queues.open([job]);
      await queue.start();
      await begun.opened;
      await queue.onModuleDestroy();
      const done = steps;
      expect(await queues.rows()).toEqual([]);
      await pause(200);
      expect(steps).toBe(done);
    });

    it('gives a job that does not end back, and another process does it', async () => {
      quietJobs();
      const [begun, released] = [gate(), gate()];
      const endless = new CountedJob('first', async () => {
        begun.open();
        await released.opened;
      });
      await noteMissedTurns(queues.databaseUrl, ['first']);
      const queue = queues.open([endless]);
      await queue.start();
      await begun.opened;
      const startedAt = performance.now();
      await queue.onModuleDestroy();
      // main.ts ends the process after 15 seconds, whatever goes on.
      expect(performance.now() - startedAt).toBeLessThan(14_000);
      expect(await queues.rows()).toMatchObject([{ key: 'first', attempts: 1, max_attempts: 5, locked: false }]);
      const job = new CountedJob('first');
      await queues.open([job]).start();
      await queues.hurry();
      await expect.poll(() => job.runs).toBe(1);
      released.open();
    });

    it('does not wait for a database that has fallen silent', async () => {
      quietJobs();
      const proxy = await PostgresProxy.open(queues.databaseUrl);
      const queue = queues.open([new CountedJob('first')], proxy.url);
      await queue.start();
      proxy.silence();
      const startedAt = performance.now();
      await queue.onModuleDestroy();
      expect(performance.now() - startedAt).toBeLessThan(14_000);
      proxy.close();
    });
  });
});
