import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Res, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public, SignedIn } from '../../access/access.decorators.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { Refuses } from '../../http/description/refusals.decorators.js';
import { type CurrentSession, OriginOfCaller, SessionOfCaller, type SignInOrigin } from './current-session.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { PersonSessionsService } from './person-sessions.service.js';
import { SessionCookie } from './session-cookie.js';
import { ChangePasswordDto, SignInDto, SwitchOrganizationDto } from './sessions.dto.js';
import { SessionsService } from './sessions.service.js';
import { SessionView } from './sessions.view.js';
import { SignInMethodsView, signInMethodsView } from './sign-in-methods.js';

@ApiTags('Sessions')
@Controller('session')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly ofPerson: PersonSessionsService,
    private readonly cookie: SessionCookie,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('methods')
  @Public()
  @ApiOperation({ operationId: 'getSignInMethods', summary: 'Read how people can sign in here' })
  @ApiOkResponse({ type: SignInMethodsView })
  methods() {
    return signInMethodsView(this.settings);
  }

  @Post()
  @Public()
  @UseGuards(JsonBodyGuard)
  @Refuses('credential.invalid', 'sign_in.method_off', 'request.rate_limited')
  @ApiOperation({
    operationId: 'signIn',
    summary: 'Sign in at the dashboard; the session is in a cookie and ends after 30 days',
  })
  @ApiCreatedResponse({ type: SessionView })
  async signIn(
    @Body() body: SignInDto,
    @OriginOfCaller() from: SignInOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.cookie.set(reply, await this.sessions.signIn(body, from));
  }

  @Get()
  @SignedIn()
  @ApiOperation({ operationId: 'getSession', summary: 'Read who is signed in' })
  @ApiOkResponse({ type: SessionView })
  get(@SessionOfCaller() session: CurrentSession) {
    return this.ofPerson.get(session);
  }

  @Post('organization')
  @SignedIn()
  @Refuses('member.not_found')
  @ApiOperation({
    operationId: 'switchOrganization',
    summary: 'Go on in another organization where you are a member; the session and its csrf_token are new ones',
  })
  @ApiCreatedResponse({ type: SessionView })
  async switchTo(
    @SessionOfCaller() session: CurrentSession,
    @Body() body: SwitchOrganizationDto,
    @OriginOfCaller() from: SignInOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.cookie.set(reply, await this.ofPerson.switchTo(session, body, from));
  }

  @Delete()
  @HttpCode(204)
  @SignedIn()
  @ApiOperation({ operationId: 'signOut', summary: 'Sign out' })
  @ApiNoContentResponse()
  async end(@SessionOfCaller() session: CurrentSession, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.sessions.end(session);
    return this.cookie.clear(reply);
  }

  @Delete('all')
  @HttpCode(204)
  @SignedIn()
  @ApiOperation({
    operationId: 'signOutEverywhere',
    summary:
      'Sign out everywhere, in all organizations, and end what you let in at MCP servers as a member, by password or single sign-on',
  })
  @ApiNoContentResponse()
  async endAll(@SessionOfCaller() session: CurrentSession, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.sessions.endAll(session);
    return this.cookie.clear(reply);
  }

  @Post('password')
  @HttpCode(204)
  @SignedIn()
  @Refuses('sign_in.method_off')
  @ApiOperation({
    operationId: 'changePassword',
    summary:
      'Change your own password, in all organizations; you are signed out everywhere else, and what you let in at MCP servers as a ' +
      'member, by password or single sign-on, has ended',
  })
  @ApiNoContentResponse()
  changePassword(@SessionOfCaller() session: CurrentSession, @Body() body: ChangePasswordDto) {
    return this.sessions.changePassword(session, body);
  }
}
