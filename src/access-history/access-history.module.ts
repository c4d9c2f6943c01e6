import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { AccessHistoryController } from './access-history.controller.js';
import { AccessReportRepository } from './access-report.repository.js';
import { AccessReportService } from './access-report.service.js';
import { EndedAccessRepository } from './ended-access.repository.js';
import { EndedAccessService } from './ended-access.service.js';

@Module({
  imports: [DatabaseModule],
  controllers: [AccessHistoryController],
  providers: [EndedAccessService, EndedAccessRepository, AccessReportService, AccessReportRepository],
})
export class AccessHistoryModule {}
