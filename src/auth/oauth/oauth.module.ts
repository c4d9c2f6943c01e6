import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { McpServersModule } from '../../mcp-servers/mcp-servers.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { AuthModule } from '../auth.module.js';
import { AccessTokenResolver } from './access-token-resolver.js';
import { CapturedMetadata } from './capture/captured-metadata.interceptor.js';
import { OauthCapture } from './capture/oauth-capture.js';
import { OauthClientsController } from './clients/oauth-clients.controller.js';
import { OauthClientsRepository } from './clients/oauth-clients.repository.js';
import { OauthClientsService } from './clients/oauth-clients.service.js';
import { ExternalTokens } from './external/external-tokens.js';
import { EndedGrantsJob } from './grants/ended-grants.job.js';
import { OauthGrantsController } from './grants/oauth-grants.controller.js';
import { OauthGrantsModule } from './grants/oauth-grants.module.js';
import { LookerAuthorization } from './looker/looker-authorization.js';
import { LookerEndpoints } from './looker/looker-endpoints.js';
import { LookerSignInFlow } from './looker/looker-sign-in-flow.js';
import { LookerSignInsRepository } from './looker/looker-sign-ins.repository.js';
import { LookerSignInsService } from './looker/looker-sign-ins.service.js';
import { PassedTokens } from './looker/passed-tokens.js';
import { OauthRoutes } from './oauth-routes.js';
import { OpenidAuthorization } from './openid/openid-authorization.js';
import { OpenidPeopleJob } from './openid/openid-people.job.js';
import { OpenidPeopleRepository } from './openid/openid-people.repository.js';
import { OpenidProvidersController } from './openid/openid-providers.controller.js';
import { OpenidProvidersRepository } from './openid/openid-providers.repository.js';
import { OpenidProvidersService } from './openid/openid-providers.service.js';
import { OpenidSignInFlow } from './openid/openid-sign-in-flow.js';
import { ProviderCheck } from './openid/provider-check.js';
import { ProviderNetwork } from './openid/provider-network.js';
import { ProviderSecrets } from './openid/provider-secrets.js';
import { ProtectedServers } from './protected-servers.js';
import { ResourceMetadataController } from './resource-metadata.controller.js';
import { AuthorizationServer } from './server/authorization-server.js';
import { ClientDocuments } from './server/client-documents.js';
import { GrantRules } from './server/grant-rules.js';
import { OauthRecordsJob } from './server/oauth-records.job.js';
import { RefreshRotation } from './server/refresh-rotation.js';
import { SigningKeys } from './server/signing-keys.js';
import { BegunSignIns } from './sign-in/begun-sign-ins.js';
import { ChosenServer } from './sign-in/chosen-server.js';
import { ConsentForm } from './sign-in/consent-form.js';
import { Decisions } from './sign-in/decisions.js';
import { FormTokens } from './sign-in/form-tokens.js';
import { PeopleAtSignIn } from './sign-in/people-at-sign-in.js';
import { ServerChoice } from './sign-in/server-choice.js';
import { ServersToChoose } from './sign-in/servers-to-choose.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { SignInElsewhere } from './sign-in/sign-in-elsewhere.js';
import { SignInForm } from './sign-in/sign-in-form.js';
import { SingleAddress } from './single-address.js';

@Module({
  imports: [AccountsModule, AuthModule, McpServersModule, OauthGrantsModule, OrganizationsModule],
  controllers: [OauthClientsController, OauthGrantsController, OpenidProvidersController, ResourceMetadataController],
  providers: [
    AccessTokenResolver,
    AuthorizationServer,
    CapturedMetadata,
    ClientDocuments,
    EndedGrantsJob,
    ExternalTokens,
    FormTokens,
    GrantRules,
    LookerAuthorization,
    LookerEndpoints,
    LookerSignInFlow,
    LookerSignInsRepository,
    LookerSignInsService,
    OauthCapture,
    OauthClientsRepository,
    OauthClientsService,
    OauthRecordsJob,
    OauthRoutes,
    OpenidAuthorization,
    OpenidPeopleJob,
    OpenidPeopleRepository,
    OpenidProvidersRepository,
    OpenidProvidersService,
    OpenidSignInFlow,
    PassedTokens,
    PeopleAtSignIn,
    ProtectedServers,
    ProviderCheck,
    ProviderNetwork,
    ProviderSecrets,
    RefreshRotation,
    BegunSignIns,
    ChosenServer,
    ConsentForm,
    Decisions,
    ServerChoice,
    ServersToChoose,
    SignInElsewhere,
    SignInForm,
    SignInService,
    SigningKeys,
    SingleAddress,
  ],
  exports: [AccessTokenResolver, ExternalTokens, LookerSignInsService, PassedTokens, SingleAddress],
})
export class OauthModule {}
