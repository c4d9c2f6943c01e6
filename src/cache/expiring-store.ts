import { LRUCache } from 'lru-cache';
import type { RedisCommands } from './redis-commands.js';

/** Short texts that all processes see, each until it expires. What is kept may be gone at any time. */
export abstract class ExpiringStore {
  /** @throws RedisAwayError */
  abstract get(key: string): Promise<string | undefined>;
  /** @throws RedisAwayError */
  abstract set(key: string, value: string, ttlMs: number): Promise<void>;
  /** Deletes a key that still holds this very value. @throws RedisAwayError */
  abstract deleteIfEqual(key: string, value: string): Promise<void>;
}

const KEPT_MAX = 10_000;

/** The store of a gateway that is one process. */
export class MemoryStore extends ExpiringStore {
  private readonly texts = new LRUCache<string, string>({ max: KEPT_MAX });

  async get(key: string): Promise<string | undefined> {
    return this.texts.get(key);
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.texts.set(key, value, { ttl: Math.max(1, Math.floor(ttlMs)) });
  }

  async deleteIfEqual(key: string, value: string): Promise<void> {
    if (this.texts.peek(key) === value) this.texts.delete(key);
  }
}

const PREFIX = 'looker-mcp-gateway:';
/** In one step: between reading and deleting, another process may have put a newer value there. */
const DELETE_IF_EQUAL = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

/** The store in Redis. */
export class RedisStore extends ExpiringStore {
  constructor(private readonly commands: RedisCommands) {
    super();
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.commands.run((client) => client.get(PREFIX + key))) ?? undefined;
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    const expiration = { type: 'PX', value: Math.floor(ttlMs) } as const;
    await this.commands.run((client) => client.set(PREFIX + key, value, { expiration }));
  }

  async deleteIfEqual(key: string, value: string): Promise<void> {
    await this.commands.run((client) => client.eval(DELETE_IF_EQUAL, { keys: [PREFIX + key], arguments: [value] }));
  }
}
