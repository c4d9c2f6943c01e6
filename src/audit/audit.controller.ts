import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../access/access.decorators.js';
import type { Principal } from '../access/principal.js';
import { AuditService } from './audit.service.js';
import { AuditPage, AuditQuery, ChainQuery, ChainReportView } from './audit.view.js';

@ApiTags('Audit trail')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Allow('logs:read')
  @ApiOperation({ operationId: 'listAuditEvents', summary: 'List changes, newest first' })
  @ApiOkResponse({ type: AuditPage })
  list(@CurrentPrincipal() principal: Principal, @Query() query: AuditQuery) {
    return this.audit.list(principal, query);
  }

  @Get('verification')
  @Allow('logs:read')
  @ApiOperation({
    operationId: 'verifyAuditTrail',
    summary: 'Verify the chain of hashes, and name the first broken link',
  })
  @ApiOkResponse({ type: ChainReportView })
  verify(@CurrentPrincipal() principal: Principal, @Query() query: ChainQuery) {
    return this.audit.verifyFor(principal, query);
  }
}
