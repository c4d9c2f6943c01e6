import { Body, Controller, Get, Post, Query, Redirect, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/access.decorators.js';
import { Refuses } from '../../http/description/refusals.decorators.js';
import { SessionResolver } from '../rest-credentials/session-resolver.js';
import { OriginOfCaller, type SignInOrigin } from '../sessions/current-session.js';
import { JsonBodyGuard } from '../sessions/json-body.guard.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SignInErrorFilter } from './sign-in-error.filter.js';
import { SignInRequestCookie } from './sign-in-request-cookie.js';
import { BeginSingleSignOnQuery, SingleSignOnWayView, StartSingleSignOnDto } from './single-sign-on.dto.js';
import { SingleSignOnService } from './single-sign-on.service.js';

@ApiTags('Sessions')
@Controller('session/single-sign-on')
@Public()
export class SingleSignOnController {
  constructor(
    private readonly singleSignOn: SingleSignOnService,
    private readonly underWay: SignInRequestCookie,
    private readonly session: SessionCookie,
    private readonly sessions: SessionResolver,
  ) {}

  /**
   * Visited by browsers: it ends in a page, errors included. Any page can lead its visitor there, who is signed in at the provider, so it
   * joins nothing and takes the place of nobody's session.
   */
  @Get()
  @Redirect()
  @UseFilters(SignInErrorFilter)
  @ApiOperation({
    operationId: 'beginSingleSignOn',
    summary: 'Sign in at the OpenID Connect provider; whoever is signed in as another member in this browser stays so',
  })
  @ApiFoundResponse({ description: 'The way to the provider.' })
  async begin(@Query() query: BeginSingleSignOnQuery, @Res({ passthrough: true }) reply: FastifyReply) {
    const wanted = { organizationId: query.organization_id, isChosen: false };
    return found(await this.underWay.set(reply, await this.singleSignOn.begin(wanted)));
  }

  /** No page of another site can send it: whoever does has clicked on a page of ours. */
  @Post()
  @UseGuards(JsonBodyGuard)
  @Refuses('invitation.not_found', 'request.rate_limited', 'sign_in.method_off', 'single_sign_on.unavailable')
  @ApiOperation({
    operationId: 'startSingleSignOn',
    summary:
      'Begin to sign in at the OpenID Connect provider, or to accept an invitation there, where the browser goes next; the new session ' +
      'takes the place of the one in this browser',
  })
  @ApiCreatedResponse({ type: SingleSignOnWayView })
  async start(
    @Body() body: StartSingleSignOnDto,
    @OriginOfCaller() from: SignInOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return { url: await this.underWay.set(reply, await this.singleSignOn.start(body, from)) };
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
    const { headers, cookies } = request;
    const current = await this.sessions.findCurrent({ headers, cookies, from }, new Date());
    this.session.set(reply, await this.singleSignOn.finish(queryOf(request), begun, from, current));
    return found(begun.serverSignIn === undefined ? '/app/' : `/oauth/sign-in/${begun.serverSignIn}`);
  }
}

const found = (url: string) => ({ url, statusCode: 302 });

/** As it came: what the provider signs or repeats must not be read and written again. */
const queryOf = ({ url }: FastifyRequest) => url.split('?').slice(1).join('?');
