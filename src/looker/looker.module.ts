import { Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { LookerClient } from './looker-client.js';

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
      inject: [SETTINGS],
      useFactory: (settings: Settings) => new LookerClient(settings.looker),
    },
    LookerShutdown,
  ],
  exports: [LookerClient],
})
export class LookerModule {}
