import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { AccessHistoryController } from './access-history.controller.js';
import { AccessReportRepository } from './access-report.repository.js';
import { AccessReportService } from './access-report.service.js';
import { EndedAccessRepository } from './ended-access.repository.js';
import { EndedAccessService } from './ended-access.service.js';
import { TokenSearchController } from './token-search.controller.js';
import { TokenSearchRepository } from './token-search.repository.js';
import { TokenSearchService } from './token-search.service.js';

@Module({
  imports: [DatabaseModule],
  controllers: [AccessHistoryController, TokenSearchController],
  providers: [
    EndedAccessService,
    EndedAccessRepository,
    AccessReportService,
    AccessReportRepository,
    TokenSearchService,
    TokenSearchRepository,
  ],
})
export class AccessHistoryModule {}
