import type { Database, SqlJsStatic } from 'sql.js';
import { wallClockText } from '../data/wall-clock.js';
import { type ResultTable, selectRows } from '../data/warehouse.js';
import { type ActivityRow, type ActivityTable, activityTables } from './activity-tables.js';

/** Where the rows of a table come from. */
export type TableRows =
  /** Rows that are only ever added: those it begins with, and the ones after an id. */
  | {
      kind: 'grown';
      seeded: () => readonly ActivityRow[];
      after: (id: number) => readonly ActivityRow[];
      firstLiveId: number;
    }
  /** Rows that may be others each time. */
  | { kind: 'current'; rows: () => readonly ActivityRow[] };

/** The tables of the system activity model in a database of their own, made when somebody first asks for one. */
export class ActivityDatabase {
  private database: Database | undefined;
  /** The highest id of the tables that only grow. */
  private readonly highestIds = new Map<ActivityTable, number>();

  constructor(
    private readonly sqlite: SqlJsStatic,
    private readonly rowsOf: (table: ActivityTable) => TableRows,
  ) {}

  /** Runs a SELECT on tables, after what happened meanwhile is in them. Throws SQLite's message for a faulty statement. */
  select(tables: ReadonlySet<ActivityTable>, sql: string, rowsMax: number): ResultTable {
    const database = this.open();
    database.run('BEGIN');
    for (const table of tables) this.refresh(database, table);
    database.run('COMMIT');
    return selectRows(database, sql, rowsMax);
  }

  close(): void {
    this.database?.close();
    this.database = undefined;
  }

  private open(): Database {
    if (this.database !== undefined) return this.database;
    const database = new this.sqlite.Database();
    database.create_function('WALL_CLOCK', wallClockText);
    for (const [name, columns] of Object.entries(activityTables)) database.run(`CREATE TABLE ${name} (${columns})`);
    database.run('CREATE INDEX history_query ON history (query_id, created_at)');
    database.run('CREATE INDEX history_user ON history (user_id)');
    this.database = database;
    return database;
  }

  private refresh(database: Database, table: ActivityTable): void {
    const source = this.rowsOf(table);
    if (source.kind === 'current') {
      database.run(`DELETE FROM ${table}`);
      insert(database, table, source.rows());
      return;
    }
    const known = this.highestIds.get(table);
    if (known === undefined) insert(database, table, source.seeded());
    const fresh = source.after(known ?? 0);
    insert(database, table, fresh);
    this.highestIds.set(table, Math.max(known ?? 0, ...fresh.slice(-1).map(({ id }) => Number(id))));
    this.forgetOldest(database, table, source.firstLiveId);
  }

  /** What the log forgets is forgotten here too. */
  private forgetOldest(database: Database, table: ActivityTable, firstLiveId: number): void {
    const newest = this.highestIds.get(table) ?? 0;
    database.run(`DELETE FROM ${table} WHERE id >= ${firstLiveId} AND id <= ${newest - liveRowsMax}`);
  }
}

const liveRowsMax = 5_000;

function insert(database: Database, table: ActivityTable, rows: readonly ActivityRow[]): void {
  if (rows.length === 0) return;
  const columns = columnsOf(table);
  const statement = database.prepare(`INSERT INTO ${table} VALUES (${columns.map(() => '?').join(', ')})`);
  for (const row of rows) statement.run(columns.map((column) => row[column] ?? null));
  statement.free();
}

function columnsOf(table: ActivityTable): string[] {
  return activityTables[table].split(',').map((column) => column.trim().split(' ')[0] ?? '');
}
