import { Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { Broadcast } from './broadcast.js';
import { type CacheState, memoryState, redisState } from './cache-state.js';
import { Counters } from './counters.js';
import { ExpiringStore } from './expiring-store.js';
import { RateLimits } from './rate-limits.js';

const CACHE_STATE = Symbol('CACHE_STATE');

@Injectable()
class CacheShutdown implements OnApplicationShutdown {
  constructor(@Inject(CACHE_STATE) private readonly state: CacheState) {}

  onApplicationShutdown(): void {
    this.state.close();
  }
}

/** Gives broadcast, store and limits: in this process, or through Redis where `REDIS_URL` names one. */
@Global()
@Module({
  providers: [
    {
      provide: CACHE_STATE,
      inject: [SETTINGS],
      useFactory: (settings: Settings) =>
        settings.cache.redisUrl === undefined ? memoryState(settings) : redisState(settings.cache.redisUrl, settings),
    },
    { provide: Broadcast, inject: [CACHE_STATE], useFactory: (state: CacheState) => state.broadcast },
    { provide: ExpiringStore, inject: [CACHE_STATE], useFactory: (state: CacheState) => state.store },
    { provide: Counters, inject: [CACHE_STATE], useFactory: (state: CacheState) => state.counters },
    { provide: RateLimits, inject: [CACHE_STATE], useFactory: (state: CacheState) => state.limits },
    CacheShutdown,
  ],
  exports: [Broadcast, ExpiringStore, Counters, RateLimits],
})
export class CacheModule {}
