import { Controller, Get, Query, Redirect, Req, Res, UseFilters } from '@nestjs/common';
import { ApiFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/access.decorators.js';
import { OriginOfCaller, type SignInOrigin } from '../sessions/current-session.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SignInErrorFilter } from './sign-in-error.filter.js';
import { SignInRequestCookie } from './sign-in-request-cookie.js';
import { BeginSingleSignOnQuery } from './single-sign-on.dto.js';
import { SingleSignOnService } from './single-sign-on.service.js';

/** Visited by browsers: both ways end in a page, errors included. */
@ApiTags('Sessions')
@Controller('session/single-sign-on')
@Public()
@UseFilters(SignInErrorFilter)
export class SingleSignOnController {
  constructor(
    private readonly singleSignOn: SingleSignOnService,
    private readonly underWay: SignInRequestCookie,
    private readonly session: SessionCookie,
  ) {}

  @Get()
  @Redirect()
  @ApiOperation({
    operationId: 'beginSingleSignOn',
    summary: 'Sign in at the OpenID Connect provider, or accept an invitation by it',
  })
  @ApiFoundResponse({ description: 'The way to the provider.' })
  async begin(@Query() query: BeginSingleSignOnQuery, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.underWay.set(reply, await this.singleSignOn.begin(query));
  }

  @Get('callback')
  @Redirect()
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
