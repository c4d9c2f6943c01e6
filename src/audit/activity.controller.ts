import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../access/access.decorators.js';
import type { Principal } from '../access/principal.js';
import { CallLogQuery, UsageQuery } from './activity.dto.js';
import { ActivityService } from './activity.service.js';
import { CallLogPage, UsageView } from './activity.view.js';

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
    summary: 'Sum tool calls by MCP server, tool, caller or day: the 1000 most used, or all days in their order',
  })
  @ApiOkResponse({ type: UsageView })
  usage(@CurrentPrincipal() principal: Principal, @Query() query: UsageQuery) {
    return this.activity.usage(principal, query, new Date());
  }
}
