import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../../access/access.decorators.js';
import type { Principal } from '../../access/principal.js';
import { RecordIdPipe } from '../../http/input/record-id.pipe.js';
import { LeastPrivilegeQuery, ReplayDto } from './least-privilege.dto.js';
import { LeastPrivilegeService } from './least-privilege.service.js';
import { LeastPrivilegeView, ReplayView } from './least-privilege.view.js';

@ApiTags('MCP servers')
@Controller('integrated-account/:account_id/mcp/:mcp_id/least-privilege')
export class LeastPrivilegeController {
  constructor(private readonly leastPrivilege: LeastPrivilegeService) {}

  @Get()
  @Allow('logs:read')
  @ApiOkResponse({ type: LeastPrivilegeView })
  @ApiOperation({
    operationId: 'getLeastPrivilege',
    summary: 'Tell what the calls of an MCP server needed against what it may do, and suggest a narrower config',
    description: 'Needs mcp_servers:read too.',
  })
  report(
    @CurrentPrincipal() principal: Principal,
    @Param('account_id', RecordIdPipe) integratedAccountId: string,
    @Param('mcp_id', RecordIdPipe) id: string,
    @Query() { days }: LeastPrivilegeQuery,
  ) {
    return this.leastPrivilege.report(principal, { integratedAccountId, id }, days, new Date());
  }

  @Post('replay')
  @HttpCode(200)
  @Allow('logs:read')
  @ApiOkResponse({ type: ReplayView })
  @ApiOperation({
    operationId: 'replayCalls',
    summary: 'Tell which of the calls in the log a config would have refused; nothing is sent or changed',
    description: 'Needs mcp_servers:read too.',
  })
  replay(
    @CurrentPrincipal() principal: Principal,
    @Param('account_id', RecordIdPipe) integratedAccountId: string,
    @Param('mcp_id', RecordIdPipe) id: string,
    @Body() { config, days }: ReplayDto,
  ) {
    return this.leastPrivilege.replay(principal, { integratedAccountId, id }, { config, days }, new Date());
  }
}
