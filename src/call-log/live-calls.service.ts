import type { Readable } from 'node:stream';
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
import { EventStream } from './event-stream.js';

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
    const room = this.feeds.get(organizationId) ?? this.open(organizationId);
    const watcher: Watcher = {
      stream: new EventStream(() => this.leave(organizationId, room, watcher)),
      filter: { ...callFilterOf(principal, query), ...(isEmpty && { integratedAccountId: '' }) },
      isStillAllowed,
      checkedAtMs: Date.now(),
    };
    room.watchers.add(watcher);
    try {
      await room.started;
    } catch (error) {
      watcher.stream.readable.destroy();
      throw error;
    }
    return watcher.stream.readable;
  }

  /** Before the server waits for its requests to end: these do not by themselves. */
  beforeApplicationShutdown(): void {
    this.isClosing = true;
    for (const [organizationId, room] of this.feeds) this.close(organizationId, room);
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
      (calls) => this.deliver(room, calls),
      (error) => this.fail(organizationId, room, error),
    );
    const room: OrganizationFeed = { watchers: new Set(), feed, started: feed.start() };
    this.feeds.set(organizationId, room);
    return room;
  }

  private leave(organizationId: string, room: OrganizationFeed, watcher: Watcher): void {
    room.watchers.delete(watcher);
    if (room.watchers.size === 0) this.close(organizationId, room);
  }

  private close(organizationId: string, room: OrganizationFeed): void {
    room.feed.stop();
    if (this.feeds.get(organizationId) === room) this.feeds.delete(organizationId);
    for (const { stream } of room.watchers) stream.end();
  }

  private fail(organizationId: string, room: OrganizationFeed, error: unknown): void {
    this.logger.warn({ message: 'the call log could not be read for those who watch it', err: error });
    this.close(organizationId, room);
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
