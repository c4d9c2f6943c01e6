import { Injectable } from '@nestjs/common';
import { SecretBox } from '../crypto/secret-box.js';
import type { LookerConnection } from '../looker/looker-sessions.js';

/** The part of a Looker connection that is secret, as it is sealed. */
export interface LookerCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface SealedAccount {
  readonly organizationId: string;
  readonly id: string;
  readonly baseUrl: string;
  readonly sealedCredentials: string;
}

const ownerOf = (organizationId: string, id: string) => ({ organizationId, record: 'integrated_account', id });

const isCredentials = (value: unknown): value is LookerCredentials =>
  typeof value === 'object' && value !== null && 'clientId' in value && 'clientSecret' in value;

/** The only place where an account's Looker credentials are sealed and opened. */
@Injectable()
export class AccountCredentials {
  constructor(private readonly box: SecretBox) {}

  seal(organizationId: string, id: string, credentials: LookerCredentials): Promise<string> {
    return this.box.seal(ownerOf(organizationId, id), credentials);
  }

  /** The same credentials sealed with the key that seals now; null when they are already. */
  async reseal(account: SealedAccount): Promise<string | null> {
    if (this.box.isCurrent(account.sealedCredentials)) return null;
    const owner = ownerOf(account.organizationId, account.id);
    return this.box.seal(owner, await this.box.unseal(owner, account.sealedCredentials));
  }

  /**
   * The connection that an account stands for.
   * @throws SealBrokenError when the sealed value is not this account's.
   */
  async connection(account: SealedAccount): Promise<LookerConnection> {
    const credentials = await this.box.unseal(ownerOf(account.organizationId, account.id), account.sealedCredentials);
    if (!isCredentials(credentials)) throw new Error(`integrated account ${account.id} holds no credentials`);
    return {
      // The sealed text changes with every change of credentials, and tells nothing about them.
      key: `${account.organizationId}/${account.id}/${account.sealedCredentials}`,
      baseUrl: account.baseUrl,
      clientId: credentials.clientId,
      clientSecret: credentials.clientSecret,
    };
  }
}
