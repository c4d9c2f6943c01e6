import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../../access/access.decorators.js';
import type { Principal } from '../../access/principal.js';
import { Refuses } from '../../http/description/refusals.decorators.js';
import { type IfMatch, IfMatchCondition } from '../../http/input/if-match.js';
import { RecordIdPipe } from '../../http/input/record-id.pipe.js';
import { RegisterLookerAppDto } from './looker-apps.dto.js';
import { LookerAppsService } from './looker-apps.service.js';
import { LookerAppsView } from './looker-apps.view.js';

const REFUSALS = ['looker.address_refused', 'looker.unreachable', 'looker.not_looker', 'looker.login_refused'] as const;

@ApiTags('Integrated accounts')
@Controller('integrated-account/:id/oauth-client')
export class LookerAppsController {
  constructor(private readonly apps: LookerAppsService) {}

  @Get()
  @Allow('accounts:read')
  @ApiOkResponse({ type: LookerAppsView })
  @Refuses(...REFUSALS)
  @ApiOperation({
    operationId: 'getLookerOauthClient',
    summary: 'Ask Looker by which OAuth apps people can sign in there',
  })
  get(@CurrentPrincipal() principal: Principal, @Param('id', RecordIdPipe) id: string) {
    return this.apps.get(principal, id);
  }

  @Post()
  @HttpCode(200)
  @Allow('accounts:write')
  @ApiOkResponse({ type: LookerAppsView })
  @Refuses(...REFUSALS, 'looker.oauth_client_refused', 'record.conflict')
  @ApiOperation({
    operationId: 'registerLookerOauthClient',
    summary: 'Register the gateway, or an MCP client, as an OAuth app in Looker',
    description:
      'With the API key of the account, whose user has to be an administrator of Looker. Registering again corrects the app and makes no second one.',
  })
  register(
    @CurrentPrincipal() principal: Principal,
    @Param('id', RecordIdPipe) id: string,
    @Body() body: RegisterLookerAppDto,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.apps.register(principal, id, body, ifMatch);
  }
}
