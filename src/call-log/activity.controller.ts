import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, CurrentPrincipal, type IsStillAllowed, StillAllowed } from '../access/access.decorators.js';
import type { Principal } from '../access/principal.js';
import { EVENT_STREAM_HEADERS } from '../http/answers/event-stream-headers.js';
import { Refuses } from '../http/description/refusals.decorators.js';
import { CallLogQuery, CallStreamQuery, ServersUsageQuery, UsageQuery } from './activity.dto.js';
import { ActivityService } from './activity.service.js';
import { CallLogPage, ServersUsageView, UsageView } from './activity.view.js';
import { LiveCallsService } from './live-calls.service.js';

@ApiTags('Activity')
@Controller()
export class ActivityController {
  constructor(
    private readonly activity: ActivityService,
    private readonly live: LiveCallsService,
  ) {}

  @Get('log')
  @Allow('logs:read')
  @ApiOperation({ operationId: 'listToolCalls', summary: 'List tool calls, newest first' })
  @ApiOkResponse({ type: CallLogPage })
  list(@CurrentPrincipal() principal: Principal, @Query() query: CallLogQuery) {
    return this.activity.list(principal, query);
  }

  @Get('log/stream')
  @Allow('logs:read')
  @Refuses('service.not_ready')
  @ApiOperation({
    operationId: 'watchToolCalls',
    summary: 'Watch tool calls as they end: server-sent events named call, each an entry as GET /log lists it',
    description:
      'Tells what ends from now on: read GET /log once the stream is open. It ends when the credential does; a busy gateway ' +
      'refuses with 429.',
  })
  @ApiOkResponse({ description: 'An event stream.', content: { 'text/event-stream': {} } })
  async watch(
    @CurrentPrincipal() principal: Principal,
    @StillAllowed() isStillAllowed: IsStillAllowed,
    @Query() query: CallStreamQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const stream = await this.live.watch(principal, query, isStillAllowed);
    await reply.headers(EVENT_STREAM_HEADERS).send(stream);
  }

  @Get('usage')
  @Allow('logs:read')
  @ApiOperation({
    operationId: 'getUsage',
    summary: 'Sum tool calls by MCP server, tool, caller or day: the 1000 most used, or all days in their order',
  })
  @ApiOkResponse({ type: UsageView })
  usage(@CurrentPrincipal() principal: Principal, @Query() query: UsageQuery) {
    return this.activity.usage(principal, query, new Date());
  }

  @Get('usage/servers')
  @Allow('logs:read')
  @ApiOperation({
    operationId: 'getUsageOfMcpServers',
    summary: 'Count the calls of each MCP server by day, and tell its last call, for all servers at once',
  })
  @ApiOkResponse({ type: ServersUsageView })
  usageOfServers(@CurrentPrincipal() principal: Principal, @Query() query: ServersUsageQuery) {
    return this.activity.usageOfServers(principal, query, new Date());
  }
}
