import { Injectable, Logger } from '@nestjs/common';
import { DatabaseService } from '../../../database/database.service.js';
import { forEachOrganization } from '../../../database/for-each-organization.js';
import { ScheduledJob } from '../../../jobs/scheduled-job.js';
import { OpenidPeopleRepository } from './openid-people.repository.js';

/** Longer than a browser remembers a sign-in under way. */
const BEGINNING_MS = 60 * 60 * 1000;
const PEOPLE_PER_STEP_MAX = 100;
/** What is left of an organization waits for the next hour. */
const STEPS_PER_ORGANIZATION_MAX = 100;

/** Forgets people whom the provider of an organization vouched for, once no client has a sign-in of theirs. */
@Injectable()
export class OpenidPeopleJob extends ScheduledJob {
  private readonly logger = new Logger('OpenidPeople');
  readonly name = 'openid-people';
  readonly cron = '22 * * * *';

  constructor(
    private readonly database: DatabaseService,
    private readonly people: OpenidPeopleRepository,
  ) {
    super();
  }

  async run(now: Date, isStopping: () => boolean = () => false): Promise<void> {
    const before = new Date(now.getTime() - BEGINNING_MS);
    const work = {
      step: (organizationId: string) =>
        this.database.inTransaction(organizationId, (tx) =>
          this.people.removeWithoutGrant(tx, before, PEOPLE_PER_STEP_MAX),
        ),
      perStepMax: PEOPLE_PER_STEP_MAX,
      stepsMax: STEPS_PER_ORGANIZATION_MAX,
      done: (organizationId: string, removed: number) =>
        this.logger.log({
          message: 'people without a sign-in were forgotten',
          organization_id: organizationId,
          removed,
        }),
    };
    await forEachOrganization(this.database, work, isStopping);
  }
}
