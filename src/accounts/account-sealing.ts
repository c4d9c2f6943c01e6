import { Injectable } from '@nestjs/common';
import { SealBrokenError } from '../crypto/secret-box.js';
import { DatabaseService } from '../database/database.service.js';
import { AccountCredentials, type SealedAccount } from './account-credentials.js';
import { AccountsRepository } from './accounts.repository.js';

const ACCOUNTS_AT_ONCE = 100;

/** How many accounts were sealed again, were under the current key already, and do not open with any of the keys. */
export interface Resealing {
  readonly resealed: number;
  readonly current: number;
  readonly unopened: number;
}

/** Moves sealed credentials under the current master key while the gateway works. */
@Injectable()
export class AccountSealing {
  constructor(
    private readonly database: DatabaseService,
    private readonly accounts: AccountsRepository,
    private readonly credentials: AccountCredentials,
  ) {}

  /** Seals every account of an organization again. Credentials replaced meanwhile are under the current key by that. */
  async resealAll(organizationId: string): Promise<Resealing> {
    const total = { resealed: 0, current: 0, unopened: 0 };
    let lastId: string | undefined;
    for (;;) {
      const afterId = lastId;
      const rows = await this.database.read(organizationId, (tx) =>
        this.accounts.listSealed(tx, afterId, ACCOUNTS_AT_ONCE),
      );
      for (const row of rows) total[await this.reseal(organizationId, row)]++;
      lastId = rows.at(-1)?.id;
      if (rows.length < ACCOUNTS_AT_ONCE) return total;
    }
  }
  /** What does not open hangs on a key that is lost, or was altered: it stays as it is, and the others move. */
  private async reseal(organizationId: string, row: SealedAccount): Promise<keyof Resealing> {
    try {
      const sealed = await this.credentials.reseal(row);
      if (sealed === null) return 'current';
      const isReplaced = await this.database.inTransaction(organizationId, (tx) =>
        this.accounts.replaceSealed(tx, row.id, row.sealedCredentials, sealed),
      );
      return isReplaced ? 'resealed' : 'current';
    } catch (error) {
      if (error instanceof SealBrokenError) return 'unopened';
      throw error;
    }
  }
}
