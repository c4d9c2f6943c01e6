import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../../../access/access.decorators.js';
import type { Principal } from '../../../access/principal.js';
import { Refuses } from '../../../http/description/refusals.decorators.js';
import { type IfMatch, IfMatchCondition } from '../../../http/input/if-match.js';
import { CheckOpenidProviderDto, SetOpenidProviderDto } from './openid-providers.dto.js';
import { OpenidProvidersService } from './openid-providers.service.js';
import { OpenidProviderCheckView, OpenidProviderView } from './openid-providers.view.js';

@ApiTags('Organization')
@Controller('organization/openid-provider')
export class OpenidProvidersController {
  constructor(private readonly providers: OpenidProvidersService) {}

  @Get()
  @Allow('organization:read')
  @Refuses('openid_provider.not_found')
  @ApiOkResponse({ type: OpenidProviderView })
  @ApiOperation({
    operationId: 'getOpenidProvider',
    summary: 'Read the OpenID provider of your organization, by which people sign in to MCP servers who are no members',
  })
  get(@CurrentPrincipal() principal: Principal) {
    return this.providers.get(principal);
  }

  @Put()
  @Allow('organization:write')
  @ApiOkResponse({ type: OpenidProviderView })
  @ApiOperation({
    operationId: 'setOpenidProvider',
    summary: 'Set the OpenID provider of your organization',
    description:
      'With another issuer, client id or claim it has other people: all sign-ins by it end at once. Another name or secret ends none.',
  })
  set(
    @CurrentPrincipal() principal: Principal,
    @Body() body: SetOpenidProviderDto,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.providers.set(principal, body, ifMatch);
  }

  @Delete()
  @HttpCode(204)
  @Allow('organization:write')
  @Refuses('openid_provider.not_found')
  @ApiNoContentResponse({ description: 'All sign-ins by it are over, too.' })
  @ApiOperation({ operationId: 'deleteOpenidProvider', summary: 'Remove the OpenID provider of your organization' })
  delete(@CurrentPrincipal() principal: Principal, @IfMatchCondition() ifMatch: IfMatch) {
    return this.providers.delete(principal, ifMatch);
  }

  @Post('check')
  @HttpCode(200)
  @Allow('organization:write')
  @Refuses('request.rate_limited')
  @ApiOkResponse({ type: OpenidProviderCheckView })
  @ApiOperation({
    operationId: 'checkOpenidProvider',
    summary: 'Read the discovery document of an OpenID provider, and say what is wrong with it; nothing is changed',
  })
  check(@CurrentPrincipal() principal: Principal, @Body() body: CheckOpenidProviderDto) {
    return this.providers.check(principal, body);
  }
}
