import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Settings } from '../config/settings.js';
import { type LocalDatabase, startEmbeddedPostgres } from './embedded-postgres.js';
import { PrismaClient } from './generated/client.js';
import { applyMigrations } from './migrate.js';

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
    readonly client: PrismaClient,
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
      await applyMigrations(url);
      const client = new PrismaClient({
        adapter: new PrismaPg({ connectionString: url, max: settings.database.connectionsMax }),
      });
      return new DatabaseService(client, embedded);
    } catch (error) {
      await embedded?.stop();
      throw new DatabaseOpenError(error);
    }
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
