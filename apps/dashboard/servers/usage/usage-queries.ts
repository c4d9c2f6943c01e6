import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '../../api/client.ts';
import { DAY_MS } from '../../records/time-words.ts';

export type UsageRow = Schemas['UsageRowView'];

/** The first moment, UTC, of the day that is so many days before today. */
const startOfDay = (daysAgo: number, now: Date): Date => {
  const day = new Date(now.getTime() - daysAgo * DAY_MS);
  day.setUTCHours(0, 0, 0, 0);
  return day;
};

const emptyDay = (key: string): UsageRow => ({
  key,
  name: null,
  calls: 0,
  errors: 0,
  average_duration_ms: 0,
  p95_duration_ms: 0,
  bytes: 0,
});

/** One row for each of the last days, the first one first, days without calls included. */
export function everyDay(rows: readonly UsageRow[], days: number, now: Date): UsageRow[] {
  const byDay = new Map(rows.map((row) => [row.key, row]));
  return Array.from({ length: days }, (_, place) => {
    const key = startOfDay(days - 1 - place, now)
      .toISOString()
      .slice(0, 10);
    return byDay.get(key) ?? emptyDay(key);
  });
}

/** Calls of one server by day. */
export const serverDaysQuery = (serverId: string, days: number) =>
  queryOptions({
    queryKey: ['usage', 'day', serverId, days],
    queryFn: async () => {
      const now = new Date();
      const query = { by: 'day', mcp_server_id: serverId, since: startOfDay(days - 1, now).toISOString() } as const;
      const { result } = await answer(api.GET('/usage', { params: { query } }));
      return everyDay(result, days, now);
    },
  });

/** Calls of one server by tool or by who called, the most used first. */
export const serverSumsQuery = (serverId: string, by: 'tool' | 'principal', days: number) =>
  queryOptions({
    queryKey: ['usage', by, serverId, days],
    queryFn: async () => {
      const since = startOfDay(days - 1, new Date()).toISOString();
      const query = { by, mcp_server_id: serverId, since } as const;
      return (await answer(api.GET('/usage', { params: { query } }))).result;
    },
  });

/** What all servers were used for lately. */
export type ServerUse = Schemas['ServerUsageView'];

/** Of so many days, today included, the use of all servers is known. */
export const USE_DAYS = 14;

/** Calls by day and the last call of all servers, by their ids: one request, however many they are. */
export const serversUseQuery = queryOptions({
  queryKey: ['usage', 'servers'],
  queryFn: async (): Promise<ReadonlyMap<string, ServerUse>> => {
    const { result } = await answer(api.GET('/usage/servers', { params: { query: { days: USE_DAYS } } }));
    return new Map(result.map((row) => [row.mcp_server_id, row]));
  },
});

/** The calls of the last days, at most {@link USE_DAYS}. */
export const callsOf = (use: ServerUse | undefined, days: number): number =>
  use?.calls.slice(-days).reduce((sum, calls) => sum + calls, 0) ?? 0;
