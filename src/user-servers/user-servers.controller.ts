import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../access/access.decorators.js';
import type { Principal } from '../access/principal.js';
import { csvFile } from '../http/answers/csv-file.js';
import { Refuses } from '../http/description/refusals.decorators.js';
import { RecordIdPipe } from '../http/input/record-id.pipe.js';
import { CreateUserServersDto } from './user-servers.dto.js';
import { UserServersService } from './user-servers.service.js';
import { USER_SERVER_COLUMNS, UserServersView } from './user-servers.view.js';

const AccountId = () => Param('account_id', RecordIdPipe);
const REFUSALS = [
  'mcp_server.no_tools',
  'mcp_server.tools_too_large',
  'mcp_server.expiry_too_soon',
  'looker.login_refused',
  'looker.unreachable',
  'looker.not_looker',
  'looker.address_refused',
] as const;

@ApiTags('MCP servers')
@Controller('integrated-account/:account_id/mcp/for-users')
export class UserServersController {
  constructor(private readonly servers: UserServersService) {}

  @Post()
  @HttpCode(200)
  @Allow('mcp_servers:write')
  @Refuses(...REFUSALS)
  @ApiOkResponse({ type: UserServersView })
  @ApiOperation({
    operationId: 'createMcpServersForUsers',
    summary: 'Issue an MCP URL for each of many Looker users, or of a group, each acting as that user',
  })
  create(@CurrentPrincipal() principal: Principal, @AccountId() accountId: string, @Body() body: CreateUserServersDto) {
    return this.servers.create(principal, accountId, body);
  }

  @Post('csv')
  @HttpCode(200)
  @Allow('mcp_servers:write')
  @Refuses(...REFUSALS)
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiOperation({
    operationId: 'createMcpServersForUsersAsFile',
    summary: 'The same, answered as a CSV file',
  })
  async createFile(
    @CurrentPrincipal() principal: Principal,
    @AccountId() accountId: string,
    @Body() body: CreateUserServersDto,
  ) {
    return csvFile('mcp-urls.csv', USER_SERVER_COLUMNS, await this.servers.rows(principal, accountId, body));
  }
}
