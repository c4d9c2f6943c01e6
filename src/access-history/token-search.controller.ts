import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../access/access.decorators.js';
import type { Principal } from '../access/principal.js';
import { Refuses } from '../http/description/refusals.decorators.js';
import { FoundTokenView } from './access-history.view.js';
import { FindTokenDto } from './token-search.dto.js';
import { TokenSearchService } from './token-search.service.js';

@ApiTags('MCP servers')
@Controller('mcp-server')
export class TokenSearchController {
  constructor(private readonly tokens: TokenSearchService) {}

  /** A POST, though it changes nothing: what is looked for must stand in no address, and so in no log or history. */
  @Post('find')
  @HttpCode(200)
  @Allow('mcp_servers:read')
  @Refuses('mcp_server.not_found')
  @ApiOperation({
    operationId: 'findToken',
    summary: 'Find out whose an MCP URL or API token is or was, also when it has ended',
  })
  @ApiOkResponse({ type: FoundTokenView })
  find(@CurrentPrincipal() principal: Principal, @Body() body: FindTokenDto) {
    return this.tokens.find(principal, body.url, new Date());
  }
}
