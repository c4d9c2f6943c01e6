import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { AttemptCounter } from './attempt-counter.js';
import type { RedisClient } from './redis-client.js';
import type { RedisCommands } from './redis-commands.js';

/** How long an attempt at a password waits for Redis: judging it takes a quarter of a second itself. */
const ATTEMPT_MS_MAX = 1_000;

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
  constructor(
    private readonly redis?: RedisCommands,
    private readonly attemptMsMax = ATTEMPT_MS_MAX,
  ) {}

  counter(options: CounterOptions): RateLimiterAbstract {
    return this.redis === undefined ? memoryCounter(options) : redisCounter(options, this.redis);
  }

  /** A counter of attempts, which lets no more of them be judged where Redis is slow. */
  attempts(options: CounterOptions): AttemptCounter {
    const { redis } = this;
    if (redis === undefined) return new AttemptCounter(memoryCounter(options));
    const ask: Ask = (command) => redis.attempt(command, this.attemptMsMax);
    const limiter = new RateLimiterRedis(redisOptions(options, { isReady: () => redis.isConnected, ask }));
    return new AttemptCounter(memoryCounter(options), { limiter, isConnected: () => redis.isConnected });
  }
}

type Ask = <T>(command: (client: RedisClient) => Promise<T>) => Promise<T>;

interface Access {
  isReady(): boolean;
  readonly ask: Ask;
}

const memoryCounter = ({ name, points, windowSeconds }: CounterOptions) =>
  new RateLimiterMemory({ keyPrefix: name, points, duration: windowSeconds });

const redisCounter = (options: CounterOptions, redis: RedisCommands) =>
  new RateLimiterRedis({
    ...redisOptions(options, { isReady: () => redis.isReady, ask: (command) => redis.run(command) }),
    ...(options.blockedInProcess && { inMemoryBlockOnConsumed: options.points + 1 }),
    insuranceLimiter: memoryCounter(options),
  });

const redisOptions = ({ name, points, windowSeconds }: CounterOptions, access: Access) => ({
  keyPrefix: `looker-mcp-gateway:limit:${name}`,
  points,
  duration: windowSeconds,
  rejectIfRedisNotReady: true,
  useRedisPackage: true,
  storeClient: counterClient(access),
});

/** The part of a client that a counter uses, so that no request waits longer for Redis than it may. */
const counterClient = ({ isReady, ask }: Access) => ({
  get isReady() {
    return isReady();
  },
  eval: (script: string, options: { keys: string[]; arguments: string[] }) =>
    ask((client) => client.eval(script, options)),
  del: (key: string) => ask((client) => client.del(key)),
  multi: () => ({
    get: (key: string) => ({
      pTTL: () => ({ exec: () => ask((client) => client.multi().get(key).pTTL(key).execAsPipeline()) }),
    }),
  }),
});
