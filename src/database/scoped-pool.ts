import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Settings } from '../config/settings.js';

/** The role of the migrations that cannot bypass row-level security. */
export const APPLICATION_ROLE = 'gateway_app';

/** On whose behalf statements run. */
interface Scope {
  /** Empty: no organization, so that no row of any is seen; for the functions that find one. */
  readonly organizationId: string;
  /** Each statement is a transaction of its own, on whichever connection is free, and cannot write. */
  readonly readOnly: boolean;
  /** For rare work that may take longer than a request: how long it may take, each statement and each wait for a lock. */
  readonly timeoutMs?: number;
}

export const NO_ORGANIZATION: Scope = { organizationId: '', readOnly: false };

const scopes = new AsyncLocalStorage<Scope>();

/** Starts something on behalf of an organization: a transaction, or a statement outside of one. */
export const inScope = <T>(scope: Scope, start: () => T): T => scopes.run(scope, start);

type Limits = Settings['database'];

/** A connection held this much longer than a transaction may take is given up: its database no longer answers. */
const SILENCE_MS = 2000;
const IDLE_MS = 60_000;

const ORGANIZATION_ID = /^([0-9a-f-]{36})?$/i;

/**
 * What every transaction begins with. It holds for this transaction only, so that it is right on any connection: a pooler
 * between here and PostgreSQL may give each transaction another one, and passes no options of a session on.
 */
function transactionSettings({ organizationId, timeoutMs }: Scope, limits: Limits): string {
  if (!ORGANIZATION_ID.test(organizationId)) throw new Error('an organization has a malformed id');
  const settings = {
    role: APPLICATION_ROLE,
    'gateway.organization_ids': organizationId,
    statement_timeout: timeoutMs ?? limits.statementMs,
    lock_timeout: timeoutMs ?? limits.lockMs,
    idle_in_transaction_session_timeout: timeoutMs ?? limits.transactionMs,
  };
  const calls = Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', true)`);
  return `SELECT ${calls.join(', ')}`;
}

/** The connections to PostgreSQL. Every statement on one of them runs as the application's role, within limits of time. */
class ScopedPool extends pg.Pool {
  private answeredAtMs = 0;
  private readonly leases = new WeakMap<pg.PoolClient, NodeJS.Timeout>();

  constructor(
    connectionString: string,
    readonly limits: Limits,
  ) {
    super({
      connectionString,
      max: limits.connectionsMax,
      connectionTimeoutMillis: limits.waitMs,
      idleTimeoutMillis: IDLE_MS,
      keepAlive: true,
    });
    this.on('release', (_error, client) => clearTimeout(this.leases.get(client)));
  }

  /** Whether requests wait for a connection while statements on others have been answered lately. */
  isAnswering(withinMs: number): boolean {
    return this.waitingCount > 0 && performance.now() - this.answeredAtMs < withinMs;
  }

  /** A connection on which the database falls silent is ended after a while, and the statement under way fails. */
  override async connect(): Promise<pg.PoolClient> {
    const timeoutMs = scopes.getStore()?.timeoutMs ?? this.limits.transactionMs;
    const client = await super.connect();
    // The type of a pooled client leaves out that it can be ended.
    const end = () => void (client as unknown as pg.Client).end();
    this.leases.set(client, setTimeout(end, timeoutMs + SILENCE_MS).unref());
    return client;
  }

  /** Prisma's adapter uses one of the many forms of this method: a statement with its values, for a promise. */
  override query(statement: unknown): never {
    return this.runAlone(scopes.getStore() ?? NO_ORGANIZATION, statement as pg.QueryConfig) as never;
  }

  /** A statement outside of a transaction gets one of its own. */
  private async runAlone(scope: Scope, statement: pg.QueryConfig): Promise<pg.QueryResult> {
    const begin = `BEGIN${scope.readOnly ? ' READ ONLY' : ''}; ${transactionSettings(scope, this.limits)}`;
    const client = await this.connect();
    try {
      await client.query(begin);
    } catch (error) {
      client.release(true);
      throw error;
    }
    // The end follows at once, without waiting for this process to be free; after a fault it ends the transaction all the same.
    const [answer, end] = await Promise.allSettled([client.query(statement), client.query('COMMIT')]);
    client.release(end.status === 'rejected');
    if (answer.status === 'rejected') throw answer.reason;
    if (end.status === 'rejected') throw end.reason;
    this.answeredAtMs = performance.now();
    return answer.value;
  }
}

/** Prisma's adapter on a pool of connections, for transactions and statements that `inScope` starts. */
export class ScopedAdapter extends PrismaPg {
  readonly pool: ScopedPool;

  constructor(connectionString: string, limits: Limits) {
    const pool = new ScopedPool(connectionString, limits);
    super(pool, { disposeExternalPool: true });
    this.pool = pool;
  }

  override async connect() {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => {
      const scope = scopes.getStore();
      if (scope === undefined) throw new Error('a transaction was begun on behalf of nobody');
      if (scope.readOnly) return readTransaction(adapter, scope);
      const transaction = oneByOne(await start(isolationLevel));
      try {
        await transaction.executeRaw({ sql: transactionSettings(scope, this.pool.limits), args: [], argTypes: [] });
        return transaction;
      } catch (error) {
        await transaction.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] }).catch(() => undefined);
        await transaction.rollback();
        throw error;
      }
    };
    return adapter;
  }
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>;

/**
 * Prisma asks for several relations of a record at once, in a transaction too, and `pg` is about to refuse a second statement on a connection
 * that works on one: here each waits for the one before it.
 */
function oneByOne(transaction: Transaction): Transaction {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const { queryRaw, executeRaw } = transaction;
  transaction.queryRaw = (query) => inTurn(() => queryRaw.call(transaction, query));
  transaction.executeRaw = (query) => inTurn(() => executeRaw.call(transaction, query));
  return transaction;
}

/** To Prisma a transaction; to PostgreSQL one for each statement, so that no connection waits for this process in between. */
function readTransaction(adapter: Adapter, scope: Scope): Transaction {
  const done = async () => undefined;
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    options: { usePhantomQuery: true },
    queryRaw: (query) => inScope(scope, () => adapter.queryRaw(query)),
    executeRaw: (query) => inScope(scope, () => adapter.executeRaw(query)),
    commit: done,
    rollback: done,
  };
}
