import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../../access/access.decorators.js';
import type { Principal } from '../../access/principal.js';
import { Refuses } from '../../http/description/refusals.decorators.js';
import { RecordIdPipe } from '../../http/input/record-id.pipe.js';
import { ConnectionCheckDto } from './connection-check.dto.js';
import { ConnectionCheckService } from './connection-check.service.js';
import { ConnectionCheckView } from './connection-check.view.js';

@ApiTags('MCP servers')
@Controller('integrated-account/:account_id/mcp')
export class ConnectionCheckController {
  constructor(private readonly checks: ConnectionCheckService) {}

  @Post(':mcp_id/doctor')
  @HttpCode(200)
  @Allow('mcp_servers:write')
  @ApiOkResponse({ type: ConnectionCheckView })
  @Refuses('request.rate_limited')
  @ApiOperation({
    operationId: 'checkConnection',
    summary: 'Do what clients do when they connect to an MCP URL, and say at the first fault what to change',
    description:
      'The gateway asks itself at PUBLIC_URL, and nothing else: what is in front of it is on the way. Where it cannot reach itself there, run `npm run doctor` where the clients are.',
  })
  check(
    @CurrentPrincipal() principal: Principal,
    @Param('account_id', RecordIdPipe) integratedAccountId: string,
    @Param('mcp_id', RecordIdPipe) id: string,
    @Body() body: ConnectionCheckDto,
  ) {
    return this.checks.check(principal, { integratedAccountId, id }, body);
  }
}
