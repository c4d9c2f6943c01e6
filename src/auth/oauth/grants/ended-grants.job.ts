import { Injectable, Logger } from '@nestjs/common';
import { DatabaseService } from '../../../database/database.service.js';
import { forEachOrganization } from '../../../database/for-each-organization.js';
import { ScheduledJob } from '../../../jobs/scheduled-job.js';
import { OauthGrantsService } from './oauth-grants.service.js';

const GRANTS_PER_STEP_MAX = 100;
/** What is left of an organization waits for the next hour. */
const STEPS_PER_ORGANIZATION_MAX = 100;

/** Ends sign-ins whose clients have no token any more: they were not used for as long as their refresh token lived. */
@Injectable()
export class EndedGrantsJob extends ScheduledJob {
  private readonly logger = new Logger('EndedGrants');
  readonly name = 'ended-sign-ins';
  readonly cron = '28 * * * *';

  constructor(
    private readonly database: DatabaseService,
    private readonly grants: OauthGrantsService,
  ) {
    super();
  }

  async run(now: Date, isStopping: () => boolean = () => false): Promise<void> {
    const work = {
      step: (organizationId: string) => this.grants.endThoseWithoutToken(organizationId, now, GRANTS_PER_STEP_MAX),
      perStepMax: GRANTS_PER_STEP_MAX,
      stepsMax: STEPS_PER_ORGANIZATION_MAX,
      done: (organizationId: string, ended: number) =>
        this.logger.log({ message: 'sign-ins without a token were ended', organization_id: organizationId, ended }),
    };
    await forEachOrganization(this.database, work, isStopping);
  }
}
