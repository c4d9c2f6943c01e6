import { Injectable, Logger } from '@nestjs/common';
import { ScheduledJob } from '../../../jobs/scheduled-job.js';
import { OauthRecordsRepository } from './oauth-records.repository.js';
import { SigningKeys } from './signing-keys.js';

/** Whoever registers a client signs in with it at once; one that is told later that it is unknown registers again. */
const UNUSED_CLIENT_MS = 24 * 60 * 60 * 1000;
/** A statement stays short enough not to hold up others. */
const ROWS_PER_STEP_MAX = 500;
/** What is left after so many steps waits for the next hour. */
const STEPS_MAX = 1000;

/** Removes what the authorization server need not remember any more, and gives it a new signing key each month. */
@Injectable()
export class OauthRecordsJob extends ScheduledJob {
  private readonly logger = new Logger('OauthRecords');
  readonly name = 'oauth-records';
  readonly cron = '40 * * * *';

  constructor(
    private readonly records: OauthRecordsRepository,
    private readonly signingKeys: SigningKeys,
  ) {
    super();
  }

  async run(now: Date, isStopping: () => boolean = () => false): Promise<void> {
    await this.signingKeys.renew(now);
    const unusedBefore = new Date(now.getTime() - UNUSED_CLIENT_MS);
    const expired = await inSteps(() => this.records.removeExpired(now, ROWS_PER_STEP_MAX), isStopping);
    const clients = await inSteps(() => this.records.removeUnusedClients(unusedBefore, ROWS_PER_STEP_MAX), isStopping);
    if (expired + clients > 0)
      this.logger.log({ message: 'records of the authorization server were removed', expired, clients });
  }
}

async function inSteps(step: () => Promise<number>, isStopping: () => boolean): Promise<number> {
  let all = 0;
  for (let steps = 0; steps < STEPS_MAX && !isStopping(); steps++) {
    const removed = await step();
    all += removed;
    if (removed < ROWS_PER_STEP_MAX) break;
  }
  return all;
}
