import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../../access/access.decorators.js';
import type { Principal } from '../../access/principal.js';
import { Refuses } from '../../http/description/refusals.decorators.js';
import { type IfMatch, IfMatchCondition } from '../../http/input/if-match.js';
import { RecordIdPipe } from '../../http/input/record-id.pipe.js';
import { PageQuery } from '../../http/page.js';
import { ChangeMemberDto } from './members.dto.js';
import { MembersService } from './members.service.js';
import { MemberPage, MemberView } from './members.view.js';

@ApiTags('Members')
@Controller('member')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @Allow('members:read')
  @ApiOperation({ operationId: 'listMembers', summary: 'List members, newest first' })
  @ApiOkResponse({ type: MemberPage })
  list(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery) {
    return this.members.list(principal, query);
  }

  @Patch(':id')
  @Allow('members:write')
  @Refuses('member.last_owner')
  @ApiOperation({ operationId: 'updateMember', summary: 'Give a member another role' })
  @ApiOkResponse({ type: MemberView })
  change(
    @CurrentPrincipal() principal: Principal,
    @Param('id', RecordIdPipe) id: string,
    @Body() body: ChangeMemberDto,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.members.change(principal, id, body, ifMatch);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('members:write')
  @Refuses('member.last_owner')
  @ApiOperation({ operationId: 'removeMember', summary: 'Remove a member, who is signed out at once' })
  @ApiNoContentResponse()
  remove(
    @CurrentPrincipal() principal: Principal,
    @Param('id', RecordIdPipe) id: string,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.members.remove(principal, id, ifMatch);
  }
}
