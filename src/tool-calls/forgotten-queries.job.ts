import { Injectable, Logger } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { DatabaseService } from '../database/database.service.js';
import { ScheduledJob } from '../jobs/scheduled-job.js';
import { QueryEngine } from './queries/query-engine.js';
import { type ExpiredQuery, RunningQueriesRepository } from './queries/running-queries.repository.js';

/** A transaction stays short enough not to hold up others. */
const QUERIES_PER_STEP_MAX = 100;
/** What is left of an organization waits for the next hour. */
const STEPS_PER_ORGANIZATION_MAX = 100;

/**
 * Cancels queries that nobody came back for and whose process is gone: a process that lives on does so itself, when their
 * time is over. Of a person's query only the record goes: nobody is there whose tokens may cancel it, and Looker ends it by its own limits.
 */
@Injectable()
export class ForgottenQueriesJob extends ScheduledJob {
  private readonly logger = new Logger('ForgottenQueries');
  readonly name = 'forgotten-queries';
  readonly cron = '52 * * * *';
  private readonly queries = new RunningQueriesRepository();

  constructor(
    private readonly database: DatabaseService,
    private readonly accounts: AccountsService,
    private readonly engine: QueryEngine,
  ) {
    super();
  }

  /** One organization after the other. Each query is taken by one process, since it is removed before it is cancelled. */
  async run(now: Date, isStopping: () => boolean = () => false): Promise<void> {
    for (const organizationId of await this.database.organizationIds())
      for (let step = 0; step < STEPS_PER_ORGANIZATION_MAX && !isStopping(); step++) {
        const expired = await this.database.inTransaction(organizationId, (tx) =>
          this.queries.removeExpired(tx, now, QUERIES_PER_STEP_MAX),
        );
        for (const query of expired) if (query.byApiKey) await this.cancel(organizationId, query);
        if (expired.length < QUERIES_PER_STEP_MAX) break;
      }
  }

  /** An instance that cannot be reached ends its queries by its own limits. */
  private async cancel(organizationId: string, { integratedAccountId, taskId }: ExpiredQuery): Promise<void> {
    try {
      const { connection } = await this.accounts.getInstance(organizationId, integratedAccountId);
      await this.engine.cancel(connection, taskId);
    } catch (error) {
      this.logger.warn({ message: 'a forgotten query was not cancelled', organization_id: organizationId, err: error });
    }
  }
}
