import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../access/access.decorators.js';
import type { Principal } from '../access/principal.js';
import { type IfMatch, IfMatchCondition } from '../http/input/if-match.js';
import { ChangeOrganizationDto } from './organizations.dto.js';
import { OrganizationsService } from './organizations.service.js';
import { OrganizationView } from './organizations.view.js';

@ApiTags('Organization')
@Controller('organization')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Get()
  @Allow('organization:read')
  @ApiOperation({ operationId: 'getOrganization', summary: 'Read your organization' })
  @ApiOkResponse({ type: OrganizationView })
  get(@CurrentPrincipal() principal: Principal) {
    return this.organizations.get(principal);
  }

  @Patch()
  @Allow('organization:write')
  @ApiOperation({
    operationId: 'updateOrganization',
    summary: "Change your organization's name, or how long its tool calls are kept",
  })
  @ApiOkResponse({ type: OrganizationView })
  change(
    @CurrentPrincipal() principal: Principal,
    @Body() body: ChangeOrganizationDto,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.organizations.change(principal, body, ifMatch);
  }
}
