import { Injectable, Logger } from '@nestjs/common';
import { tryLock } from '../database/advisory-lock.js';
import { DatabaseService } from '../database/database.service.js';
import { forEachOrganization } from '../database/for-each-organization.js';
import { ScheduledJob } from '../jobs/scheduled-job.js';
import { CallLogRepository } from './call-log.repository.js';

const DAY_MS = 86_400_000;
/** A transaction stays short enough not to hold up others. */
const ROWS_PER_STEP_MAX = 1000;
/** What is left of an organization after a million rows waits for the next hour. */
const STEPS_PER_ORGANIZATION_MAX = 1000;

/** Removes tool calls from the log when their organization's time for keeping them is over. */
@Injectable()
export class RetentionJob extends ScheduledJob {
  private readonly logger = new Logger('Retention');
  readonly name = 'retention';
  readonly cron = '4 * * * *';

  constructor(
    private readonly database: DatabaseService,
    private readonly callLog: CallLogRepository,
  ) {
    super();
  }

  async run(now: Date, isStopping: () => boolean = () => false): Promise<void> {
    const work = {
      step: (organizationId: string) => this.removeSome(organizationId, now),
      perStepMax: ROWS_PER_STEP_MAX,
      stepsMax: STEPS_PER_ORGANIZATION_MAX,
      done: (organizationId: string, removed: number) =>
        this.logger.log({ message: 'old calls were removed', organization_id: organizationId, removed }),
    };
    await forEachOrganization(this.database, work, isStopping);
  }

  private removeSome(organizationId: string, now: Date): Promise<number> {
    return this.database.inTransaction(organizationId, async (tx) => {
      if (!(await tryLock(tx, 'retention'))) return 0;
      const days = await this.callLog.findRetentionDays(tx);
      if (days === null) return 0;
      return this.callLog.removeOlder(tx, new Date(now.getTime() - days * DAY_MS), ROWS_PER_STEP_MAX);
    });
  }
}
