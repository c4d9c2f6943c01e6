import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DatabaseService } from '../database/database.service.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { type CapturedMessage, type CapturedServer, isCaptured } from './captured-message.js';
import { CapturedMessagesRepository, type CaptureTimes } from './captured-messages.repository.js';

/** Beyond this the database is not keeping up, and messages are lost rather than calls. */
const WAITING_MAX = 1000;
/** One statement stays small. */
const MESSAGES_PER_WRITE_MAX = 100;

interface Waiting {
  readonly server: CapturedServer;
  readonly message: CapturedMessage;
}

/** Keeps messages of servers whose capture goes on: behind their answers, so that none is slower or fails because of it. */
@Injectable()
export class MessageCapture implements OnApplicationShutdown {
  private readonly logger = new Logger('Capture');
  private readonly waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  constructor(
    private readonly database: DatabaseService,
    private readonly messages: CapturedMessagesRepository,
  ) {}

  /**
   * Never throws, and nobody waits for it.
   * @param describe says what is kept of the message.
   */
  add(server: CapturedServer, at: Date, describe: () => Omit<CapturedMessage, 'at'>): void {
    if (!isCaptured(server, at)) return;
    try {
      this.enqueue({ server, message: { at, ...describe() } });
    } catch (error) {
      this.report('a message could not be described', 1, error);
    }
  }

  /** Somebody could not find out what to keep of a message. */
  countLost(error?: unknown): void {
    this.report('it was not found out what they are about', 1, error);
  }

  private enqueue(entry: Waiting): void {
    if (this.waiting.length >= WAITING_MAX) {
      this.report('too many messages were waiting', 1);
      return;
    }
    this.waiting.push(entry);
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    });
  }

  /** Fulfilled when nothing waits. */
  async drain(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
  }

  /** The module stands after the database's: the pool is still open here. */
  onApplicationShutdown(): Promise<void> {
    return this.drain();
  }

  private async writeAll(): Promise<void> {
    for (let [first] = this.waiting; first !== undefined; [first] = this.waiting) {
      const { server } = first;
      const group = this.waiting
        .filter((each) => isOf(each, server))
        .slice(0, MESSAGES_PER_WRITE_MAX)
        .map(({ message }) => message);
      const rest = this.waiting.splice(0).filter(({ message }) => !group.includes(message));
      this.waiting.push(...rest);
      await this.write(server, group).catch((error: unknown) =>
        this.report('messages could not be written', group.length, error),
      );
    }
  }

  /**
   * What the database says of the capture counts, not a copy of it: of a capture that has ended, or begun anew, nothing is added
   * whenever a message comes in.
   */
  private write({ organizationId, serverId }: CapturedServer, messages: readonly CapturedMessage[]): Promise<void> {
    return this.database.inTransaction(organizationId, async (tx: OrganizationTransaction) => {
      const times = await this.messages.findTimesForUpdate(tx, serverId);
      const kept = messages.filter(({ at }) => isWithin(times, at));
      if (kept.length === 0) return;
      await this.messages.insertAll(tx, serverId, kept);
      await this.messages.removeBeyondMax(tx, serverId);
    });
  }

  private report(what: string, lost: number, error?: unknown): void {
    this.logger.warn({
      message: `captured messages were lost: ${what}`,
      lost,
      ...(error !== undefined && { err: error }),
    });
  }
}

const isOf = ({ server }: Waiting, { organizationId, serverId }: CapturedServer) =>
  server.organizationId === organizationId && server.serverId === serverId;

const isWithin = (times: CaptureTimes | null, at: Date): boolean =>
  times !== null &&
  times.captureStartedAt !== null &&
  times.captureUntil !== null &&
  times.captureStartedAt <= at &&
  at < times.captureUntil;
