import { Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ExpiringStore } from '../cache/expiring-store.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { SecretBox } from '../crypto/secret-box.js';
import { LookerClient } from './looker-client.js';
import { SealedSessions } from './sealed-sessions.js';

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
    LookerShutdown,
  ],
  exports: [LookerClient],
})
export class LookerModule {}
