import { Body, Controller, Get, Post, Query, Redirect, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/access.decorators.js';
import { Refuses } from '../../http/description/refusals.decorators.js';
import { OriginOfCaller, type SignInOrigin } from '../sessions/current-session.js';
import { JsonBodyGuard } from '../sessions/json-body.guard.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SignInErrorFilter } from './sign-in-error.filter.js';
import { SignInRequestCookie } from './sign-in-request-cookie.js';
import { BeginSingleSignOnQuery, JoinBySingleSignOnDto, SingleSignOnWayView } from './single-sign-on.dto.js';
import { SingleSignOnService } from './single-sign-on.service.js';

@ApiTags('Sessions')
@Controller('session/single-sign-on')
@Public()
export class SingleSignOnController {
  constructor(
    private readonly singleSignOn: SingleSignOnService,
    private readonly underWay: SignInRequestCookie,
    private readonly session: SessionCookie,
  ) {}

  /** Visited by browsers: it ends in a page, errors included. */
  @Get()
  @Redirect()
  @UseFilters(SignInErrorFilter)
  @ApiOperation({ operationId: 'beginSingleSignOn', summary: 'Sign in at the OpenID Connect provider' })
  @ApiFoundResponse({ description: 'The way to the provider.' })
  async begin(@Query() query: BeginSingleSignOnQuery, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.underWay.set(reply, await this.singleSignOn.begin(query));
  }

  /** No page of another site can send it: that could make its visitor, who is signed in at the provider, join by a link alone. */
  @Post()
  @UseGuards(JsonBodyGuard)
  @Refuses('invitation.not_found', 'request.rate_limited', 'sign_in.method_off', 'single_sign_on.unavailable')
  @ApiOperation({
    operationId: 'beginJoiningBySingleSignOn',
    summary: 'Begin to accept an invitation at the OpenID Connect provider, where the browser goes next',
  })
  @ApiCreatedResponse({ type: SingleSignOnWayView })
  async beginJoining(
    @Body() body: JoinBySingleSignOnDto,
    @OriginOfCaller() from: SignInOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { url } = await this.underWay.set(reply, await this.singleSignOn.beginJoining(body, from));
    return { url };
  }

  /** Visited by browsers, as the beginning is. */
  @Get('callback')
  @Redirect()
  @UseFilters(SignInErrorFilter)
  @ApiOperation({
    operationId: 'finishSingleSignOn',
    summary: 'Where the OpenID Connect provider sends the browser back to',
  })
  @ApiFoundResponse({
    description: 'The way to the dashboard, or to the sign-in at an MCP server, with the cookie of the session.',
  })
  async finish(
    @Req() request: FastifyRequest,
    @OriginOfCaller() from: SignInOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const begun = await this.underWay.readAndClear(request, reply);
    this.session.set(reply, await this.singleSignOn.finish(queryOf(request), begun, from));
    return {
      url: begun.serverSignIn === undefined ? '/app/' : `/oauth/sign-in/${begun.serverSignIn}`,
      statusCode: 302,
    };
  }
}

/** As it came: what the provider signs or repeats must not be read and written again. */
const queryOf = ({ url }: FastifyRequest) => url.split('?').slice(1).join('?');
