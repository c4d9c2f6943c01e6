import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { AuditService } from '../../audit/audit.service.js';
import type { AuditAction } from '../../audit/audit-events.js';
import { Broadcast } from '../../cache/broadcast.js';
import { CAPTURE_MS_MAX } from '../../capture/captured-message.js';
import { capturedMessageView } from '../../capture/captured-message.view.js';
import { CapturedMessagesRepository } from '../../capture/captured-messages.repository.js';
import { DatabaseService } from '../../database/database.service.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { type McpServer, type McpServerAddress, McpServersRepository } from '../mcp-servers.repository.js';
import { McpServersService } from '../mcp-servers.service.js';
import { mcpServerView } from '../mcp-servers.view.js';
import type { StartCaptureDto } from './capture.dto.js';
import { type CaptureColumns, type CaptureStateView, type CaptureView, captureState } from './capture.view.js';

const NONE: CaptureColumns = { captureStartedAt: null, captureUntil: null };

/** The capture of a server: its messages recorded for an hour at most, and kept for one more. */
@Injectable()
export class CapturesService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly serversService: McpServersService,
    private readonly servers: McpServersRepository,
    private readonly messages: CapturedMessagesRepository,
    private readonly broadcast: Broadcast,
  ) {}

  /**
   * Records from now on. Where a capture goes on, its end is moved, and what it recorded stays; an ended one is removed.
   * @throws AppError `mcp_server.not_found`
   */
  async start(
    principal: Principal,
    address: McpServerAddress,
    { minutes }: StartCaptureDto,
  ): Promise<CaptureStateView> {
    const now = new Date();
    const times = await this.database.inTransaction(principal.organizationId, async (tx) => {
      const server = await this.serversService.getForUpdate(tx, principal, address);
      const started = captureTimes(server, minutes, now);
      if (started.captureStartedAt === now) await this.messages.removeAll(tx, server.id);
      await this.servers.updateCapture(tx, server.id, started);
      await this.record(tx, principal, 'mcp_server.capture_started', server, started);
      return started;
    });
    this.announce(principal, address);
    return captureState(times, now);
  }

  /**
   * What was recorded, as long as it is kept.
   * @throws AppError `mcp_server.not_found`
   */
  async get(principal: Principal, address: McpServerAddress): Promise<CaptureView> {
    const { server } = await this.serversService.getOpened(principal, address);
    const state = captureState(server, new Date());
    if (state.state === 'off') return { ...state, messages: [] };
    const rows = await this.database.read(principal.organizationId, (tx) => this.messages.list(tx, server.id));
    return { ...state, messages: rows.map(capturedMessageView) };
  }

  /**
   * Ends the capture at once and removes what it recorded; where there is none, nothing happens.
   * @throws AppError `mcp_server.not_found`
   */
  async end(principal: Principal, address: McpServerAddress): Promise<void> {
    await this.database.inTransaction(principal.organizationId, async (tx) => {
      const server = await this.serversService.getForUpdate(tx, principal, address);
      if (server.captureUntil === null) return;
      await this.messages.removeAll(tx, server.id);
      await this.servers.updateCapture(tx, server.id, NONE);
      await this.record(tx, principal, 'mcp_server.capture_ended', server, server);
    });
    this.announce(principal, address);
  }

  /** The event shows the server's view, as each event of a server does, and when the capture went on. */
  private record(
    tx: OrganizationTransaction,
    principal: Principal,
    action: AuditAction,
    server: McpServer,
    { captureStartedAt, captureUntil }: CaptureColumns,
  ): Promise<void> {
    const after = {
      ...mcpServerView(server),
      capture_started_at: captureStartedAt?.toISOString() ?? null,
      capture_until: captureUntil?.toISOString() ?? null,
    };
    return this.audit.record(tx, principal, { action, recordId: server.id, after });
  }

  private announce({ organizationId }: Principal, { id }: McpServerAddress): void {
    this.broadcast.publish({ record: 'mcp_server', organizationId, id });
  }
}

/** A capture that goes on keeps its start, and ends within an hour of it. */
function captureTimes({ captureStartedAt, captureUntil }: CaptureColumns, minutes: number, now: Date) {
  const isOn = captureStartedAt !== null && captureUntil !== null && now < captureUntil;
  const startedAt = isOn ? captureStartedAt : now;
  const endMs = Math.min(now.getTime() + minutes * 60_000, startedAt.getTime() + CAPTURE_MS_MAX);
  return { captureStartedAt: startedAt, captureUntil: new Date(endMs) };
}
