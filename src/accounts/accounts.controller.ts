import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../access/access.decorators.js';
import type { Principal } from '../access/principal.js';
import { Refuses } from '../http/description/refusals.decorators.js';
import { type IfMatch, IfMatchCondition } from '../http/input/if-match.js';
import { RecordIdPipe } from '../http/input/record-id.pipe.js';
import { PageQuery } from '../http/page.js';
import { ChangeAccountDto, CreateAccountDto, ToolsQuery } from './accounts.dto.js';
import { AccountsService } from './accounts.service.js';
import { AccountPage, AccountView } from './accounts.view.js';
import { AvailableToolsService } from './available-tools.service.js';
import { ToolList } from './available-tools.view.js';

const AccountId = () => Param('id', RecordIdPipe);

/** What each route that logs in to Looker refuses. */
const REFUSALS = ['looker.address_refused', 'looker.unreachable', 'looker.not_looker', 'looker.login_refused'] as const;

@ApiTags('Integrated accounts')
@Controller('integrated-account')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly availableTools: AvailableToolsService,
  ) {}

  @Post()
  @Allow('accounts:write')
  @ApiCreatedResponse({ type: AccountView })
  @Refuses(...REFUSALS)
  @ApiOperation({
    operationId: 'createIntegratedAccount',
    summary: 'Connect a Looker instance; it is logged in to once',
  })
  create(@CurrentPrincipal() principal: Principal, @Body() body: CreateAccountDto) {
    return this.accounts.create(principal, body);
  }

  @Get()
  @Allow('accounts:read')
  @ApiOkResponse({ type: AccountPage })
  @ApiOperation({ operationId: 'listIntegratedAccounts', summary: 'List integrated accounts, newest first' })
  list(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery) {
    return this.accounts.list(principal, query);
  }

  @Get(':id')
  @Allow('accounts:read')
  @ApiOkResponse({ type: AccountView })
  @ApiOperation({ operationId: 'getIntegratedAccount', summary: 'Read an integrated account' })
  get(@CurrentPrincipal() principal: Principal, @AccountId() id: string) {
    return this.accounts.get(principal, id);
  }

  @Patch(':id')
  @Allow('accounts:write')
  @ApiOkResponse({ type: AccountView })
  @Refuses(...REFUSALS, 'record.conflict')
  @ApiOperation({ operationId: 'updateIntegratedAccount', summary: 'Rename, or replace the connection' })
  change(
    @CurrentPrincipal() principal: Principal,
    @AccountId() id: string,
    @Body() body: ChangeAccountDto,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.accounts.change(principal, id, body, ifMatch);
  }

  @Post(':id/refresh')
  @HttpCode(200)
  @Allow('accounts:write')
  @ApiOkResponse({ type: AccountView })
  @Refuses(...REFUSALS, 'record.conflict')
  @ApiOperation({
    operationId: 'refreshIntegratedAccount',
    summary: 'Log in to Looker again and read its release and tools anew',
  })
  refresh(@CurrentPrincipal() principal: Principal, @AccountId() id: string, @IfMatchCondition() ifMatch: IfMatch) {
    return this.accounts.refresh(principal, id, ifMatch);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('accounts:write')
  @ApiNoContentResponse()
  @ApiOperation({ operationId: 'deleteIntegratedAccount', summary: 'Delete an account and end its MCP URLs' })
  delete(@CurrentPrincipal() principal: Principal, @AccountId() id: string, @IfMatchCondition() ifMatch: IfMatch) {
    return this.accounts.delete(principal, id, ifMatch);
  }

  @Get(':id/tools')
  @Allow('accounts:read')
  @ApiOkResponse({ type: ToolList })
  @ApiOperation({ operationId: 'listIntegratedAccountTools', summary: 'List the tools that an account offers' })
  listTools(@CurrentPrincipal() principal: Principal, @AccountId() id: string, @Query() query: ToolsQuery) {
    return this.availableTools.list(principal, id, query);
  }
}
