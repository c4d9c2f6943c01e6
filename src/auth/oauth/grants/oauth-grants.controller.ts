import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, SignedIn } from '../../../access/access.decorators.js';
import type { Principal } from '../../../access/principal.js';
import { Refuses } from '../../../http/description/refusals.decorators.js';
import { RecordIdPipe } from '../../../http/input/record-id.pipe.js';
import { OauthGrantsService } from './oauth-grants.service.js';
import { OauthGrantPage, OauthGrantsQuery } from './oauth-grants.view.js';

@ApiTags('Sign-ins')
@Controller('oauth-grant')
export class OauthGrantsController {
  constructor(private readonly grants: OauthGrantsService) {}

  @Get()
  @Allow('mcp_servers:read')
  @ApiOkResponse({ type: OauthGrantPage })
  @ApiOperation({
    operationId: 'listOauthGrants',
    summary: 'List who signed in at which MCP server with which client, newest first',
  })
  list(@CurrentPrincipal() principal: Principal, @Query() query: OauthGrantsQuery) {
    return this.grants.list(principal, query);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('mcp_servers:write')
  @SignedIn()
  @Refuses('oauth_grant.not_found')
  @ApiNoContentResponse({ description: 'Its tokens open nothing any more, and its client must ask for consent again.' })
  @ApiOperation({
    operationId: 'endOauthGrant',
    summary: 'End a sign-in at once; members also without the permission, where it is their own',
  })
  end(@CurrentPrincipal() principal: Principal, @Param('id', RecordIdPipe) id: string) {
    return this.grants.end(principal, id);
  }
}
