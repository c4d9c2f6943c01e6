import { Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { Broadcast } from '../cache/broadcast.js';
import { DatabaseService } from '../database/database.service.js';
import { LookerClient } from '../looker/looker-client.js';
import { McpServersModule } from '../mcp-servers/mcp-servers.module.js';
import { AccountObserver } from './account-observer.js';
import { CallsInFlight } from './calls-in-flight.js';
import { DashboardRunner } from './dashboards/dashboard-runner.js';
import { ExploreMetadata } from './explores/explore-metadata.js';
import { FieldSearchRunner } from './explores/field-search-runner.js';
import { FieldSuggestionsRunner } from './explores/field-suggestions-runner.js';
import { LookmlNews } from './explores/lookml-news.js';
import { ForgottenQueriesJob } from './forgotten-queries.job.js';
import { PageCursors } from './page-cursors.js';
import { QueryEngine } from './queries/query-engine.js';
import { QueryResultsRunner } from './queries/query-results-runner.js';
import { QueryRunner } from './queries/query-runner.js';
import { StoredRunningQueries } from './queries/stored-running-queries.js';
import { RenderRunner } from './rendering/render-runner.js';
import { DashboardSearchRunner } from './runners/dashboard-search-runner.js';
import { ToolRunners } from './runners/tool-runners.js';
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
    CallsInFlight,
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
      provide: ToolRunners,
      inject: [QueryEngine, ExploreMetadata],
      useFactory: (engine: QueryEngine, metadata: ExploreMetadata) => {
        const dashboard = new DashboardRunner(engine);
        const results = new QueryResultsRunner(engine, dashboard);
        const query = new QueryRunner(engine);
        const render = new RenderRunner();
        const fields = new FieldSearchRunner(metadata);
        const suggestions = new FieldSuggestionsRunner();
        const search = new DashboardSearchRunner();
        return new ToolRunners({
          ...{ query, dashboard, render, 'query-results': results, 'dashboard-search': search },
          ...{ 'field-search': fields, 'field-suggestions': suggestions },
        });
      },
    },
    QueriesShutdown,
  ],
  exports: [CallsInFlight, ServerDirectory, ToolCallService],
})
export class ToolCallsModule {}
