import { Injectable } from '@nestjs/common';
import { isInAccountScope } from '../access/account-scope.js';
import type { Principal } from '../access/principal.js';
import { DatabaseService } from '../database/database.service.js';
import { type Page, pageOf, pageWindow } from '../http/page.js';
import { DAY_MS } from '../values/day-ms.js';
import type { CallLogQuery, CallStreamQuery, ServersUsageQuery, UsageQuery } from './activity.dto.js';
import { type CallLogEntryView, callLogEntryView, type ServersUsageView, type UsageView } from './activity.view.js';
import { type CallLogFilter, CallLogRepository } from './call-log.repository.js';
import { periodOf, timeOf } from './period.js';
import { UsageRepository } from './usage.repository.js';

const USAGE_ROWS_MAX = 1000;
const SERVERS_MAX = 5000;
const SERVER_DAYS = 14;

/** The filter of a query, limited to what the caller may see. */
export const callFilterOf = (principal: Principal, query: CallStreamQuery): CallLogFilter => ({
  mcpServerId: query['log_type_filter[mcp_server_id]'],
  integratedAccountId: query.integrated_account_id ?? principal.integratedAccountId ?? undefined,
  toolName: query.tool_name,
  status: query.status,
});

/** What was called through an organization's MCP servers. A caller limited to one account sees that account's calls only. */
@Injectable()
export class ActivityService {
  constructor(
    private readonly database: DatabaseService,
    private readonly callLog: CallLogRepository,
    private readonly usages: UsageRepository,
  ) {}

  /** @throws AppError `request.invalid`, `request.cursor_invalid` */
  async list(principal: Principal, query: CallLogQuery): Promise<Page<CallLogEntryView>> {
    const window = pageWindow(query);
    const filter = {
      ...callFilterOf(principal, query),
      since: timeOf('since', query.since),
      until: timeOf('until', query.until),
    };
    const asked = query.integrated_account_id;
    if (asked !== undefined && !isInAccountScope(principal, asked)) return { result: [], next_cursor: null };
    return this.database.report(principal.organizationId, async (tx) =>
      pageOf(await this.callLog.list(tx, filter, window), window, callLogEntryView),
    );
  }

  /** @throws AppError `request.invalid` */
  async usage(principal: Principal, query: UsageQuery, now: Date): Promise<UsageView> {
    const { since, until } = periodOf(query, now);
    const { integratedAccountId } = principal;
    const by = query.by ?? 'day';
    const filter = { since, until, mcpServerId: query.mcp_server_id ?? null, integratedAccountId };
    const result = await this.database.report(principal.organizationId, (tx) =>
      this.usages.sum(tx, by, filter, USAGE_ROWS_MAX),
    );
    return { by, since: since.toISOString(), until: until.toISOString(), result };
  }

  /** The calls of the last days of every server at once. */
  async usageOfServers(principal: Principal, query: ServersUsageQuery, now: Date): Promise<ServersUsageView> {
    const days = query.days ?? SERVER_DAYS;
    const since = new Date(Math.floor(now.getTime() / DAY_MS - days + 1) * DAY_MS);
    const rows = await this.database.report(principal.organizationId, (tx) =>
      this.usages.listByServer(tx, principal.integratedAccountId, since, SERVERS_MAX),
    );
    const result = rows.map(({ mcp_server_id, calls_by_day, errors, last_call_at }) => ({
      mcp_server_id,
      calls: Array.from({ length: days }, (_, day) => calls_by_day[day] ?? 0),
      errors,
      last_call_at: last_call_at.toISOString(),
    }));
    return { since: since.toISOString(), days, result };
  }
}
