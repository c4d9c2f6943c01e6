import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../../access/access.decorators.js';
import type { Principal } from '../../access/principal.js';
import { Refuses } from '../../http/description/refusals.decorators.js';
import { type IfMatch, IfMatchCondition } from '../../http/input/if-match.js';
import { RecordIdPipe } from '../../http/input/record-id.pipe.js';
import { PageQuery } from '../../http/page.js';
import { CreateApiTokenDto } from './api-tokens.dto.js';
import { ApiTokensService } from './api-tokens.service.js';
import { ApiTokenPage, ApiTokenView, CreatedApiTokenView } from './api-tokens.view.js';

@ApiTags('API tokens')
@Controller('api-token')
export class ApiTokensController {
  constructor(private readonly apiTokens: ApiTokensService) {}

  @Post()
  @Allow('api_tokens:write')
  @Refuses('integrated_account.not_found')
  @ApiOperation({ operationId: 'createApiToken', summary: 'Create an API token; it is shown in this answer only' })
  @ApiCreatedResponse({ type: CreatedApiTokenView })
  create(@CurrentPrincipal() principal: Principal, @Body() body: CreateApiTokenDto) {
    return this.apiTokens.create(principal, body);
  }

  @Get()
  @Allow('api_tokens:read')
  @ApiOperation({ operationId: 'listApiTokens', summary: 'List API tokens, newest first' })
  @ApiOkResponse({ type: ApiTokenPage })
  list(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery) {
    return this.apiTokens.list(principal, query);
  }

  @Get(':id')
  @Allow('api_tokens:read')
  @ApiOperation({ operationId: 'getApiToken', summary: 'Read an API token' })
  @ApiOkResponse({ type: ApiTokenView })
  get(@CurrentPrincipal() principal: Principal, @Param('id', RecordIdPipe) id: string) {
    return this.apiTokens.get(principal, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('api_tokens:write')
  @ApiOperation({ operationId: 'revokeApiToken', summary: 'Revoke an API token at once' })
  @ApiNoContentResponse()
  revoke(
    @CurrentPrincipal() principal: Principal,
    @Param('id', RecordIdPipe) id: string,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.apiTokens.revoke(principal, id, ifMatch);
  }
}
