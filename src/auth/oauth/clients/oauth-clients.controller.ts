import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../../../access/access.decorators.js';
import type { Principal } from '../../../access/principal.js';
import { Refuses } from '../../../http/description/refusals.decorators.js';
import { type IfMatch, IfMatchCondition } from '../../../http/input/if-match.js';
import { RecordIdPipe } from '../../../http/input/record-id.pipe.js';
import { PageQuery } from '../../../http/page.js';
import { CreateOauthClientDto } from './oauth-clients.dto.js';
import { OauthClientsService } from './oauth-clients.service.js';
import { CreatedOauthClientView, OauthClientPage } from './oauth-clients.view.js';

@ApiTags('Sign-ins')
@Controller('oauth-client')
export class OauthClientsController {
  constructor(private readonly clients: OauthClientsService) {}

  @Post()
  @Allow('mcp_servers:write')
  @ApiCreatedResponse({ type: CreatedOauthClientView })
  @ApiOperation({
    operationId: 'createOauthClient',
    summary: 'Register an OAuth client; its secret is shown in this answer only',
  })
  create(@CurrentPrincipal() principal: Principal, @Body() body: CreateOauthClientDto) {
    return this.clients.create(principal, body);
  }

  @Get()
  @Allow('mcp_servers:read')
  @ApiOkResponse({ type: OauthClientPage })
  @ApiOperation({
    operationId: 'listOauthClients',
    summary: 'List the OAuth clients that were registered here, newest first',
  })
  list(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery) {
    return this.clients.list(principal, query);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('mcp_servers:write')
  @Refuses('oauth_client.not_found')
  @ApiNoContentResponse({ description: 'What people let it do is over, too.' })
  @ApiOperation({ operationId: 'deleteOauthClient', summary: 'End an OAuth client at once' })
  delete(
    @CurrentPrincipal() principal: Principal,
    @Param('id', RecordIdPipe) id: string,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.clients.delete(principal, id, ifMatch);
  }
}
