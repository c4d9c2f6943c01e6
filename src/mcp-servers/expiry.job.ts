import { Injectable, Logger } from '@nestjs/common';
import { systemPrincipal } from '../access/principal.js';
import { AuditService } from '../audit/audit.service.js';
import { Broadcast } from '../cache/broadcast.js';
import { tryLock } from '../database/advisory-lock.js';
import { DatabaseService } from '../database/database.service.js';
import { forEachOrganization } from '../database/for-each-organization.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { ScheduledJob } from '../jobs/scheduled-job.js';
import { McpServerUrlsRepository } from './mcp-server-urls.repository.js';
import { type McpServer, McpServersRepository } from './mcp-servers.repository.js';
import { mcpServerView } from './mcp-servers.view.js';

/** A transaction stays short enough not to hold up others. */
const SERVERS_PER_STEP_MAX = 50;
/** What is left of an organization waits for the next hour. */
const STEPS_PER_ORGANIZATION_MAX = 200;

/** Removes MCP servers whose time is over; their URLs have answered 404 since then. Their calls stay in the log. */
@Injectable()
export class ExpiryJob extends ScheduledJob {
  private readonly logger = new Logger('Expiry');
  readonly name = 'expiry';
  readonly cron = '16 * * * *';

  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly servers: McpServersRepository,
    private readonly urls: McpServerUrlsRepository,
    private readonly broadcast: Broadcast,
  ) {
    super();
  }

  async run(now: Date, isStopping: () => boolean = () => false): Promise<void> {
    const work = {
      step: (organizationId: string) => this.removeAndTell(organizationId, now),
      perStepMax: SERVERS_PER_STEP_MAX,
      stepsMax: STEPS_PER_ORGANIZATION_MAX,
      done: (organizationId: string, removed: number) =>
        this.logger.log({ message: 'expired MCP servers were removed', organization_id: organizationId, removed }),
    };
    await forEachOrganization(this.database, work, isStopping);
  }

  private async removeAndTell(organizationId: string, now: Date): Promise<number> {
    const servers = await this.database.inTransaction(organizationId, (tx) => this.removeSome(tx, now));
    for (const { id } of servers) this.broadcast.publish({ record: 'mcp_server', organizationId, id });
    return servers.length;
  }

  private async removeSome(tx: OrganizationTransaction, now: Date): Promise<readonly McpServer[]> {
    if (!(await tryLock(tx, 'expiry'))) return [];
    await this.urls.removeAllEnded(tx, now);
    const expired = await this.servers.listExpiredForUpdate(tx, now, SERVERS_PER_STEP_MAX);
    for (const server of expired) await this.servers.remove(tx, server);
    // The head of the audit chain is locked last, as every change of a server does: the other order could deadlock.
    const principal = systemPrincipal(tx.organizationId, 'expiry');
    for (const server of expired)
      await this.audit.record(tx, principal, {
        action: 'mcp_server.expired',
        recordId: server.id,
        before: mcpServerView(server),
      });
    return expired;
  }
}
