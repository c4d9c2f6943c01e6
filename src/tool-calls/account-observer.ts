import { Injectable, Logger } from '@nestjs/common';
import { AccountStatesService } from '../accounts/account-states.service.js';
import type { LookerConnection } from '../looker/looker-connection.js';
import type { LookerError } from '../looker/looker-error.js';
import type { McpCaller } from './mcp-access.js';

type States = Parameters<AccountStatesService['change']>;

/** Tells the account what a call found out about its Looker. The call goes on whether or not that could be written. */
@Injectable()
export class AccountObserver {
  private readonly logger = new Logger('AccountObserver');

  constructor(private readonly states: AccountStatesService) {}

  async failed(caller: McpCaller, connection: LookerConnection, error: LookerError): Promise<void> {
    if (error.fault === 'login_refused') await this.change(caller, connection, 'needsReauth', error.message);
    // Others of its kind are single failures, or follow from one like this.
    if (error.pauseMs !== undefined && !caller.access.isUnreachable)
      await this.change(caller, connection, 'unreachable', error.message);
  }

  async answered(caller: McpCaller, connection: LookerConnection): Promise<void> {
    if (caller.access.isUnreachable) await this.change(caller, connection, 'reachable', null);
  }

  private async change(
    { principal, access }: McpCaller,
    connection: LookerConnection,
    transition: States[2],
    reason: States[3],
  ): Promise<void> {
    await this.states
      .change(principal, access.integratedAccountId, transition, reason, connection)
      .catch((cause: unknown) => this.logger.warn({ message: 'the account state was not written', err: cause }));
  }
}
