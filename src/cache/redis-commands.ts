import { createRedisClient, openRedisClient, type RedisClient } from './redis-client.js';

/** Redis answers within a millisecond; one that takes this long is no help to a caller who waits. */
const ANSWER_MS_MAX = 100;
/** A wait consists of this many parts: a part whose end a busy process notices late uses up no more than itself. */
const PARTS_OF_WAIT = 4;
/** After a command without an answer nobody else waits for one, for this long. */
const PAUSE_MS = 1_000;
/** A connection on which nothing is answered for this long is replaced: the network may have forgotten it. */
const SILENCE_MS_MAX = 2_000;

/** Thrown when Redis is away or did not answer in time; whoever asked goes on without it. */
export class RedisAwayError extends Error {
  override readonly name = 'RedisAwayError';

  constructor() {
    super('Redis did not answer');
  }
}

/**
 * The connection for commands. Each of them answers or fails within 100 ms, unless it may take longer. Only time in which
 * this process was free to read the answer counts.
 */
export class RedisCommands {
  private readonly client: RedisClient;
  private pausedUntilMs = Number.NEGATIVE_INFINITY;
  private unansweredSinceMs: number | undefined;
  private isClosed = false;

  constructor(
    url: string,
    private readonly answerMsMax = ANSWER_MS_MAX,
  ) {
    this.client = createRedisClient(url);
    openRedisClient(this.client);
  }

  /** Whether it is worth asking now. */
  get isReady(): boolean {
    return this.isConnected && performance.now() >= this.pausedUntilMs;
  }

  /** Whether there is a connection, however slow Redis has been on it. */
  get isConnected(): boolean {
    return this.client.isReady;
  }

  /** Calls the listener each time that the connection has been made. */
  onReady(listener: () => void): void {
    this.client.on('ready', listener);
  }

  /**
   * Runs one command where Redis answers at present.
   * @throws RedisAwayError, or what Redis refuses
   */
  async run<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    if (!this.isReady) throw new RedisAwayError();
    return this.attempt(command);
  }

  /**
   * Runs one command even where Redis has just failed to answer another one.
   * @throws RedisAwayError, or what Redis refuses
   */
  async attempt<T>(command: (client: RedisClient) => Promise<T>, answerMsMax = this.answerMsMax): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      let parts = PARTS_OF_WAIT;
      const waitOn = () => {
        if (parts > 0) {
          parts -= 1;
          timer = setTimeout(waitOn, answerMsMax / PARTS_OF_WAIT);
          return;
        }
        this.recordSilence(answerMsMax);
        reject(new RedisAwayError());
      };
      waitOn();
    });
    try {
      const answer = await Promise.race([command(this.client), late]);
      this.unansweredSinceMs = undefined;
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.isClosed = true;
    this.client.destroy();
  }

  private recordSilence(waitedMs: number): void {
    const nowMs = performance.now();
    this.pausedUntilMs = nowMs + PAUSE_MS;
    this.unansweredSinceMs ??= nowMs - waitedMs;
    if (nowMs - this.unansweredSinceMs < SILENCE_MS_MAX || !this.client.isReady || this.isClosed) return;
    this.unansweredSinceMs = undefined;
    this.client.destroy();
    openRedisClient(this.client);
  }
}
