import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, CurrentPrincipal } from '../../access/access.decorators.js';
import type { Principal } from '../../access/principal.js';
import { RecordIdPipe } from '../../http/input/record-id.pipe.js';
import { abortedOnClose } from '../protocol/aborted-on-close.js';
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
    @Param('account_id', RecordIdPipe) integratedAccountId: string,
    @Param('mcp_id', RecordIdPipe) id: string,
    @Body() body: ToolTrialDto,
    @Req() { id: requestId, headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const request = { requestId, headers, gone: abortedOnClose(reply) };
    await reply.send(await this.trials.serve(principal, { integratedAccountId, id }, body, request));
  }
}
