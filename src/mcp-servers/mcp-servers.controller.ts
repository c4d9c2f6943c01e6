import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../access/access.decorators.js';
import type { Principal } from '../access/principal.js';
import { Refuses } from '../http/description/refusals.decorators.js';
import { type IfMatch, IfMatchCondition } from '../http/input/if-match.js';
import { RecordIdPipe } from '../http/input/record-id.pipe.js';
import { PageQuery } from '../http/page.js';
import { McpServerIssuingService } from './mcp-server-issuing.service.js';
import { McpServerUrlsService } from './mcp-server-urls.service.js';
import { ChangeMcpServerDto, CreateMcpServerDto, RotateMcpServerDto } from './mcp-servers.dto.js';
import { McpServersService } from './mcp-servers.service.js';
import { CreatedMcpServerView, McpServerPage, McpServerWithToolsView } from './mcp-servers.view.js';
import { ServerToolList } from './server-tool.view.js';

const AccountId = () => Param('account_id', RecordIdPipe);
const ServerId = () => Param('mcp_id', RecordIdPipe);

@ApiTags('MCP servers')
@Controller('integrated-account/:account_id/mcp')
export class McpServersController {
  constructor(
    private readonly servers: McpServersService,
    private readonly issuing: McpServerIssuingService,
    private readonly urls: McpServerUrlsService,
  ) {}

  @Post()
  @Allow('mcp_servers:write')
  @ApiCreatedResponse({ type: CreatedMcpServerView })
  @Refuses('mcp_server.no_tools', 'mcp_server.tools_too_large', 'mcp_server.expiry_too_soon')
  @ApiOperation({ operationId: 'createMcpServer', summary: 'Issue an MCP URL; it is shown in this answer only' })
  create(@CurrentPrincipal() principal: Principal, @AccountId() accountId: string, @Body() body: CreateMcpServerDto) {
    return this.issuing.create(principal, accountId, body);
  }

  @Get()
  @Allow('mcp_servers:read')
  @ApiOkResponse({ type: McpServerPage })
  @ApiOperation({ operationId: 'listMcpServers', summary: 'List the MCP servers of an account, newest first' })
  list(@CurrentPrincipal() principal: Principal, @AccountId() accountId: string, @Query() query: PageQuery) {
    return this.servers.list(principal, accountId, query);
  }

  @Get(':mcp_id')
  @Allow('mcp_servers:read')
  @ApiOkResponse({ type: McpServerWithToolsView })
  @ApiOperation({ operationId: 'getMcpServer', summary: 'Read an MCP server' })
  get(@CurrentPrincipal() principal: Principal, @AccountId() integratedAccountId: string, @ServerId() id: string) {
    return this.servers.get(principal, { integratedAccountId, id });
  }

  @Get(':mcp_id/tools')
  @Allow('mcp_servers:read')
  @ApiOkResponse({ type: ServerToolList })
  @ApiOperation({
    operationId: 'listMcpServerTools',
    summary: 'List the tools of an MCP server with their arguments, as its clients see them',
  })
  listTools(
    @CurrentPrincipal() principal: Principal,
    @AccountId() integratedAccountId: string,
    @ServerId() id: string,
  ) {
    return this.servers.listTools(principal, { integratedAccountId, id });
  }

  @Patch(':mcp_id')
  @Allow('mcp_servers:write')
  @ApiOkResponse({ type: McpServerWithToolsView })
  @Refuses('mcp_server.no_tools', 'mcp_server.tools_too_large', 'mcp_server.expiry_too_soon', 'record.conflict')
  @ApiOperation({ operationId: 'updateMcpServer', summary: 'Rename, change filters or expiry' })
  change(
    @CurrentPrincipal() principal: Principal,
    @AccountId() integratedAccountId: string,
    @ServerId() id: string,
    @Body() body: ChangeMcpServerDto,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.servers.change(principal, { integratedAccountId, id }, body, ifMatch);
  }

  @Delete(':mcp_id')
  @HttpCode(204)
  @Allow('mcp_servers:write')
  @ApiNoContentResponse()
  @ApiOperation({ operationId: 'deleteMcpServer', summary: 'Delete an MCP server and end its URL' })
  delete(
    @CurrentPrincipal() principal: Principal,
    @AccountId() integratedAccountId: string,
    @ServerId() id: string,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.servers.delete(principal, { integratedAccountId, id }, ifMatch);
  }

  @Post(':mcp_id/rotate')
  @Allow('mcp_servers:write')
  @Refuses('mcp_server.too_many_old_urls')
  @ApiOperation({
    operationId: 'rotateMcpServer',
    summary: 'Give the server a new URL, the old one working on for a grace',
  })
  @ApiCreatedResponse({ type: CreatedMcpServerView })
  rotate(
    @CurrentPrincipal() principal: Principal,
    @AccountId() integratedAccountId: string,
    @ServerId() id: string,
    @Body() { grace_seconds }: RotateMcpServerDto,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.urls.rotate(principal, { integratedAccountId, id }, grace_seconds ?? 0, ifMatch);
  }
}
