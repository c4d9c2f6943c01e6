import pg from 'pg';
import { applyMigrations, pendingMigrations } from './migrate.js';
import { hasQueueSchema, installQueueSchema, QUEUE_SCHEMA } from './queue/queue-schema.js';
import { APPLICATION_ROLE } from './scoped-pool.js';

/** Thrown when the database's user lacks a right; the message says which one, and the statement that gives it. */
export class DatabasePrivilegeError extends Error {
  override readonly name = 'DatabasePrivilegeError';
}

/** Thrown when the database does not answer, refuses the login, or a migration fails. */
export class DatabaseOpenError extends Error {
  override readonly name = 'DatabaseOpenError';

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message.trim() : String(cause);
    const advice = cause instanceof DatabasePrivilegeError ? '' : '\nCheck DATABASE_URL, and that the database is up.';
    super(`The database could not be opened: ${reason}${advice}`, { cause });
  }
}

/** The key of the advisory lock that Prisma takes while it migrates. */
const PRISMA_LOCK = 72_707_369;
/** From this version on, who creates a role is a member of it, but may not work as it until somebody says so. */
const MEMBERSHIP_OPTIONS_SINCE = 160_000;
/** Another process has just done the same: roles belong to the whole server. */
const ALREADY_THERE = ['42710', '23505', 'XX000'];

/**
 * Makes a database ready for the gateway: the application's role, which one made beforehand may be, all migrations, and the
 * tables of the job queue. One process at a time does it. A migration that failed before is taken up again: each is one transaction, so it left nothing.
 * @throws DatabasePrivilegeError before anything is changed; else what `pg` and the migrations throw
 */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  const turn = new pg.Client({ connectionString: databaseUrl });
  const session = new pg.Client({ connectionString: databaseUrl });
  // What ends a connection also ends the statement that waits on it.
  for (const client of [turn, session]) client.on('error', () => undefined);
  await turn.connect();
  try {
    await session.connect();
    // Held by a transaction and not by a session, which a pooler may change under our feet.
    await turn.query('BEGIN');
    await turn.query('SELECT pg_advisory_xact_lock($1)', [PRISMA_LOCK]);
    await prepareRole(session);
    const pending = await pendingMigrations(session);
    const hasQueue = await hasQueueSchema(session);
    if (pending.length === 0 && hasQueue) return;
    await checkMayMigrate(session);
    if (pending.length > 0) {
      await forgetFailedMigrations(session);
      await applyMigrations(databaseUrl);
    }
    if (!hasQueue) await installQueueSchema(databaseUrl);
  } finally {
    await session.end();
    await turn.end();
  }
}

interface RoleFacts {
  readonly user: string;
  readonly version: number;
  readonly may_create_roles: boolean;
  readonly is_there: boolean;
  readonly bypasses: boolean;
}

const quoted = (name: string) => pg.escapeIdentifier(name);

async function prepareRole(session: pg.Client): Promise<void> {
  const { rows } = await session.query<RoleFacts>(
    `SELECT me.rolname AS user, current_setting('server_version_num')::int AS version,
       me.rolsuper OR me.rolcreaterole AS may_create_roles,
       app.oid IS NOT NULL AS is_there, coalesce(app.rolsuper OR app.rolbypassrls, false) AS bypasses
     FROM pg_roles me LEFT JOIN pg_roles app ON app.rolname = $1 WHERE me.rolname = current_user`,
    [APPLICATION_ROLE],
  );
  const [facts] = rows;
  if (facts === undefined) throw new Error('the user of the database has no role');
  const hasOptions = facts.version >= MEMBERSHIP_OPTIONS_SINCE;
  const grant = `GRANT ${APPLICATION_ROLE} TO ${quoted(facts.user)}${hasOptions ? ' WITH SET TRUE' : ''}`;
  const create = `CREATE ROLE ${APPLICATION_ROLE} NOLOGIN`;
  if (facts.bypasses)
    throw new DatabasePrivilegeError(
      `The role ${APPLICATION_ROLE} may bypass row-level security, which keeps organizations apart. As an administrator of the ` +
        `database server, run: ALTER ROLE ${APPLICATION_ROLE} NOSUPERUSER NOBYPASSRLS;`,
    );
  if (!facts.is_there) {
    if (!facts.may_create_roles)
      throw new DatabasePrivilegeError(
        `The gateway works as the role ${APPLICATION_ROLE}, which does not exist, and ${facts.user} may not create roles. As an ` +
          `administrator of the database server, run: ${create}; ${grant};`,
      );
    await session.query(create).catch(ignoreAlreadyThere);
  }
  if (await mayWorkAsRole(session, hasOptions)) return;
  await session.query(grant).catch((cause: unknown) => {
    throw new DatabasePrivilegeError(
      `The gateway works as the role ${APPLICATION_ROLE}, and ${facts.user} may not. As an administrator of the database server, ` +
        `run: ${grant};`,
      { cause },
    );
  });
}

async function mayWorkAsRole(session: pg.Client, hasOptions: boolean): Promise<boolean> {
  const { rows } = await session.query<{ may: boolean }>('SELECT pg_has_role($1, $2) AS may', [
    APPLICATION_ROLE,
    hasOptions ? 'SET' : 'MEMBER',
  ]);
  return rows[0]?.may === true;
}

async function checkMayMigrate(session: pg.Client): Promise<void> {
  const { rows } = await session.query<{ user: string; database: string; may_create: boolean; owner: string | null }>(
    `SELECT current_user AS user, current_database() AS database,
       has_schema_privilege('public', 'CREATE') AND has_database_privilege(current_database(), 'CREATE') AS may_create,
       (SELECT pg_get_userbyid(c.relowner) FROM pg_class c
        WHERE (c.relnamespace = 'public'::regnamespace AND c.relname IN ('_prisma_migrations', 'organizations')
            OR c.relnamespace = to_regnamespace($1) AND c.relname = 'migrations')
          AND NOT pg_has_role(c.relowner, 'USAGE') LIMIT 1) AS owner`,
    [QUEUE_SCHEMA],
  );
  const [facts] = rows;
  if (facts === undefined || (facts.may_create && facts.owner === null)) return;
  const { user, owner } = facts;
  throw new DatabasePrivilegeError(
    owner === null
      ? `The gateway has tables to make, and ${user} may make none in the database ${facts.database}. As its owner, run there: ` +
          `GRANT CREATE ON DATABASE ${quoted(facts.database)} TO ${quoted(user)}; GRANT CREATE ON SCHEMA public TO ${quoted(user)};`
      : `The gateway's tables are to be changed, and they belong to ${owner}. Name ${owner} in DATABASE_URL, or run as an ` +
          `administrator in the database ${facts.database}: REASSIGN OWNED BY ${quoted(owner)} TO ${quoted(user)};`,
  );
}

/** What Prisma would otherwise refuse to go past (P3009). */
async function forgetFailedMigrations(session: pg.Client): Promise<void> {
  const { rows } = await session.query<{ is_there: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS is_there`,
  );
  if (rows[0]?.is_there !== true) return;
  await session.query(
    'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  );
}

function ignoreAlreadyThere(error: unknown): void {
  if (!(error instanceof pg.DatabaseError) || !ALREADY_THERE.includes(error.code ?? '')) throw error;
}
