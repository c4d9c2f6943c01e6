// A process of a built gateway, of which there is only the job queue: node job-process.mjs <database url> <job> <cron>. It says on
// stdout when the job has begun, which never ends.
import { QueuePool } from '../../dist/database/queue/queue-pool.js';
import { QUEUE_SCHEMA } from '../../dist/database/queue/queue-schema.js';
import { JobQueue } from '../../dist/jobs/job-queue.js';

const [databaseUrl, name, cron] = process.argv.slice(2);
const run = () => {
  process.stdout.write('begun\n');
  return new Promise(() => undefined);
};
const openPool = () => new QueuePool(databaseUrl);
await new JobQueue({ schema: QUEUE_SCHEMA, openPool }, () => [{ name, cron, run }]).start();
