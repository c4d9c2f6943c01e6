import { dateOfDay, dayNumberOf, timestampOf, weekdayOfDay } from '../../data/calendar.js';
import { integerBetween, pick, type Random, randomFor } from '../../data/random.js';
import type { Content } from '../../records/content-store.js';
import type { ActivityRow } from '../activity-tables.js';
import { activityId, activityTime } from '../activity-times.js';
import { type ExploredQuery, exploredQueryId } from './seeded-queries.js';

const topic = 101;
export const historyDays = 90;
/** Ids are numbered by day, so that a row keeps its id while the window moves over it. */
const firstDay = 20_000;
const idsPerDay = 200;
/** Dashboards that people look at, with the tiles that query. Nobody has looked at Customer Churn (17) for long. */
const dashboards = [
  { id: '7', tiles: ['105', '106', '107'] },
  { id: '42', tiles: ['130', '131'] },
  { id: '21', tiles: ['120', '121'] },
  { id: '55', tiles: ['140', '141'] },
];
const viewers = [1, 2, 3, 4, 6, 11, 13, 14];
const explorers = [1, 2, 3, 4, 6, 13];
const exploredOften: readonly ExploredQuery[] = ['byStatus', 'byState', 'byAge', 'byBrand'];

/** A run before its id and its time. */
interface Run {
  source: string;
  queryId: number | null;
  userId: number;
  runtime: number;
  status?: 'complete' | 'error' | 'killed';
  message?: string;
  isCached?: boolean;
  dashboard?: { id: string; session: string };
  lookId?: number;
}

/** The queries of the ninety days before `today`, each a function of its own day. */
export function seededHistory(content: Content, today: string): ActivityRow[] {
  const last = dayNumberOf(today) - 1;
  return Array.from({ length: historyDays }, (_, index) => last - historyDays + 1 + index).flatMap((day) =>
    historyOfDay(content, day),
  );
}

function historyOfDay(content: Content, day: number): ActivityRow[] {
  const random = randomFor(topic, day);
  const isWorkday = weekdayOfDay(day) !== 0 && weekdayOfDay(day) !== 6;
  const runs = [
    ...Array.from({ length: isWorkday ? 7 : 2 }, (_, index) =>
      dashboardRuns(content, random, `${day}-${index}`),
    ).flat(),
    ...Array.from({ length: isWorkday ? 8 : 1 }, () => exploredRun(random)),
    ...Array.from({ length: 3 }, () => lookRun(content, random)),
    ...apiRuns(content, random),
    ...failures(content, day),
  ];
  const date = dateOfDay(day);
  return runs.map((run, index) => {
    const createdAt = timestampOf(date, integerBetween(random, 6 * 3_600, 20 * 3_600));
    return rowOf(run, (day - firstDay) * idsPerDay + index, createdAt);
  });
}

function dashboardRuns(content: Content, random: Random, session: string): Run[] {
  const { id, tiles } = pick(random, dashboards);
  const userId = pick(random, viewers);
  return tiles.map(
    (tile): Run => ({
      source: 'dashboard',
      queryId: activityId(content.dashboardElements.find(tile)?.query_id),
      ...{ userId, dashboard: { id, session } },
      ...timing(random),
    }),
  );
}

function exploredRun(random: Random): Run {
  const queryId = exploredQueryId(pick(random, exploredOften));
  return { source: 'explore', queryId, userId: pick(random, explorers), ...timing(random) };
}

/** Of the Looks only the first is used. */
function lookRun(content: Content, random: Random): Run {
  const queryId = activityId(content.looks.find('1')?.query_id);
  return { source: 'look', queryId, lookId: 1, userId: pick(random, viewers), ...timing(random) };
}

function apiRuns(content: Content, random: Random): Run[] {
  const revenue = activityId(content.dashboardElements.find('107')?.query_id);
  const pulse = { id: 'ecommerce::business_pulse', session: `pulse-${integerBetween(random, 1, 1_000_000)}` };
  return [
    { source: 'api4', queryId: revenue, userId: 1, ...timing(random) },
    { source: 'api4', queryId: exploredQueryId('byState'), userId: 1, ...timing(random) },
    { source: 'dashboard', queryId: exploredQueryId('pulseOrders'), userId: 3, dashboard: pulse, ...timing(random) },
    { source: 'dashboard', queryId: exploredQueryId('pulseCustomers'), userId: 3, dashboard: pulse, ...timing(random) },
    { source: 'suggest', queryId: exploredQueryId('byState'), userId: 13, runtime: 0.2 },
    { source: 'sqlrunner', queryId: null, userId: 2, ...timing(random) },
  ];
}

/** What an audit looks for, on fixed days: failures, queries of minutes, and one that somebody ended. */
function failures(content: Content, day: number): Run[] {
  const tile = activityId(content.dashboardElements.find('121')?.query_id);
  const dashboard = { id: '21', session: `${day}-failed` };
  const runs: readonly [everyDays: number, Run][] = [
    [1, { ...explored('renamed', 3), ...failed('Unknown or inaccessible field "orders.discount_code".', 0.1) }],
    [
      2,
      {
        source: 'dashboard',
        queryId: tile,
        userId: 4,
        dashboard,
        ...failed('The query timed out after 600 seconds.', 600),
      },
    ],
    [2, { ...explored('bySession', 3), runtime: 412.5 }],
    [3, { ...explored('withoutJoin', 2), runtime: 318.2 }],
    [3, { ...explored('withoutJoin', 6), ...failed('Resources exceeded during query execution.', 95) }],
    [5, { ...explored('bySession', 4), runtime: 240, status: 'killed', message: 'The query was killed.' }],
    [
      4,
      {
        source: 'dashboard',
        queryId: tile,
        userId: 13,
        dashboard: { id: '21', session: `${day}-slow` },
        runtime: 47.3,
      },
    ],
  ];
  return runs.flatMap(([everyDays, run]) => (day % everyDays === 0 ? [run] : []));
}

function explored(name: ExploredQuery, userId: number): Pick<Run, 'source' | 'queryId' | 'userId'> {
  return { source: 'explore', queryId: exploredQueryId(name), userId };
}

function failed(message: string, runtime: number): Pick<Run, 'status' | 'message' | 'runtime'> {
  return { status: 'error', message, runtime };
}

function timing(random: Random): { runtime: number; isCached: boolean } {
  const isCached = random() < 0.3;
  return { isCached, runtime: isCached ? 0.02 : Math.round((0.3 + random() * random() * 14) * 1_000) / 1_000 };
}

function rowOf(run: Run, id: number, createdAt: string): ActivityRow {
  const { status = 'complete', dashboard } = run;
  const source = status !== 'complete' ? null : run.isCached === true ? 'cache' : 'query';
  return {
    id,
    created_at: createdAt,
    completed_at: activityTime(new Date(Date.parse(`${createdAt.replace(' ', 'T')}Z`) + run.runtime * 1_000)),
    runtime: run.runtime,
    source: run.source,
    issuer_source: issuerOf(run.source),
    status,
    message: run.message ?? null,
    result_source: source,
    result_format: run.source === 'api4' ? 'json' : 'json_bi',
    query_id: run.queryId,
    user_id: run.userId,
    dashboard_id: dashboard?.id ?? null,
    dashboard_session: dashboard?.session ?? null,
    look_id: run.lookId ?? null,
    connection_name: 'sample_warehouse',
    workspace_id: 'production',
    slug: `sampleRun${id}`,
  };
}

/** In three what `source` says in many. */
export function issuerOf(source: string): 'API' | 'System' | 'User' {
  if (source.startsWith('api')) return 'API';
  return ['scheduled_task', 'alerts', 'regenerator'].includes(source) ? 'System' : 'User';
}
