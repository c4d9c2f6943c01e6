import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../access/access.decorators.js';
import type { Principal } from '../access/principal.js';
import { csvFile } from '../http/answers/csv-file.js';
import { RecordIdPipe } from '../http/input/record-id.pipe.js';
import { PageQuery } from '../http/page.js';
import { AccessReportView, EndedAccessPage } from './access-history.view.js';
import { AccessReportService } from './access-report.service.js';
import { REPORT_COLUMNS } from './access-report-rows.js';
import { EndedAccessService } from './ended-access.service.js';

const ServerId = () => Param('mcp_id', RecordIdPipe);

@ApiTags('Activity')
@Controller()
export class AccessHistoryController {
  constructor(
    private readonly ended: EndedAccessService,
    private readonly reports: AccessReportService,
  ) {}

  @Get('ended-access')
  @Allow('logs:read')
  @ApiOperation({
    operationId: 'listEndedAccess',
    summary: 'List MCP servers and API tokens that expired or were revoked, the last one first',
  })
  @ApiOkResponse({ type: EndedAccessPage })
  listEnded(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery) {
    return this.ended.list(principal, query, new Date());
  }

  @Get('access-report/:mcp_id')
  @Allow('logs:read')
  @ApiOperation({
    operationId: 'getAccessReport',
    summary: 'Report what an MCP server allowed and what was done with it, also of one that is gone',
  })
  @ApiOkResponse({ type: AccessReportView })
  report(@CurrentPrincipal() principal: Principal, @ServerId() serverId: string) {
    return this.reports.get(principal, serverId, new Date());
  }

  @Get('access-report/:mcp_id/csv')
  @Allow('logs:read')
  @ApiOperation({ operationId: 'downloadAccessReport', summary: 'The same report as a CSV file, with all changes' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async reportFile(@CurrentPrincipal() principal: Principal, @ServerId() serverId: string) {
    const { name, rows } = await this.reports.getFile(principal, serverId, new Date());
    return csvFile(name, REPORT_COLUMNS, rows);
  }
}
