import { Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { Broadcast } from '../cache/broadcast.js';
import { DatabaseService } from '../database/database.service.js';
import { LookerClient } from '../looker/looker-client.js';
import { McpServersModule } from '../mcp-servers/mcp-servers.module.js';
import { AccountObserver } from './account-observer.js';
import { DevelopmentCalls } from './branches/development-calls.js';
import { CallsInFlight } from './calls-in-flight.js';
import { CallCapabilities } from './capabilities/capabilities.js';
import { ExploreMetadata } from './explores/explore-metadata.js';
import { LookmlNews } from './explores/lookml-news.js';
import { ForgottenQueriesJob } from './forgotten-queries.job.js';
import { ActAsUserIdentity } from './identity/act-as-user-identity.js';
import { ActingUsers } from './identity/acting-users.js';
import { CallIdentities } from './identity/call-identities.js';
import { ChosenWorkspaces } from './identity/chosen-workspaces.js';
import { FixedUserIdentity } from './identity/fixed-user-identity.js';
import { ServiceAccountIdentity } from './identity/service-account-identity.js';
import { SignedInPersonIdentity } from './identity/signed-in-person-identity.js';
import { PageCursors } from './page-cursors.js';
import { QueryEngine } from './queries/query-engine.js';
import { StoredRunningQueries } from './queries/stored-running-queries.js';
import { ServerDirectory } from './server-directory.js';
import { ToolCallService } from './tool-call.service.js';

@Injectable()
class QueriesShutdown implements OnModuleDestroy {
  constructor(private readonly queries: QueryEngine) {}

  /** Before the server waits for the requests under way: those that wait for queries are answered now. */
  onModuleDestroy(): void {
    this.queries.close();
  }
}

@Module({
  imports: [AccountsModule, McpServersModule],
  providers: [
    AccountObserver,
    ActAsUserIdentity,
    ActingUsers,
    CallIdentities,
    ChosenWorkspaces,
    FixedUserIdentity,
    ServiceAccountIdentity,
    SignedInPersonIdentity,
    CallsInFlight,
    DevelopmentCalls,
    ServerDirectory,
    PageCursors,
    ToolCallService,
    ForgottenQueriesJob,
    {
      provide: ExploreMetadata,
      inject: [LookerClient, Broadcast],
      useFactory: (looker: LookerClient, broadcast: Broadcast) =>
        new ExploreMetadata(looker, new LookmlNews(broadcast)),
    },
    {
      provide: QueryEngine,
      inject: [LookerClient, DatabaseService],
      useFactory: (looker: LookerClient, database: DatabaseService) =>
        new QueryEngine(looker, new StoredRunningQueries(database)),
    },
    {
      provide: CallCapabilities,
      inject: [QueryEngine, ExploreMetadata],
      useFactory: (engine: QueryEngine, metadata: ExploreMetadata) => new CallCapabilities(engine, metadata),
    },
    QueriesShutdown,
  ],
  exports: [ActingUsers, CallsInFlight, ServerDirectory, ToolCallService],
})
export class ToolCallsModule {}
