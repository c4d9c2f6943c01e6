import { Controller, Delete, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { AppError } from '../errors/app-error.js';
import { abortedOnClose } from './aborted-on-close.js';
import { McpDoorService } from './mcp-door.service.js';

@ApiTags('MCP')
@Controller('mcp')
export class McpController {
  constructor(private readonly door: McpDoorService) {}

  /** The token in the address is the credential; hence no other one is asked for here. */
  @Post(':token')
  @Public()
  @ApiOperation({ summary: 'MCP over Streamable HTTP, stateless: revisions 2026-07-28 and 2025' })
  @ApiOkResponse({ description: 'A JSON-RPC 2.0 answer, as JSON or as an event stream.' })
  async serve(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await reply.send(await this.door.serve(token, request, abortedOnClose(reply)));
  }

  /** There is no stream to open: revision 2026-07-28 has none, and in earlier ones the gateway has nothing to say unasked. */
  @Get(':token')
  @Public()
  @ApiExcludeEndpoint()
  refuseGet(@Res({ passthrough: true }) reply: FastifyReply): never {
    return refuseMethod(reply);
  }

  /** A session id is all that there is of a session: nothing is kept that could be ended. */
  @Delete(':token')
  @Public()
  @ApiExcludeEndpoint()
  refuseDelete(@Res({ passthrough: true }) reply: FastifyReply): never {
    return refuseMethod(reply);
  }
}

function refuseMethod(reply: FastifyReply): never {
  reply.header('allow', 'POST');
  throw new AppError('route.method_not_allowed', 'An MCP URL takes POST only. Paste it into an MCP client.');
}
