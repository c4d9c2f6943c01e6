import type { SqlJsStatic } from 'sql.js';
import type { ResultTable, Warehouse } from '../data/warehouse.js';
import type { LookmlModel } from '../models/model-types.js';
import type { Content } from '../records/content-store.js';
import { ActivityDatabase, type TableRows } from './activity-database.js';
import { ActivityLog, type RecentRows } from './activity-log.js';
import { type ActivityRow, type ActivityTable, isActivityTable } from './activity-tables.js';
import { queryRow } from './query-rows.js';
import { ScheduleRuns } from './schedule-runs.js';
import { seededBuilds } from './seed/seeded-builds.js';
import { seededEvents } from './seed/seeded-events.js';
import { seededHistory } from './seed/seeded-history.js';
import { seededQueries } from './seed/seeded-queries.js';
import type { ActivitySources } from './tables/activity-sources.js';
import { contentRows } from './tables/content-rows.js';
import { peopleRows } from './tables/people-rows.js';
import { usageRows } from './tables/usage-rows.js';

/** What an instance knows about its own use. */
export interface ActivityBasis {
  content: Content;
  models: readonly LookmlModel[];
  /** The last day of the data, `YYYY-MM-DD`. */
  today: string;
  now: () => Date;
}

const currentTables = { ...peopleRows, ...contentRows, ...usageRows };

/** The use of one instance: what it wrote down since it began, and ninety days before. */
export class SystemActivity implements Warehouse {
  readonly log = new ActivityLog();
  readonly schedules: ScheduleRuns;
  readonly now: () => Date;
  private readonly database: ActivityDatabase;
  private readonly sources: ActivitySources;
  /** Made with the first question. */
  private seeded: Map<ActivityTable, readonly ActivityRow[]> | undefined;

  constructor(
    sqlite: SqlJsStatic,
    private readonly basis: ActivityBasis,
  ) {
    const { content, models, now } = basis;
    this.now = now;
    this.schedules = new ScheduleRuns(content, this.log, now);
    this.database = new ActivityDatabase(sqlite, (table) => this.rowsOf(table));
    this.sources = {
      ...{ content, models, now, log: this.log, schedules: this.schedules },
      runs: () => this.runs(),
      apiLogins: () => this.apiLogins(),
    };
  }

  /** Runs a SELECT of a compiled query. Throws SQLite's own message for a faulty statement. */
  select(sql: string, rowsMax: number): ResultTable {
    this.schedules.catchUp();
    const named = [...sql.matchAll(/\b(?:FROM|JOIN) (\w+) AS\b/g)].map((match) => match[1] ?? '');
    return this.database.select(new Set(named.filter(isActivityTable)), sql, rowsMax);
  }

  close(): void {
    this.database.close();
  }

  private rowsOf(table: ActivityTable): TableRows {
    const grown = this.grownTables[table];
    if (grown !== undefined) {
      return {
        kind: 'grown',
        firstLiveId: grown.firstId,
        seeded: () => this.seedOf(table),
        after: (id) => grown.after(id),
      };
    }
    const rows = Object.entries(currentTables).find(([name]) => name === table)?.[1];
    return { kind: 'current', rows: () => (table === 'query' ? this.queries() : (rows?.(this.sources) ?? [])) };
  }

  private get grownTables(): Partial<Record<ActivityTable, RecentRows>> {
    const { log } = this;
    return {
      history: log.history,
      event: log.events,
      event_attribute: log.eventAttributes,
      scheduled_job: log.scheduledJobs,
      scheduled_job_stage: log.scheduledJobStages,
      pdt_event_log: log.pdtEvents,
      pdt_builds: log.pdtBuilds,
    };
  }

  private seedOf(table: ActivityTable): readonly ActivityRow[] {
    this.seeded ??= seedOf(this.basis);
    return this.seeded.get(table) ?? [];
  }

  /** The queries that are saved, those of the history that were not, and those that were run inline. */
  private queries(): ActivityRow[] {
    const saved = this.basis.content.queries.all().map((query) => queryRow(Number(query.id), query));
    return [...saved, ...seededQueries(), ...this.log.queries.all()];
  }

  private runs(): ReturnType<ActivitySources['runs']> {
    return {
      history: [...this.seedOf('history'), ...this.log.history.all()],
      queries: new Map(this.queries().map((query) => [Number(query.id), query])),
    };
  }

  private apiLogins(): ReadonlyMap<string, string> {
    const logins = [...this.seedOf('event'), ...this.log.events.all()].filter(
      ({ name, is_api_call: isApiCall, sudo_user_id: sudoUserId }) =>
        name === 'login' && isApiCall === 1 && (sudoUserId ?? null) === null,
    );
    const latest = new Map<string, string>();
    for (const { user_id: userId, created_at: at } of logins) {
      if (String(at) > (latest.get(String(userId)) ?? '')) latest.set(String(userId), String(at));
    }
    return latest;
  }
}

function seedOf({ content, today }: ActivityBasis): Map<ActivityTable, readonly ActivityRow[]> {
  const { events, attributes } = seededEvents(today);
  const built = seededBuilds(today);
  return new Map<ActivityTable, readonly ActivityRow[]>([
    ['history', seededHistory(content, today)],
    ['event', events],
    ['event_attribute', attributes],
    ['pdt_event_log', built.events],
    ['pdt_builds', built.builds],
  ]);
}
