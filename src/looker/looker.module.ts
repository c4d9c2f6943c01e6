import { Global, Injectable, Module, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { Broadcast } from '../cache/broadcast.js';
import { ExpiringStore } from '../cache/expiring-store.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { SecretBox } from '../crypto/secret-box.js';
import { DatabaseService } from '../database/database.service.js';
import { ExploreMetadata } from '../tool-calls/explores/explore-metadata.js';
import { FieldSearchRunner } from '../tool-calls/explores/field-search-runner.js';
import { FieldSuggestionsRunner } from '../tool-calls/explores/field-suggestions-runner.js';
import { LookmlNews } from '../tool-calls/explores/lookml-news.js';
import { DashboardRunner } from '../tool-calls/queries/dashboard-runner.js';
import { QueryEngine } from '../tool-calls/queries/query-engine.js';
import { QueryResultsRunner } from '../tool-calls/queries/query-results-runner.js';
import { QueryRunner } from '../tool-calls/queries/query-runner.js';
import { StoredRunningQueries } from '../tool-calls/queries/stored-running-queries.js';
import { RenderRunner } from '../tool-calls/rendering/render-runner.js';
import { DashboardSearchRunner } from '../tool-calls/runners/dashboard-search-runner.js';
import { ToolRunners } from '../tool-calls/runners/tool-runners.js';
import { LookerClient } from './looker-client.js';
import { SealedSessions } from './sealed-sessions.js';

@Injectable()
class LookerShutdown implements OnModuleDestroy, OnApplicationShutdown {
  constructor(
    private readonly client: LookerClient,
    private readonly queries: QueryEngine,
  ) {}

  /** Before the server waits for the requests under way: those that wait for queries are answered now. */
  onModuleDestroy(): void {
    this.queries.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}

@Global()
@Module({
  providers: [
    {
      provide: LookerClient,
      inject: [SETTINGS, ExpiringStore, SecretBox],
      useFactory: (settings: Settings, store: ExpiringStore, box: SecretBox) =>
        new LookerClient(settings.looker, new SealedSessions(store, box)),
    },
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
    LookerShutdown,
  ],
  exports: [LookerClient, ExploreMetadata, QueryEngine, ToolRunners],
})
export class LookerModule {}
