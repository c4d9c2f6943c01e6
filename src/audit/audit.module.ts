import { Global, Module } from '@nestjs/common';
import { ActivityController } from '../call-log/activity.controller.js';
import { ActivityService } from '../call-log/activity.service.js';
import { CallLogRepository } from '../call-log/call-log.repository.js';
import { CallLogService } from '../call-log/call-log.service.js';
import { LiveCallsService } from '../call-log/live-calls.service.js';
import { RetentionJob } from '../call-log/retention.job.js';
import { ServerUsageRepository } from '../call-log/server-usage.repository.js';
import { ToolUseRepository } from '../call-log/tool-use.repository.js';
import { UsageRepository } from '../call-log/usage.repository.js';
import { DatabaseModule } from '../database/database.module.js';
import { AuditController } from './audit.controller.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';

/** Stands after the database's module, so that it is shut down before it: rows that wait are written first. */
@Global()
@Module({
  imports: [DatabaseModule],
  controllers: [AuditController, ActivityController],
  providers: [
    AuditService,
    AuditRepository,
    CallLogService,
    CallLogRepository,
    ActivityService,
    LiveCallsService,
    UsageRepository,
    ToolUseRepository,
    ServerUsageRepository,
    RetentionJob,
  ],
  exports: [AuditService, CallLogService, CallLogRepository, ToolUseRepository],
})
export class AuditModule {}
