import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Settings } from '../config/settings.js';
import { startLog } from '../config/start-log.js';
import { type LocalDatabase, startEmbeddedPostgres } from './embedded-postgres.js';
import { Prisma, PrismaClient } from './generated/client.js';
import { MasterKeyRecords } from './master-key-records.js';
import { applyMigrations } from './migrate.js';
import type { Located, Tenant } from './tenant.js';

/** The role of the migrations that cannot bypass row-level security; every connection works as it from the start. */
const APPLICATION_ROLE = 'gateway_app';

/** The functions of the migrations that find an organization from a credential, which cannot be known before. */
export type Locator =
  | 'organization_of_mcp_token'
  | 'organization_of_api_token'
  | 'organization_of_session'
  | 'organization_of_invitation';

/** The functions of the migrations that find all organizations where an address and its proof open something. */
export type MemberLocator = 'organizations_of_password' | 'organizations_of_identity';

/** Thrown when the database does not answer, refuses the login, or a migration fails. */
export class DatabaseOpenError extends Error {
  override readonly name = 'DatabaseOpenError';

  constructor(cause: unknown) {
    const said = cause instanceof Error ? cause.message.trim() : String(cause);
    super(`The database could not be opened: ${said}\nCheck DATABASE_URL, and that the database is up.`, { cause });
  }
}

/** The one connection pool to PostgreSQL. */
@Injectable()
export class DatabaseService implements OnApplicationShutdown {
  private constructor(
    private readonly client: PrismaClient,
    private readonly embedded: LocalDatabase | undefined,
  ) {}

  /**
   * Starts the embedded PostgreSQL where no database was named, applies the migrations, and connects.
   * @throws DataFolderError, DatabaseOpenError
   */
  static async open(settings: Settings): Promise<DatabaseService> {
    if (settings.database.url === undefined) startLog.log('Starting PostgreSQL');
    const embedded =
      settings.database.url === undefined ? await startEmbeddedPostgres(settings.local.dataDir) : undefined;
    const url = settings.database.url ?? embedded?.url ?? '';
    try {
      startLog.log('Bringing the tables of the database up to date');
      await applyMigrations(url);
      const adapter = new PrismaPg({
        connectionString: url,
        max: settings.database.connectionsMax,
        options: `-c role=${APPLICATION_ROLE}`,
      });
      return new DatabaseService(new PrismaClient({ adapter }), embedded);
    } catch (error) {
      await embedded?.stop();
      throw new DatabaseOpenError(error);
    }
  }

  /** Runs the steps in one transaction that sees one organization's rows only: all of them hold, or none. */
  within<T>(organizationId: string, steps: (tenant: Tenant) => Promise<T>): Promise<T> {
    return this.client.$transaction(async (db) => {
      await db.$executeRaw`SELECT set_config('gateway.organization_ids', ${organizationId}, true)`;
      return steps({ organizationId, db });
    });
  }

  /** Runs the steps on the records of the master keys in one transaction, which may take as long as told. */
  withMasterKeys<T>(timeoutMs: number, steps: (records: MasterKeyRecords) => Promise<T>): Promise<T> {
    return this.client.$transaction((db) => steps(new MasterKeyRecords(db)), { timeout: timeoutMs });
  }

  /** Finds the organization that a credential belongs to, and the id of its record; null when there is none. */
  async locate(locator: Locator, key: string | readonly string[]): Promise<Located | null> {
    const [row] = await this.client.$queryRaw<{ organization_id: string; id: string }[]>(
      Prisma.sql`SELECT organization_id, id FROM ${Prisma.raw(locator)}(${typeof key === 'string' ? key : [...key]})`,
    );
    return row === undefined ? null : { organizationId: row.organization_id, id: row.id };
  }

  /** Finds the members that an address and its proof are, in any organizations, the one signed in to last in front. */
  async locateMembers(locator: MemberLocator, email: string, proof: string | readonly string[]): Promise<Located[]> {
    const given = typeof proof === 'string' ? proof : [...proof];
    const rows = await this.client.$queryRaw<{ organization_id: string; id: string }[]>(
      Prisma.sql`SELECT organization_id, id FROM ${Prisma.raw(locator)}(${email}, ${given})`,
    );
    return rows.map(({ organization_id, id }) => ({ organizationId: organization_id, id }));
  }

  /** The salts of the passwords of an address, in any organizations: one, or none where it has no password. */
  async passwordSalts(email: string): Promise<string[]> {
    return (await this.client.$queryRaw<{ salt: string }[]>`SELECT salt FROM password_salts(${email})`).map(
      ({ salt }) => salt,
    );
  }

  /** Adds rows of any organizations, as JSON, by a function of the migrations that can do nothing but add them. */
  async append(writer: 'append_call_log', rowsJson: string): Promise<void> {
    await this.client.$executeRaw(Prisma.sql`SELECT ${Prisma.raw(writer)}(${rowsJson}::json)`);
  }

  /** The ids of all organizations, for jobs that serve one after the other. */
  async organizationIds(): Promise<string[]> {
    return (await this.client.$queryRaw<{ id: string }[]>`SELECT id FROM organization_ids()`).map(({ id }) => id);
  }

  /** Whether the database answers. */
  async isReady(): Promise<boolean> {
    return this.client.$queryRaw`SELECT 1`.then(
      () => true,
      () => false,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.$disconnect();
    await this.embedded?.stop();
  }
}
