import { Global, Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { ActivityController } from './activity.controller.js';
import { ActivityService } from './activity.service.js';
import { CallLogRepository } from './call-log.repository.js';
import { CallLogService } from './call-log.service.js';
import { LiveCallsService } from './live-calls.service.js';
import { RetentionJob } from './retention.job.js';
import { ToolUsageRepository } from './tool-usage.repository.js';
import { UsageRepository } from './usage.repository.js';

/** Stands after the database's module, so that it is shut down before it: rows that wait are written first. */
@Global()
@Module({
  imports: [DatabaseModule],
  controllers: [ActivityController],
  providers: [
    CallLogService,
    CallLogRepository,
    ActivityService,
    LiveCallsService,
    UsageRepository,
    ToolUsageRepository,
    RetentionJob,
  ],
  exports: [CallLogService, CallLogRepository, ToolUsageRepository],
})
export class CallLogModule {}
