import { applyDecorators, Controller, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/access.decorators.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import { Refuses } from '../../http/description/refusals.decorators.js';
import { ProtocolErrorView, ProtocolResultView } from '../protocol/protocol-answer.view.js';
import { plainRequest, sendAnswer } from './fastify-exchange.js';
import { McpEntryService } from './mcp-entry.service.js';

const MESSAGE = {
  type: 'object',
  required: ['jsonrpc'],
  properties: {
    jsonrpc: { type: 'string', enum: ['2.0'] },
    id: { oneOf: [{ type: 'string' }, { type: 'number', format: 'double' }] },
    method: { type: 'string' },
    params: { type: 'object', nullable: true },
    result: { type: 'object' },
    error: { type: 'object' },
  },
};
const ANSWER = {
  oneOf: [ProtocolResultView, ProtocolErrorView].map((view) => ({ $ref: getSchemaPath(view) })),
};

/** A route for messages of MCP, which guards itself. */
const Message = (operationId: string, summary: string, ...refusals: ErrorCode[]) =>
  applyDecorators(
    Public(),
    Refuses('credential.missing', 'credential.invalid', 'request.origin_refused', 'request.rate_limited', ...refusals),
    ApiOperation({ operationId, summary }),
    ApiBody({ description: 'A JSON-RPC 2.0 request, notification or answer.', schema: MESSAGE }),
    ApiOkResponse({
      description: 'A JSON-RPC 2.0 answer, as JSON or as an event stream.',
      content: { 'application/json': { schema: ANSWER }, 'text/event-stream': {} },
    }),
    ApiAcceptedResponse({ description: 'A notification, which has no answer.' }),
  );

@ApiTags('MCP')
@ApiExtraModels(ProtocolResultView, ProtocolErrorView)
@Controller('mcp')
export class McpController {
  constructor(private readonly entry: McpEntryService) {}

  /** The token in the address is the credential; hence no other one is asked for here. */
  @Post(':token')
  @Message('sendMcpMessage', 'MCP over Streamable HTTP, stateless: revisions 2026-07-28 and 2025')
  @ApiParam({ name: 'token', schema: { type: 'string' }, description: 'The token of the MCP URL.' })
  async serve(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendAnswer(reply, await this.entry.serve({ token, ...plainRequest(request, reply) }));
  }

  /** The access token says which server its person chose. */
  @Post()
  @Message(
    'sendMcpMessageToChosenServer',
    'The same at one fixed address: people choose the server when they sign in',
    'route.not_found',
  )
  async serveChosen(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendAnswer(reply, await this.entry.serve({ token: null, ...plainRequest(request, reply) }));
  }
}
