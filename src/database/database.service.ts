import { setTimeout } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ConcurrencyLimit } from '../access/concurrency-limit.js';
import type { Settings } from '../config/settings.js';
import { startLog } from '../config/start-log.js';
import { AppError } from '../errors/app-error.js';
import { asDatabaseError } from './database-errors.js';
import { type LocalDatabase, startEmbeddedPostgres } from './embedded-postgres.js';
import { Prisma, PrismaClient } from './generated/client.js';
import { MasterKeyRecords } from './master-key-records.js';
import type {
  FoundRecord,
  IdentifiedMember,
  OrganizationLookUp,
  OrganizationTransaction,
} from './organization-transaction.js';
import { DatabaseOpenError, prepareDatabase } from './prepare-database.js';
import { isDeadlock, isStatementTimeout } from './prisma-errors.js';
import { checkProtected } from './protection.js';
import { QueuePool } from './queue/queue-pool.js';
import { inScope, NO_ORGANIZATION, ScopedAdapter } from './scoped-pool.js';

/** Short enough for whoever asks to wait for. */
const READY_MS_MAX = 1500;

/** The tables of the OAuth issuer, in which no organization has a part, and the functions of the migrations. */
export type IssuerTables = Pick<PrismaClient, 'oauthRecord' | 'oauthSigningKey' | '$queryRaw'>;

/** Of ten connections. A look-up takes a millisecond or two, so that the whole line is through within a second. */
const LOOK_UPS_AT_ONCE_MAX = 4;
const LOOK_UPS_WAITING_MAX = 2_000;
/** Far more than the clients behind one address cause at once, and so few that several such addresses leave places for others. */
const LOOK_UPS_WAITING_PER_SITE_MAX = LOOK_UPS_WAITING_MAX / 16;

/** Several deadlocks in a row are rare, and each of them lets one of its transactions finish. */
const RUNS_MAX = 4;
const PAUSE_MS_MAX = 50;

/** The one connection pool to PostgreSQL. */
@Injectable()
export class DatabaseService implements OnApplicationShutdown {
  private readonly lookUps = new ConcurrencyLimit({
    atOnceMax: LOOK_UPS_AT_ONCE_MAX,
    waitingMax: LOOK_UPS_WAITING_MAX,
    waitingPerCallerMax: LOOK_UPS_WAITING_PER_SITE_MAX,
  });
  private probe: Promise<void> | undefined;

  private constructor(
    private readonly client: PrismaClient,
    private readonly adapter: ScopedAdapter,
    private readonly url: string,
    private readonly embedded: LocalDatabase | undefined,
  ) {}

  /**
   * Starts the embedded PostgreSQL where no database was named, applies the migrations, and connects.
   * @throws DataFolderError, DatabaseOpenError
   */
  static async open(settings: Settings): Promise<DatabaseService> {
    const embedded =
      settings.database.url === undefined ? await startEmbeddedPostgres(settings.local.dataDir) : undefined;
    const url = settings.database.url ?? embedded?.url ?? '';
    try {
      startLog.log('Bringing the tables of the database up to date');
      await prepareDatabase(url);
      const { waitMs, transactionMs } = settings.database;
      const adapter = new ScopedAdapter(url, settings.database);
      const client = new PrismaClient({
        adapter,
        // The pool says first that there is no connection; Prisma's own wait is the last resort.
        transactionOptions: { maxWait: waitMs + 1000, timeout: transactionMs },
      });
      const database = new DatabaseService(client, adapter, url, embedded);
      await database.checkProtected().catch(async (error: unknown) => {
        await client.$disconnect();
        throw error;
      });
      return database;
    } catch (error) {
      await embedded?.stop();
      throw new DatabaseOpenError(error);
    }
  }

  /**
   * Runs the steps in one transaction that sees one organization's rows only: all of them hold, or none. After a deadlock they
   * are run again, so they do nothing but read and write the database.
   * @throws AppError for every error of the database (`database-errors.ts`), and whatever the steps throw
   */
  async inTransaction<T>(organizationId: string, steps: (tx: OrganizationTransaction) => Promise<T>): Promise<T> {
    for (let run = 1; ; run++) {
      try {
        return await this.inOneTransaction(organizationId, false, steps);
      } catch (error) {
        if (!isDeadlock(error) || run === RUNS_MAX) throw asDatabaseError(error);
        // The other transaction takes its locks first: this one, begun at once, could block it again.
        await setTimeout(Math.random() * PAUSE_MS_MAX * run);
      }
    }
  }

  /**
   * Runs reads of one organization's rows. Each query is a transaction of its own and can change nothing: one sees what was
   * committed before it began, as it would within a transaction, and none holds a connection while another one waits.
   * @throws AppError for every error of the database (`database-errors.ts`), and whatever the reads throw
   */
  read<T>(organizationId: string, reads: (tx: OrganizationTransaction) => Promise<T>): Promise<T> {
    return this.inOneTransaction(organizationId, true, reads).catch(rethrow);
  }

  /**
   * Reads that may take longer than there is time for, because they add up what there is.
   * @throws AppError `report.timed_out`, and what `read` throws
   */
  report<T>(organizationId: string, reads: (tx: OrganizationTransaction) => Promise<T>): Promise<T> {
    return this.read(organizationId, reads).catch((cause: unknown) => {
      if (!isStatementTimeout(cause)) throw cause;
      throw new AppError(
        'report.timed_out',
        'There is more to add up than there is time for. Ask for a shorter period or for fewer at once; whoever runs the gateway ' +
          'can give it more time with GATEWAY_DATABASE_STATEMENT_SECONDS.',
        { cause },
      );
    });
  }

  private inOneTransaction<T>(
    organizationId: string,
    readOnly: boolean,
    steps: (tx: OrganizationTransaction) => Promise<T>,
  ): Promise<T> {
    // Work that the steps start outside the transaction does not run on behalf of this organization.
    return inScope({ organizationId, readOnly }, () =>
      this.client.$transaction((db) => inScope(NO_ORGANIZATION, () => steps({ organizationId, db }))),
    );
  }

  /** Runs the steps on the records of the master keys in one transaction, which may take as long as told. */
  withMasterKeys<T>(timeoutMs: number, steps: (records: MasterKeyRecords) => Promise<T>): Promise<T> {
    return inScope({ ...NO_ORGANIZATION, timeoutMs }, () =>
      this.client.$transaction((db) => steps(new MasterKeyRecords(db)), { timeout: timeoutMs }),
    ).catch(rethrow);
  }

  /**
   * Finds the organization that a credential belongs to, and the id of its record; null when there is none. Anybody can
   * cause this by sending a credential, right or wrong: so few go on at once, and the pool is left to callers who are known.
   * @param site who sent the credential: the site of a client's address.
   * @throws AppError `request.rate_limited` when too many of that site's look-ups, or of all, wait already.
   */
  async findOrganizationOf(
    locator: OrganizationLookUp,
    key: string | readonly string[],
    site: string,
  ): Promise<FoundRecord | null> {
    const [row] = await this.lookUps.withSlot(site, () =>
      this.alone((db) =>
        db.$queryRaw<{ organization_id: string; id: string }[]>(
          Prisma.sql`SELECT organization_id, id FROM ${Prisma.raw(locator)}(${typeof key === 'string' ? key : [...key]})`,
        ),
      ),
    );
    return row === undefined ? null : { organizationId: row.organization_id, id: row.id };
  }

  /** Finds the members with this address and a password of these digests, the one signed in to last in front. */
  findMembersByPassword(email: string, digests: readonly string[]): Promise<FoundRecord[]> {
    return this.alone(
      (db) => db.$queryRaw<FoundRecord[]>`
        SELECT organization_id AS "organizationId", id FROM organizations_of_password(${email}, ${[...digests]})`,
    );
  }

  /**
   * Finds the members with this address that are no other subject's: those that are tied to this one in front, by their last
   * single sign-on.
   */
  findMembersByIdentity(email: string, subject: string): Promise<IdentifiedMember[]> {
    return this.alone(
      (db) => db.$queryRaw<IdentifiedMember[]>`
        SELECT organization_id AS "organizationId", id, person_id AS "personId", is_tied AS "isTied"
        FROM organizations_of_identity(${email}, ${subject})`,
    );
  }

  /** The salts of the passwords of an address, in any organizations: one, or none where it has no password. */
  async passwordSalts(email: string): Promise<string[]> {
    const rows = await this.alone((db) => db.$queryRaw<{ salt: string }[]>`SELECT salt FROM password_salts(${email})`);
    return rows.map(({ salt }) => salt);
  }

  /** One statement on what the OAuth issuer, which is one for all organizations, remembers. */
  onIssuer<T>(statement: (tables: IssuerTables) => Promise<T>): Promise<T> {
    return this.alone(statement);
  }

  /** Adds rows of any organizations, as JSON, by a function of the migrations that can do nothing but add them. */
  async append(writer: 'append_call_log', rowsJson: string): Promise<void> {
    await this.alone((db) => db.$executeRaw(Prisma.sql`SELECT ${Prisma.raw(writer)}(${rowsJson}::json)`));
  }

  /** The ids of all organizations, for jobs that serve one after the other. */
  async organizationIds(): Promise<string[]> {
    const rows = await this.alone((db) => db.$queryRaw<{ id: string }[]>`SELECT id FROM organization_ids()`);
    return rows.map(({ id }) => id);
  }

  /**
   * Checks that the database answers within `READY_MS_MAX`, to the application's role and with row-level security in force. A
   * pool of which every connection is busy is ready as long as statements are being answered.
   * @throws DatabasePrivilegeError, and whatever the database is not ready for
   */
  async checkReady(): Promise<void> {
    if (this.adapter.pool.isAnswering(READY_MS_MAX)) return;
    this.probe ??= this.checkProtected().finally(() => {
      this.probe = undefined;
    });
    const isOver = await Promise.race([this.probe, setTimeout(READY_MS_MAX, true, { ref: false })]);
    if (isOver === true) throw new Error(`the database did not answer within ${READY_MS_MAX} ms`);
  }

  private checkProtected(): Promise<void> {
    return this.alone((db) => checkProtected(db));
  }

  /** One statement on behalf of no organization. */
  private alone<T>(statement: (db: PrismaClient) => Promise<T>): Promise<T> {
    // Prisma begins a query when it is awaited, so that is done in here.
    return inScope(NO_ORGANIZATION, async () => await statement(this.client)).catch(rethrow);
  }

  /** Connections of its own for the job queue, which are closed by whoever asks for them. */
  openQueuePool(): QueuePool {
    return new QueuePool(this.url);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.$disconnect();
    await this.embedded?.stop();
  }
}

const rethrow = (error: unknown): never => {
  throw asDatabaseError(error);
};
