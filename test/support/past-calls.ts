import type { CallLogService } from '../../src/call-log/call-log.service.js';
import { firstIdOf } from '../../src/database/ids.js';
import { callLogRow } from './call-log-row.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const WORKDAY = { startsAt: 8, calls: 14 };
const TOOLS = [
  { toolName: 'looker_query_run_inline', resource: 'queries', method: 'run_inline', rows: 120, durationMs: 840 },
  { toolName: 'looker_dashboards_run', resource: 'dashboards', method: 'run', rows: 60, durationMs: 1_900 },
  { toolName: 'looker_dashboards_search', resource: 'dashboards', method: 'search', rows: 12, durationMs: 130 },
];

/** What a server was used for in the last month, as its log would tell: on workdays, more and more, seldom in vain. */
export async function writePastCalls(
  log: CallLogService,
  server: { readonly organizationId: string; readonly integratedAccountId: string; readonly mcpServerId: string },
): Promise<void> {
  for (let daysAgo = 29; daysAgo >= 1; daysAgo -= 1) {
    const day = new Date(Date.now() - daysAgo * DAY_MS);
    if (day.getUTCDay() % 6 === 0) continue;
    day.setUTCHours(WORKDAY.startsAt, 0, 0, 0);
    const calls = WORKDAY.calls + ((29 - daysAgo) >> 1) + ((daysAgo * 7) % 9);
    const rows = Array.from({ length: calls }, (_, index) => {
      const at = new Date(day.getTime() + index * 13 * MINUTE_MS);
      const tool = TOOLS[(index * index) % TOOLS.length] ?? {};
      const isRefused = (index + daysAgo) % 17 === 0;
      return callLogRow({
        ...{ ...server, ...tool, id: firstIdOf(at), at, bytes: 5_400, clientName: 'Claude', clientVersion: '2.1' },
        ...(isRefused && { status: 'tool_error' as const, lookerStatus: 422, rows: null }),
      });
    });
    await Promise.all(rows.map((row) => log.write(row)));
  }
}
