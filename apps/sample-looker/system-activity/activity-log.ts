import type { ActivityRow } from './activity-tables.js';

/** Above the ids of rows that an instance begins with, and low enough to be summed up together with amounts. */
const firstLiveId = 1_000_000;

/** What an instance does while it runs, as rows of the system activity model; each kind holds the newest 5,000. */
export class ActivityLog {
  readonly history = new RecentRows(firstLiveId);
  readonly queries = new RecentRows(firstLiveId);
  readonly events = new RecentRows(firstLiveId);
  readonly eventAttributes = new RecentRows(firstLiveId);
  readonly scheduledJobs = new RecentRows(1);
  readonly scheduledJobStages = new RecentRows(1);
  readonly pdtEvents = new RecentRows(firstLiveId);
  readonly pdtBuilds = new RecentRows(firstLiveId);
}

const rowsMax = 5_000;

export type LoggedRow = ActivityRow & { readonly id: number };

/** The newest rows of one table, numbered in the order in which they came. */
export class RecentRows {
  private rows: LoggedRow[] = [];
  private nextId: number;

  constructor(readonly firstId: number) {
    this.nextId = firstId;
  }

  /** Answers the id of the row. */
  add(row: ActivityRow): number {
    const id = this.nextId;
    this.nextId += 1;
    this.rows.push({ ...row, id });
    // In bulk, since taking off the first of many is slow.
    if (this.rows.length >= rowsMax * 2) this.rows = this.rows.slice(-rowsMax);
    return id;
  }

  /** The newest rows, oldest first. */
  all(): readonly LoggedRow[] {
    return this.rows.length > rowsMax ? this.rows.slice(-rowsMax) : this.rows;
  }

  /** The rows that came after the one of this id. */
  after(id: number): readonly LoggedRow[] {
    const newest = this.all();
    const first = newest.findIndex((row) => row.id > id);
    return first < 0 ? [] : newest.slice(first);
  }
}
