import { Readable } from 'node:stream';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { IsStillAllowed } from '../access/access.decorators.js';
import { isInAccountScope } from '../access/account-scope.js';
import type { Principal } from '../access/principal.js';
import { DatabaseService } from '../database/database.service.js';
import { AppError } from '../errors/app-error.js';
import type { CallStreamQuery } from './activity.dto.js';
import { callFilterOf } from './activity.service.js';
import { callLogEntryView } from './activity.view.js';
import { CallFeed } from './call-feed.js';
import { type CallLogEntry, type CallLogFilter, CallLogRepository } from './call-log.repository.js';

const WATCHERS_PER_ORGANIZATION_MAX = 20;
const WATCHERS_MAX = 500;
/** While nothing is to be sent, a watcher whose session ended is let go after this time; none is sent anything after it. */
const IDLE_CHECK_MS = 5_000;

interface Watcher {
  readonly stream: EventStream;
  readonly filter: CallLogFilter;
  readonly isStillAllowed: IsStillAllowed;
  checkedAtMs: number;
}

/** All watchers of one organization in this process: they share what is read. */
interface OrganizationFeed {
  readonly watchers: Set<Watcher>;
  readonly feed: CallFeed;
  readonly started: Promise<void>;
}

/**
 * Shows tool calls to whoever watches, as they end, in whichever process they were served. The log in the database is looked
 * into while somebody watches: tool calls themselves do and pay nothing for it.
 */
@Injectable()
export class LiveCallsService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('LiveCalls');
  private readonly feeds = new Map<string, OrganizationFeed>();
  private isClosing = false;

  constructor(
    private readonly database: DatabaseService,
    private readonly callLog: CallLogRepository,
  ) {}

  /**
   * A stream of the calls that end from now on and pass the filters. It ends when its reader goes or may no longer see them.
   * @throws AppError `request.rate_limited`, `service.not_ready`
   */
  async watch(principal: Principal, query: CallStreamQuery, isStillAllowed: IsStillAllowed): Promise<Readable> {
    const { organizationId } = principal;
    this.checkPlace(organizationId);
    const asked = query.integrated_account_id;
    const isEmpty = asked !== undefined && !isInAccountScope(principal, asked);
    const watched = this.feeds.get(organizationId) ?? this.open(organizationId);
    const watcher: Watcher = {
      stream: new EventStream(() => this.leave(organizationId, watched, watcher)),
      filter: { ...callFilterOf(principal, query), ...(isEmpty && { integratedAccountId: '' }) },
      isStillAllowed,
      checkedAtMs: Date.now(),
    };
    watched.watchers.add(watcher);
    try {
      await watched.started;
    } catch (error) {
      watcher.stream.readable.destroy();
      throw error;
    }
    return watcher.stream.readable;
  }

  /** Before the server waits for its requests to end: these do not by themselves. */
  beforeApplicationShutdown(): void {
    this.isClosing = true;
    for (const [organizationId, watched] of this.feeds) this.close(organizationId, watched);
  }

  private checkPlace(organizationId: string): void {
    if (this.isClosing) throw new AppError('service.not_ready', 'The gateway is stopping. Try again in a moment.');
    const all = [...this.feeds.values()].reduce((sum, { watchers }) => sum + watchers.size, 0);
    const own = this.feeds.get(organizationId)?.watchers.size ?? 0;
    if (own >= WATCHERS_PER_ORGANIZATION_MAX || all >= WATCHERS_MAX)
      throw new AppError('request.rate_limited', 'Too many are watching already. Read GET /log instead.', {
        retryAfterSeconds: 30,
      });
  }

  private open(organizationId: string): OrganizationFeed {
    const feed = new CallFeed(
      (window) => this.database.read(organizationId, (tx) => this.callLog.listEnded(tx, window)),
      (calls) => this.deliver(watched, calls),
      (error) => this.fail(organizationId, watched, error),
    );
    const watched: OrganizationFeed = { watchers: new Set(), feed, started: feed.start() };
    this.feeds.set(organizationId, watched);
    return watched;
  }

  private leave(organizationId: string, watched: OrganizationFeed, watcher: Watcher): void {
    watched.watchers.delete(watcher);
    if (watched.watchers.size === 0) this.close(organizationId, watched);
  }

  private close(organizationId: string, watched: OrganizationFeed): void {
    watched.feed.stop();
    if (this.feeds.get(organizationId) === watched) this.feeds.delete(organizationId);
    for (const { stream } of watched.watchers) stream.end();
  }

  private fail(organizationId: string, watched: OrganizationFeed, error: unknown): void {
    this.logger.warn({ message: 'the call log could not be read for those who watch it', err: error });
    this.close(organizationId, watched);
  }

  private async deliver({ watchers }: OrganizationFeed, calls: readonly CallLogEntry[]): Promise<void> {
    await Promise.all([...watchers].map((watcher) => show(watcher, calls)));
  }
}

async function show(watcher: Watcher, calls: readonly CallLogEntry[]): Promise<void> {
  const shown = calls.filter((call) => passes(call, watcher.filter));
  if (shown.length === 0 && Date.now() - watcher.checkedAtMs < IDLE_CHECK_MS) return;
  if (!(await watcher.isStillAllowed())) return watcher.stream.end();
  watcher.checkedAtMs = Date.now();
  for (const call of shown) watcher.stream.send('call', callLogEntryView(call));
}

const passes = (call: CallLogEntry, { mcpServerId, integratedAccountId, toolName, status }: CallLogFilter): boolean =>
  (mcpServerId === undefined || call.mcpServerId === mcpServerId) &&
  (integratedAccountId === undefined || call.integratedAccountId === integratedAccountId) &&
  (toolName === undefined || call.toolName === toolName) &&
  (status === undefined || call.status === status);

/** Proxies close what is silent for half a minute. */
const KEEP_ALIVE_MS = 15_000;
/** After a lost connection, browsers come back after this time. */
const RETRY_MS = 2_000;
/** A reader this far behind is disconnected, and reconnects to the present. */
const WAITING_CHARACTERS_MAX = 1_000_000;

/** Server-sent events to one reader. It ends when the reader goes, falls behind, or `end` is called. */
class EventStream {
  readonly readable = new Readable({ read: () => undefined });
  private readonly keepAlive: NodeJS.Timeout;

  /** @param onEnd called once, however it ends. */
  constructor(onEnd: () => void) {
    this.readable.push(`retry: ${RETRY_MS}\n\n`);
    this.keepAlive = setInterval(() => this.write(': waiting\n\n'), KEEP_ALIVE_MS).unref();
    this.readable.once('close', () => {
      clearInterval(this.keepAlive);
      onEnd();
    });
  }

  /** Sends an event; its data is written as JSON. */
  send(event: string, data: unknown): void {
    this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** What was sent arrives, and nothing more. */
  end(): void {
    clearInterval(this.keepAlive);
    if (!this.readable.readableEnded && !this.readable.destroyed) this.readable.push(null);
  }

  private write(text: string): void {
    if (this.readable.destroyed || this.readable.readableEnded) return;
    if (this.readable.readableLength > WAITING_CHARACTERS_MAX) this.readable.destroy();
    else this.readable.push(text);
  }
}
