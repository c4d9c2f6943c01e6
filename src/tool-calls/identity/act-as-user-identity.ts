import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { DatabaseService } from '../../database/database.service.js';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import type { McpCaller } from '../mcp-access.js';
import { ActingUsers } from './acting-users.js';

/** As the Looker user whom a single call names, at servers that allow that. */
@Injectable()
export class ActAsUserIdentity {
  constructor(
    private readonly users: ActingUsers,
    private readonly audit: AuditService,
    private readonly database: DatabaseService,
  ) {}

  /**
   * The connection as that user, once the audit trail has who acts as whom and by which tool.
   * @throws LookerError `acting_refused`, and a fault of the way to Looker.
   */
  async resolve({ access, principal }: McpCaller, user: string, tool: string): Promise<LookerConnection> {
    if (!access.identity.act_as_user)
      throw new LookerError(
        'acting_refused',
        'this MCP server does not allow act_as_user (config.identity.act_as_user)',
      );
    const connection = await this.users.connectionOf(access, user);
    const userId = connection.credentials.kind === 'acting' ? connection.credentials.userId : user;
    await this.database.inTransaction(access.organizationId, (tx) =>
      this.audit.record(tx, principal, {
        action: 'mcp_server.acted_as_user',
        recordId: access.serverId,
        after: { tool, looker_user_id: userId, asked_for: user },
      }),
    );
    return connection;
  }
}
