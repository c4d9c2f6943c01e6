import type { Settings } from '../config/settings.js';
import type { Broadcast } from './broadcast.js';
import { Counters } from './counters.js';
import { type ExpiringStore, MemoryStore, RedisStore } from './expiring-store.js';
import { MemoryBroadcast } from './memory-broadcast.js';
import { RateLimits } from './rate-limits.js';
import { RedisBroadcast } from './redis-broadcast.js';
import { RedisCommands } from './redis-commands.js';

/** What the processes of one gateway have in common besides the database. */
export interface CacheState {
  readonly broadcast: Broadcast;
  readonly store: ExpiringStore;
  readonly counters: Counters;
  readonly limits: RateLimits;
  close(): void;
}

/** For a gateway that is one process. */
export function memoryState({ limits }: Pick<Settings, 'limits'>): CacheState {
  const counters = new Counters();
  return {
    broadcast: new MemoryBroadcast(),
    store: new MemoryStore(),
    counters,
    limits: new RateLimits(limits, counters),
    close: () => {},
  };
}

/** For a gateway of several processes, through one Redis. It starts and works on while Redis is away. */
export function redisState(url: string, { limits }: Pick<Settings, 'limits'>): CacheState {
  const commands = new RedisCommands(url);
  const broadcast = new RedisBroadcast(url, commands);
  const counters = new Counters(commands);
  return {
    broadcast,
    store: new RedisStore(commands),
    counters,
    limits: new RateLimits(limits, counters),
    close: () => {
      broadcast.close();
      commands.close();
    },
  };
}
