import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { CredentialResolver } from '../access/credential-resolver.js';
import { PeopleModule } from '../people/people.module.js';
import { ApiTokensController } from './api-tokens/api-tokens.controller.js';
import { ApiTokensRepository } from './api-tokens/api-tokens.repository.js';
import { ApiTokensService } from './api-tokens/api-tokens.service.js';
import { InvitationAcceptanceService } from './invitations/invitation-acceptance.service.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { InvitationsRepository } from './invitations/invitations.repository.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { MembersController } from './members/members.controller.js';
import { MembersRepository } from './members/members.repository.js';
import { MembersService } from './members/members.service.js';
import { OauthGrantsModule } from './oauth/grants/oauth-grants.module.js';
import { PrincipalGuard } from './principal.guard.js';
import { ApiTokenResolver } from './rest-credentials/api-token-resolver.js';
import { CREDENTIAL_RESOLVERS, Credentials } from './rest-credentials/credentials.js';
import { SessionResolver } from './rest-credentials/session-resolver.js';
import type { ResolvedCaller } from './sessions/current-session.js';
import { PasswordCheckService } from './sessions/password-check.service.js';
import { PersonSessionsService } from './sessions/person-sessions.service.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInLimiter } from './sessions/sign-in-limiter.js';
import { OpenIdProvider } from './single-sign-on/openid-provider.js';
import { SignInRequestCookie } from './single-sign-on/sign-in-request-cookie.js';
import { SingleSignOnController } from './single-sign-on/single-sign-on.controller.js';
import { SingleSignOnService } from './single-sign-on/single-sign-on.service.js';

@Module({
  imports: [OauthGrantsModule, PeopleModule],
  controllers: [
    ApiTokensController,
    SessionsController,
    SingleSignOnController,
    MembersController,
    InvitationsController,
  ],
  providers: [
    ApiTokensService,
    ApiTokensRepository,
    SessionsService,
    SessionsRepository,
    PersonSessionsService,
    SessionCookie,
    PasswordCheckService,
    SignInLimiter,
    OpenIdProvider,
    SignInRequestCookie,
    SingleSignOnService,
    MembersService,
    MembersRepository,
    InvitationsService,
    InvitationAcceptanceService,
    InvitationsRepository,
    ...CREDENTIAL_RESOLVERS,
    {
      provide: Credentials,
      inject: [...CREDENTIAL_RESOLVERS],
      useFactory: (...resolvers: CredentialResolver<ResolvedCaller>[]) => new Credentials(resolvers),
    },
    { provide: APP_GUARD, useClass: PrincipalGuard },
  ],
  exports: [
    SessionResolver,
    ApiTokensService,
    Credentials,
    ApiTokenResolver,
    SessionsService,
    PersonSessionsService,
    SessionCookie,
    SignInLimiter,
    SignInRequestCookie,
    SingleSignOnService,
  ],
})
export class AuthModule {}
