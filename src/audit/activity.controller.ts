import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../access/access.decorators.js';
import type { Principal } from '../access/principal.js';
import { CallLogQuery, ServersUsageQuery, UsageQuery } from './activity.dto.js';
import { ActivityService } from './activity.service.js';
import { CallLogPage, ServersUsageView, UsageView } from './activity.view.js';

@ApiTags('Activity')
@ApiBearerAuth()
@ApiCookieAuth()
@Controller()
export class ActivityController {
  constructor(private readonly activity: ActivityService) {}

  @Get('log')
  @Allow('logs:read')
  @ApiOperation({ summary: 'List tool calls, newest first' })
  @ApiOkResponse({ type: CallLogPage })
  list(@CurrentPrincipal() principal: Principal, @Query() query: CallLogQuery) {
    return this.activity.list(principal, query);
  }

  @Get('usage')
  @Allow('logs:read')
  @ApiOperation({
    summary: 'Sum tool calls by MCP server, tool or day: the 1000 most used, or all days in their order',
  })
  @ApiOkResponse({ type: UsageView })
  usage(@CurrentPrincipal() principal: Principal, @Query() query: UsageQuery) {
    return this.activity.usage(principal, query, new Date());
  }

  @Get('usage/servers')
  @Allow('logs:read')
  @ApiOperation({
    summary: 'Count the calls of each MCP server by day, and tell its last call, for all servers at once',
  })
  @ApiOkResponse({ type: ServersUsageView })
  usageOfServers(@CurrentPrincipal() principal: Principal, @Query() query: ServersUsageQuery) {
    return this.activity.usageOfServers(principal, query, new Date());
  }
}
