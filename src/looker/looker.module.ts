import { Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ExpiringStore } from '../cache/expiring-store.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { SecretBox } from '../crypto/secret-box.js';
import { LookerClient } from './looker-client.js';
import { ExploreMetadata } from './metadata/explore-metadata.js';
import { FieldSearchRunner } from './metadata/field-search-runner.js';
import { SealedSessions } from './sealed-sessions.js';
import { QueryRunner } from './tasks/query-runner.js';
import { ToolRunners } from './tasks/tool-runners.js';

@Injectable()
class LookerShutdown implements OnApplicationShutdown {
  constructor(private readonly client: LookerClient) {}

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
      inject: [LookerClient],
      useFactory: (looker: LookerClient) => new ExploreMetadata(looker),
    },
    {
      provide: ToolRunners,
      inject: [ExploreMetadata],
      useFactory: (metadata: ExploreMetadata) =>
        new ToolRunners({ query: new QueryRunner(), 'field-search': new FieldSearchRunner(metadata) }),
    },
    LookerShutdown,
  ],
  exports: [LookerClient, ExploreMetadata, ToolRunners],
})
export class LookerModule {}
