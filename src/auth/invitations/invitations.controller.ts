import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, CurrentPrincipal, Public, SignedIn } from '../../access/access.decorators.js';
import type { Principal } from '../../access/principal.js';
import { Refuses } from '../../http/description/refusals.decorators.js';
import { type IfMatch, IfMatchCondition } from '../../http/input/if-match.js';
import { RecordIdPipe } from '../../http/input/record-id.pipe.js';
import { PageQuery } from '../../http/page.js';
import {
  type CurrentSession,
  OriginOfCaller,
  SessionOfCaller,
  type SignInOrigin,
} from '../sessions/current-session.js';
import { JsonBodyGuard } from '../sessions/json-body.guard.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SessionView } from '../sessions/sessions.view.js';
import { InvitationAcceptanceService } from './invitation-acceptance.service.js';
import { AcceptInvitationDto, CreateInvitationDto, FindInvitationDto, JoinByInvitationDto } from './invitations.dto.js';
import { InvitationsService } from './invitations.service.js';
import { CreatedInvitationView, FoundInvitationView, InvitationPage } from './invitations.view.js';

@ApiTags('Members')
@Controller('invitation')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly acceptance: InvitationAcceptanceService,
    private readonly cookie: SessionCookie,
  ) {}

  @Post()
  @Allow('members:write')
  @Refuses('organization.email_taken')
  @ApiOperation({
    operationId: 'createInvitation',
    summary: 'Invite somebody for 7 days; the link is shown in this answer only',
  })
  @ApiCreatedResponse({ type: CreatedInvitationView })
  create(@CurrentPrincipal() principal: Principal, @Body() body: CreateInvitationDto) {
    return this.invitations.create(principal, body);
  }

  @Get()
  @Allow('members:read')
  @ApiOperation({ operationId: 'listInvitations', summary: 'List invitations that were not accepted, newest first' })
  @ApiOkResponse({ type: InvitationPage })
  list(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery) {
    return this.invitations.list(principal, query);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('members:write')
  @ApiOperation({ operationId: 'revokeInvitation', summary: 'Take an invitation back' })
  @ApiNoContentResponse()
  revoke(
    @CurrentPrincipal() principal: Principal,
    @Param('id', RecordIdPipe) id: string,
    @IfMatchCondition() ifMatch: IfMatch,
  ) {
    return this.invitations.revoke(principal, id, ifMatch);
  }

  /** A POST, though it changes nothing: the token must stand in no address, and so in no log or history. */
  @Post('find')
  @HttpCode(200)
  @Public()
  @UseGuards(JsonBodyGuard)
  @Refuses('invitation.not_found', 'request.rate_limited')
  @ApiOperation({ operationId: 'findInvitation', summary: 'Read what an invitation offers, by the token of its link' })
  @ApiOkResponse({ type: FoundInvitationView })
  find(@Body() body: FindInvitationDto, @OriginOfCaller() from: SignInOrigin) {
    return this.acceptance.find(body, from);
  }

  @Post('accept')
  @Public()
  @UseGuards(JsonBodyGuard)
  @Refuses('invitation.not_found', 'organization.email_taken', 'sign_in.method_off', 'request.rate_limited')
  @ApiOperation({
    operationId: 'acceptInvitation',
    summary:
      'Accept an invitation: become a member with a password of your own, and be signed in. With the password that you have in ' +
      'other organizations of this gateway, you join as the same person.',
  })
  @ApiCreatedResponse({ type: SessionView })
  async accept(
    @Body() body: AcceptInvitationDto,
    @OriginOfCaller() from: SignInOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.cookie.set(reply, await this.acceptance.accept(body, from));
  }

  @Post('join')
  @SignedIn()
  @Refuses('invitation.not_found', 'organization.email_taken', 'request.rate_limited')
  @ApiOperation({
    operationId: 'joinByInvitation',
    summary: 'Accept an invitation as the person who is signed in, and go on in that organization',
  })
  @ApiCreatedResponse({ type: SessionView })
  async join(
    @SessionOfCaller() session: CurrentSession,
    @Body() body: JoinByInvitationDto,
    @OriginOfCaller() from: SignInOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.cookie.set(reply, await this.acceptance.joinAs(session, body, from));
  }
}
