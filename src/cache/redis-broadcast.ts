import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord } from '../values/is-record.js';
import { Broadcast, type RecordChange } from './broadcast.js';
import { createRedisClient, openRedisClient, type RedisClient } from './redis-client.js';
import type { RedisCommands } from './redis-commands.js';

const CHANNEL = 'looker-mcp-gateway:changes';
/** How long to wait between the answer to one ping and the next ping. */
const HEARTBEAT_MS = 50;
/**
 * How long copies are trusted after a ping was sent that has been answered. Redis answers one connection in order, so an
 * answer proves that every change published before its ping was received. A revoked credential has to be refused by
 * all processes within 250 ms: 150 ms of trust and 50 ms of a shared load (`RecordCache`) leave 50 ms for the answer,
 * and a ping may take 100 ms before anything is read again.
 */
const TRUST_MS = 150;
/** A connection whose ping is unanswered for this long is closed and made anew. */
const SILENCE_MS_MAX = 1_000;
/** Changes that wait for Redis to come back; when there are more, the others are told to drop everything instead. */
const CHANGES_WAITING_MAX = 1_000;
const RETRY_MS = 100;
/** For a change that is never announced, because its process ended right after its transaction. */
const COPY_AGE_MS_MAX = 5_000;

/**
 * Tells the other processes through Redis (publish and subscribe, on a connection of its own). While Redis is away the
 * changes wait, and no process trusts its copies; what was published while a connection was down is a gap.
 */
export class RedisBroadcast extends Broadcast {
  readonly copyAgeMsMax = COPY_AGE_MS_MAX;
  private readonly self = randomUUID();
  private readonly subscriber: RedisClient;
  /** Every change published before this time has been received. */
  private receivedUntilMs = Number.NEGATIVE_INFINITY;
  /** Counts connections and their ends, so that what belongs to an earlier one is recognised. */
  private connection = 0;
  private waiting: RecordChange[] = [];
  private hasOverflowed = false;
  private isSending = false;
  private retry: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    url: string,
    private readonly commands: RedisCommands,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    super();
    this.subscriber = createRedisClient(url, SILENCE_MS_MAX);
    this.subscriber.on('ready', () => this.listen());
    this.subscriber.on('error', () => this.recordLoss());
    openRedisClient(this.subscriber);
    commands.onReady(() => this.send());
  }

  publish(change: RecordChange): void {
    this.deliver(change);
    this.waiting.push(change);
    void this.send();
  }

  isTrusted(): boolean {
    return this.nowMs() - this.receivedUntilMs <= TRUST_MS;
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
    this.recordLoss();
    this.subscriber.destroy();
  }

  private recordLoss(): void {
    this.connection++;
    this.receivedUntilMs = Number.NEGATIVE_INFINITY;
  }

  /** Subscribes, and pings for as long as this connection lasts. The first answer is when the copies are dropped. */
  private async listen(): Promise<void> {
    const connection = ++this.connection;
    let isFirst = true;
    try {
      await this.subscriber.subscribe(CHANNEL, this.receive);
      while (connection === this.connection) {
        const askedAtMs = this.nowMs();
        await this.subscriber.ping();
        if (connection !== this.connection) return;
        if (isFirst) this.deliverGap();
        isFirst = false;
        this.receivedUntilMs = askedAtMs;
        await sleep(HEARTBEAT_MS, undefined, { ref: false });
      }
    } catch {
      // The connection ended, or falls silent and is ended for that; the next one starts anew.
    }
  }

  private readonly receive = (text: string): void => {
    const message = readChangeMessage(text);
    if (message?.from === this.self) return;
    if (message === undefined || message.isGap) this.deliverGap();
    else for (const change of message.changes) this.deliver(change);
  };

  /** Sends what waits, one message at a time; what could not be sent is tried again. */
  private async send(): Promise<void> {
    if (this.isSending || this.isClosed) return;
    this.isSending = true;
    clearTimeout(this.retry);
    try {
      while (this.waiting.length > 0 || this.hasOverflowed) await this.sendWaiting();
    } catch {
      if (!this.isClosed) this.retry = setTimeout(() => this.send(), RETRY_MS).unref();
    } finally {
      this.isSending = false;
    }
  }

  private async sendWaiting(): Promise<void> {
    const changes = this.waiting;
    const isGap = this.hasOverflowed || changes.length > CHANGES_WAITING_MAX;
    this.waiting = [];
    this.hasOverflowed = false;
    const message: ChangeMessage = { from: this.self, isGap, changes: isGap ? [] : changes };
    try {
      await this.commands.attempt((client) => client.publish(CHANNEL, JSON.stringify(message)));
    } catch (error) {
      this.hasOverflowed = isGap || changes.length + this.waiting.length > CHANGES_WAITING_MAX;
      this.waiting = this.hasOverflowed ? [] : [...changes, ...this.waiting];
      throw error;
    }
  }
}

/** What processes tell each other through Redis. */
interface ChangeMessage {
  /** The process that tells it. */
  readonly from: string;
  /** There were too many changes to name: every copy is to be dropped. */
  readonly isGap: boolean;
  readonly changes: readonly RecordChange[];
}

const isChange = (value: unknown): value is RecordChange =>
  isRecord(value) && [value.record, value.organizationId, value.id].every((part) => typeof part === 'string');

/** Reads a message; undefined for anything that is none, such as one of a release to come. */
function readChangeMessage(text: string): ChangeMessage | undefined {
  try {
    const { from, isGap, changes } = JSON.parse(text);
    if (typeof from !== 'string' || typeof isGap !== 'boolean') return undefined;
    return Array.isArray(changes) && changes.every(isChange) ? { from, isGap, changes } : undefined;
  } catch {
    return undefined;
  }
}
