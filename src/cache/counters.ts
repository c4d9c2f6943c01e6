import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { RedisCommands } from './redis-commands.js';

export interface CounterOptions {
  /** Part of each key: counters of different names know nothing of each other. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
  /** Whether this process may answer for Redis while a key is over its points: only where nothing takes points back. */
  readonly blockedInProcess?: boolean;
}

/** Makes counters that all processes share through Redis, and that go on in the process where there is none or it is away. */
export class Counters {
  constructor(private readonly redis?: RedisCommands) {}

  counter(options: CounterOptions): RateLimiterAbstract {
    return this.redis === undefined ? memoryCounter(options) : redisCounter(options, this.redis);
  }
}

const memoryCounter = ({ name, points, windowSeconds }: CounterOptions) =>
  new RateLimiterMemory({ keyPrefix: name, points, duration: windowSeconds });

const redisCounter = (options: CounterOptions, redis: RedisCommands) =>
  new RateLimiterRedis({
    keyPrefix: `looker-mcp-gateway:limit:${options.name}`,
    points: options.points,
    duration: options.windowSeconds,
    ...(options.blockedInProcess && { inMemoryBlockOnConsumed: options.points + 1 }),
    insuranceLimiter: memoryCounter(options),
    rejectIfRedisNotReady: true,
    useRedisPackage: true,
    storeClient: counterClient(redis),
  });

/** The part of a client that a counter uses, so that no request waits longer for Redis than `RedisCommands` allows. */
const counterClient = (redis: RedisCommands) => ({
  get isReady() {
    return redis.isReady;
  },
  eval: (script: string, options: { keys: string[]; arguments: string[] }) =>
    redis.run((client) => client.eval(script, options)),
  del: (key: string) => redis.run((client) => client.del(key)),
  multi: () => ({
    get: (key: string) => ({
      pTTL: () => ({ exec: () => redis.run((client) => client.multi().get(key).pTTL(key).execAsPipeline()) }),
    }),
  }),
});
