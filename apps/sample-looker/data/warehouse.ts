import initSqlJs, { type Database, type SqlJsStatic, type SqlValue } from 'sql.js';
import { dayNumberOf } from './calendar.js';
import { eventsOfDay } from './events.js';
import { customerDays, ordersOfDay } from './orders.js';
import { allProducts, categories, productsOfCategory } from './products.js';
import { usersOfDay } from './users.js';
import { wallClockText } from './wall-clock.js';

export type { SqlValue } from 'sql.js';

export interface ResultTable {
  columns: string[];
  rows: SqlValue[][];
  /** Whether rows beyond `rowsMax` were left out. */
  truncated: boolean;
}

/** The shop's tables, readable by SQL. `select` throws SQLite's own message for a faulty statement. */
export interface Warehouse {
  select(sql: string, rowsMax: number): ResultTable;
  close(): void;
}

export const windowDays = 730;

const tables = {
  users: `id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT, gender TEXT, age INTEGER, city TEXT,
    state TEXT, country TEXT, traffic_source TEXT, created_at TEXT`,
  products:
    'id INTEGER PRIMARY KEY, name TEXT, category TEXT, brand TEXT, department TEXT, retail_price REAL, cost REAL',
  orders: 'id INTEGER PRIMARY KEY, user_id INTEGER, status TEXT, created_at TEXT',
  order_items: `id INTEGER PRIMARY KEY, order_id INTEGER, user_id INTEGER, product_id INTEGER, sale_price REAL,
    cost REAL, created_at TEXT`,
  events: `id INTEGER PRIMARY KEY, user_id INTEGER, session_id TEXT, event_type TEXT, browser TEXT,
    traffic_source TEXT, created_at TEXT`,
};

/** The shop that was built last, as SQLite's file: building one takes half a second, and a copy almost nothing. */
let built: { readonly today: string; readonly file: Uint8Array } | undefined;

/**
 * Builds the shop in memory for the two years that end with `today` (`YYYY-MM-DD`, included). Rows depend on their own
 * day alone: another `today` moves the window and changes no row inside it.
 */
export async function openWarehouse(today: string): Promise<Warehouse> {
  const sqlite = await loadSqlite();
  if (built?.today !== today) built = { today, file: build(new sqlite.Database(), dayNumberOf(today)) };
  const database = new sqlite.Database(built.file);
  database.create_function('WALL_CLOCK', wallClockText);
  database.run('PRAGMA query_only = 1');
  return { select: (sql, rowsMax) => selectRows(database, sql, rowsMax), close: () => database.close() };
}

/** SQLite itself, which is loaded once for all databases of the process. */
export function loadSqlite(): Promise<SqlJsStatic> {
  return initSqlJs();
}

function build(database: Database, lastDay: number): Uint8Array {
  for (const [name, columns] of Object.entries(tables)) database.run(`CREATE TABLE ${name} (${columns})`);
  database.run('BEGIN');
  const products = allProducts();
  const productsByCategory = new Map(
    categories.map((category) => [category.name, productsOfCategory(products, category.name)]),
  );
  insert(database, 'products', products);
  const days = Array.from({ length: windowDays }, (_, index) => lastDay - windowDays + 1 + index);
  // Orders at the window's start were placed by users who signed up before it.
  const signUpDays = Array.from({ length: windowDays + customerDays }, (_, index) => lastDay - index).reverse();
  insert(database, 'users', signUpDays.flatMap(usersOfDay));
  const daysOfOrders = days.map((day) => ordersOfDay(day, productsByCategory));
  insert(
    database,
    'orders',
    daysOfOrders.flatMap((day) => day.orders),
  );
  insert(
    database,
    'order_items',
    daysOfOrders.flatMap((day) => day.items),
  );
  insert(database, 'events', days.flatMap(eventsOfDay));
  database.run('COMMIT');
  const file = database.export();
  database.close();
  return file;
}

function insert(database: Database, table: keyof typeof tables, rows: readonly SqlValue[][]): void {
  const width = rows[0]?.length ?? 0;
  const statement = database.prepare(`INSERT INTO ${table} VALUES (${Array(width).fill('?').join(', ')})`);
  for (const row of rows) statement.run(row);
  statement.free();
}

/** The rows of a SELECT, at most `rowsMax`. Throws SQLite's own message for a faulty statement. */
export function selectRows(database: Database, sql: string, rowsMax: number): ResultTable {
  const statement = database.prepare(sql);
  try {
    const rows: SqlValue[][] = [];
    while (statement.step()) {
      if (rows.length === rowsMax) return { columns: statement.getColumnNames(), rows, truncated: true };
      rows.push(statement.get());
    }
    return { columns: statement.getColumnNames(), rows, truncated: false };
  } finally {
    statement.free();
  }
}
