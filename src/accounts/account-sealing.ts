import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../database/database.service.js';
import { AccountCredentials } from './account-credentials.js';
import { AccountsRepository } from './accounts.repository.js';

const ACCOUNTS_AT_ONCE = 100;

/** How many accounts were sealed again, and how many were under the current key already. */
export interface Resealing {
  readonly resealed: number;
  readonly current: number;
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
    const total = { resealed: 0, current: 0 };
    let lastId: string | undefined;
    for (;;) {
      const afterId = lastId;
      const rows = await this.database.within(organizationId, (tenant) =>
        this.accounts.listSealed(tenant, afterId, ACCOUNTS_AT_ONCE),
      );
      for (const row of rows) {
        const sealed = await this.credentials.reseal(row);
        const isReplaced =
          sealed !== null &&
          (await this.database.within(organizationId, (tenant) =>
            this.accounts.replaceSealed(tenant, row.id, row.sealedCredentials, sealed),
          ));
        total[isReplaced ? 'resealed' : 'current']++;
      }
      lastId = rows.at(-1)?.id;
      if (rows.length < ACCOUNTS_AT_ONCE) return total;
    }
  }
}
