import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { AuditService } from '../audit/audit.service.js';
import type { AuditAction } from '../audit/audit-events.js';
import { Broadcast } from '../cache/broadcast.js';
import { DatabaseService } from '../database/database.service.js';
import type { LookerConnection } from '../looker/looker-connection.js';
import { AccountCredentials } from './account-credentials.js';
import { type AccountState, AccountsRepository } from './accounts.repository.js';
import { accountView } from './accounts.view.js';

interface Transition {
  readonly from: readonly AccountState[];
  readonly to: AccountState;
  readonly action: AuditAction;
}

const TRANSITIONS = {
  /** Looker no longer accepts the credentials; holds until they are replaced. */
  needsReauth: { from: ['connected', 'unreachable'], to: 'needs_reauth', action: 'integrated_account.needs_reauth' },
  /** Looker did not answer several calls in a row; holds until it answers one. */
  unreachable: { from: ['connected'], to: 'unreachable', action: 'integrated_account.unreachable' },
  reachable: { from: ['unreachable'], to: 'connected', action: 'integrated_account.reachable' },
} as const satisfies Record<string, Transition>;

/** Keeps what the calls find out about an account's Looker. */
@Injectable()
export class AccountStatesService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly credentials: AccountCredentials,
    private readonly broadcast: Broadcast,
  ) {}

  /**
   * Of several processes that find out the same, one writes it. What was found out with credentials that have been replaced
   * meanwhile says nothing of the account as it is.
   */
  async change(
    principal: Principal,
    id: string,
    transition: keyof typeof TRANSITIONS,
    stateReason: string | null,
    connection: LookerConnection,
  ): Promise<void> {
    const { organizationId } = principal;
    const { from, to, action } = TRANSITIONS[transition];
    const isChanged = await this.database.inTransaction(organizationId, async (tx) => {
      const account = await this.accounts.findForUpdate(tx, id);
      if (account === null || !from.some((state) => state === account.state)) return false;
      if (!(await this.credentials.isConnectionOf(account, connection))) return false;
      const changed = await this.accounts.updateState(tx, id, {
        state: to,
        stateReason,
        stateChangedAt: new Date(),
      });
      const [before, after] = [accountView(account), accountView(changed)];
      await this.audit.record(tx, principal, { action, recordId: id, before, after });
      return true;
    });
    if (isChanged) this.broadcast.publish({ record: 'integrated_account', organizationId, id });
  }
}
