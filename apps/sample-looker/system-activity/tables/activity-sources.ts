import type { LookmlModel } from '../../models/model-types.js';
import type { Content } from '../../records/content-store.js';
import type { ActivityLog } from '../activity-log.js';
import type { ActivityRow } from '../activity-tables.js';
import type { ScheduleRuns } from '../schedule-runs.js';

/** What the tables of the system activity model are made of. */
export interface ActivitySources {
  content: Content;
  /** The models whose fields are looked at. */
  models: readonly LookmlModel[];
  log: ActivityLog;
  schedules: ScheduleRuns;
  now: () => Date;
  /** All runs of queries that are known, with the query of each. */
  runs: () => { history: readonly ActivityRow[]; queries: ReadonlyMap<number, ActivityRow> };
  /** When API keys logged in last, by user. */
  apiLogins: () => ReadonlyMap<string, string>;
}

/** The rows of a table as they are now. */
export type RowsOfTable = (sources: ActivitySources) => readonly ActivityRow[];
