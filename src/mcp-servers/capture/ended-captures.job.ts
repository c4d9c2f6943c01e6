import { Injectable, Logger } from '@nestjs/common';
import { KEPT_MS } from '../../capture/captured-message.js';
import { CapturedMessagesRepository } from '../../capture/captured-messages.repository.js';
import { tryLock } from '../../database/advisory-lock.js';
import { DatabaseService } from '../../database/database.service.js';
import { forEachOrganization } from '../../database/for-each-organization.js';
import { ScheduledJob } from '../../jobs/scheduled-job.js';
import { McpServersRepository } from '../mcp-servers.repository.js';

/** A transaction stays short enough not to hold up others: a server has 500 messages at most. */
const SERVERS_PER_STEP_MAX = 10;
/** What is left of an organization waits for the next hour. */
const STEPS_PER_ORGANIZATION_MAX = 100;

/** Removes what captures recorded when it can no longer be read. */
@Injectable()
export class EndedCapturesJob extends ScheduledJob {
  private readonly logger = new Logger('EndedCaptures');
  readonly name = 'ended-captures';
  readonly cron = '34 * * * *';

  constructor(
    private readonly database: DatabaseService,
    private readonly servers: McpServersRepository,
    private readonly messages: CapturedMessagesRepository,
  ) {
    super();
  }

  async run(now: Date, isStopping: () => boolean = () => false): Promise<void> {
    const work = {
      step: (organizationId: string) => this.removeSome(organizationId, now),
      perStepMax: SERVERS_PER_STEP_MAX,
      stepsMax: STEPS_PER_ORGANIZATION_MAX,
      done: (organizationId: string, removed: number) =>
        this.logger.log({ message: 'ended captures were removed', organization_id: organizationId, removed }),
    };
    await forEachOrganization(this.database, work, isStopping);
  }

  private removeSome(organizationId: string, now: Date): Promise<number> {
    return this.database.inTransaction(organizationId, async (tx) => {
      if (!(await tryLock(tx, 'ended captures'))) return 0;
      const endedBefore = new Date(now.getTime() - KEPT_MS);
      const ids = await this.servers.listIdsOfEndedCapturesForUpdate(tx, endedBefore, SERVERS_PER_STEP_MAX);
      for (const id of ids) {
        await this.messages.removeAll(tx, id);
        await this.servers.updateCapture(tx, id, { captureStartedAt: null, captureUntil: null });
      }
      return ids.length;
    });
  }
}
