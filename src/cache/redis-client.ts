import { Logger } from '@nestjs/common';
import { createClient } from 'redis';

export type RedisClient = ReturnType<typeof createRedisClient>;

const CONNECT_MS_MAX = 2_000;
/** Tried again for ever: soon at first, so that a restart is hardly noticed, and then once a second. */
const BACKOFF_MS_MIN = 20;
const BACKOFF_MS_MAX = 1_000;
/** More commands than this wait for an answer only where Redis has stopped giving any. */
const COMMANDS_WAITING_MAX = 10_000;

const backoffMs = (retries: number) =>
  Math.min(BACKOFF_MS_MIN * 2 ** Math.min(retries, 10), BACKOFF_MS_MAX) * (0.5 + Math.random() / 2);

/**
 * A connection to Redis that is not open yet. It comes back by itself whatever ends it; meanwhile commands fail at once
 * and are not queued. Loss and return are logged once each.
 * @param silenceMsMax ends a connection on which nothing is sent or received for this long; for one that pings.
 */
export function createRedisClient(url: string, silenceMsMax?: number) {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: COMMANDS_WAITING_MAX,
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: CONNECT_MS_MAX,
      reconnectStrategy: backoffMs,
      ...(silenceMsMax !== undefined && { socketTimeout: silenceMsMax }),
    },
  });
  const logger = new Logger('Redis');
  let isAway = false;
  client.on('error', (error: Error) => {
    if (!isAway) logger.warn({ message: 'Redis is away; the gateway goes on without it', reason: error.message });
    isAway = true;
  });
  client.on('ready', () => {
    if (isAway) logger.log('Redis is back');
    isAway = false;
  });
  return client;
}

/** Opens the connection in the background: a gateway starts and serves whether Redis is up or not. */
export function openRedisClient(client: RedisClient): void {
  // Rejects only when it is closed meanwhile: each failure on the way is an 'error' event and is tried again.
  client.connect().catch(() => {});
}
