import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, CurrentPrincipal, type IsStillAllowed, StillAllowed } from '../../access/access.decorators.js';
import type { Principal } from '../../access/principal.js';
import { RecordIdPipe } from '../../http/input/record-id.pipe.js';
import { plainRequest, sendAnswer } from '../entry/fastify-exchange.js';
import { ToolTrialDto } from './tool-trial.dto.js';
import { ToolTrialService } from './tool-trial.service.js';
import { ToolTrialView } from './tool-trial.view.js';

@ApiTags('MCP servers')
@Controller('integrated-account/:account_id/mcp')
export class ToolTrialController {
  constructor(private readonly trials: ToolTrialService) {}

  /** Whoever may issue a URL of the server could do the same with it. */
  @Post(':mcp_id/try')
  @Allow('mcp_servers:write')
  @ApiExtraModels(ToolTrialView)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ToolTrialView) } },
      'text/event-stream': {},
    },
    description: 'After four seconds an event stream: `progress` as it comes, and the answer as `message`.',
  })
  @ApiOperation({
    operationId: 'tryTool',
    summary: 'Call a tool of an MCP server as its clients would; closing the connection cancels it',
  })
  async try(
    @CurrentPrincipal() principal: Principal,
    @StillAllowed() isStillAllowed: IsStillAllowed,
    @Param('account_id', RecordIdPipe) integratedAccountId: string,
    @Param('mcp_id', RecordIdPipe) id: string,
    @Body() body: ToolTrialDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const server = { integratedAccountId, id };
    const exchange = plainRequest(request, reply);
    await sendAnswer(reply, await this.trials.serve(principal, server, body, exchange, isStillAllowed));
  }
}
