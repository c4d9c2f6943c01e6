import { Module } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { DatabaseService } from './database/database.service.js';
import { QUEUE_SCHEMA } from './database/queue/queue-schema.js';
import { JobQueue } from './jobs/job-queue.js';
import { ScheduledJob } from './jobs/scheduled-job.js';

const jobsOf = (discovery: DiscoveryService): readonly ScheduledJob[] =>
  discovery.getProviders().flatMap(({ instance }) => (instance instanceof ScheduledJob ? [instance] : []));

/** Joins the job queue to the database, and to every provider of the gateway that is a scheduled job. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    {
      provide: JobQueue,
      inject: [DatabaseService, DiscoveryService],
      useFactory: (database: DatabaseService, discovery: DiscoveryService) =>
        new JobQueue({ schema: QUEUE_SCHEMA, openPool: () => database.openQueuePool() }, () => jobsOf(discovery)),
    },
  ],
})
export class JobsModule {}
