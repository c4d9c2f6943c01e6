import { Injectable } from '@nestjs/common';
import { SealBrokenError, SecretBox } from '../crypto/secret-box.js';
import { AppError } from '../errors/app-error.js';
import type { LookerConnection } from '../looker/looker-connection.js';
import { isRecord } from '../values/is-record.js';

/** The part of a Looker connection that is secret, as it is sealed. */
export interface LookerCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What is needed of an account to open its credentials. */
export interface SealedAccount {
  readonly organizationId: string;
  readonly id: string;
  readonly baseUrl: string;
  readonly sealedCredentials: string;
}

/** A connection with its credentials as they are to be stored. */
export interface SealedConnection {
  readonly connection: LookerConnection;
  readonly sealedCredentials: string;
}

const FIELDS = { clientId: 'looker.client_id', clientSecret: 'looker.client_secret' } as const;

/** The record that an account's sealed credentials are bound to. */
export const credentialsOwner = (organizationId: string, id: string) => ({
  organizationId,
  record: 'integrated_account',
  id,
});

const isCredentials = (value: unknown): value is LookerCredentials =>
  isRecord(value) && 'clientId' in value && 'clientSecret' in value;

/** The only place where an account's Looker credentials are sealed and opened. */
@Injectable()
export class AccountCredentials {
  constructor(private readonly box: SecretBox) {}

  /** A connection that is made of nothing but what is given here. */
  async connect(
    { organizationId, id }: Pick<SealedAccount, 'organizationId' | 'id'>,
    baseUrl: string,
    { clientId, clientSecret }: LookerCredentials,
  ): Promise<SealedConnection> {
    const sealedCredentials = await this.box.seal(credentialsOwner(organizationId, id), { clientId, clientSecret });
    const key = `${organizationId}/${id}/${sealedCredentials}`;
    return {
      connection: { key, baseUrl, credentials: { kind: 'api_key', clientId, clientSecret } },
      sealedCredentials,
    };
  }

  /**
   * The connection that an account has after a change. At the address that it has already, what is left out is taken from
   * what is stored. For any other address nothing stored is opened: whoever may edit an account could have its secret sent
   * to an address of their own.
   * @throws AppError `request.invalid` where another address comes without an id and a secret of its own.
   */
  async reconnect(
    account: SealedAccount,
    baseUrl: string,
    given: Partial<LookerCredentials>,
  ): Promise<SealedConnection> {
    const { clientId, clientSecret } = given;
    if (clientId && clientSecret) return this.connect(account, baseUrl, { clientId, clientSecret });
    if (baseUrl !== account.baseUrl) throw credentialsMissing(given);
    return this.connect(account, baseUrl, { ...(await this.stored(account)), ...given });
  }

  /** The same credentials sealed with the key that seals now; null when they are already. */
  async reseal(account: SealedAccount): Promise<string | null> {
    if (this.box.isCurrent(account.sealedCredentials)) return null;
    const owner = credentialsOwner(account.organizationId, account.id);
    return this.box.seal(owner, await this.box.unseal(owner, account.sealedCredentials));
  }

  /**
   * Whether a connection was made with the address and the credentials that the account has now, however they are sealed. One
   * of a person has none of the account's.
   */
  async isConnectionOf(account: SealedAccount, { baseUrl, credentials }: LookerConnection): Promise<boolean> {
    if (account.baseUrl !== baseUrl) return false;
    if (credentials.kind === 'user') return true;
    if (credentials.kind === 'acting') return this.isConnectionOf(account, credentials.admin);
    const { clientId, clientSecret } = await this.stored(account);
    return clientId === credentials.clientId && clientSecret === credentials.clientSecret;
  }

  /**
   * The connection that an account stands for.
   * @throws AppError `looker.login_refused` when the sealed value does not open: it is not this account's, or its key is gone.
   */
  async connection(account: SealedAccount): Promise<LookerConnection> {
    // The sealed text changes with every change of credentials, and tells nothing about them.
    const key = `${account.organizationId}/${account.id}/${account.sealedCredentials}`;
    return { key, baseUrl: account.baseUrl, credentials: { kind: 'api_key', ...(await this.stored(account)) } };
  }

  private async stored(account: SealedAccount): Promise<LookerCredentials> {
    const owner = credentialsOwner(account.organizationId, account.id);
    const credentials = await this.box.unseal(owner, account.sealedCredentials).catch((cause: unknown) => {
      throw cause instanceof SealBrokenError ? credentialsLost(cause) : cause;
    });
    if (!isCredentials(credentials)) throw new Error(`integrated account ${account.id} holds no credentials`);
    return { clientId: credentials.clientId, clientSecret: credentials.clientSecret };
  }
}

const credentialsLost = (cause: SealBrokenError) =>
  new AppError(
    'looker.login_refused',
    'The stored Looker credentials of this account cannot be opened: the master key that sealed them is gone. Give the ' +
      'account new ones: PATCH /integrated-account/{id} with looker.client_id and looker.client_secret.',
    { cause },
  );

function credentialsMissing(given: Partial<LookerCredentials>): AppError {
  const fields = (['clientId', 'clientSecret'] as const)
    .filter((name) => !given[name])
    .map((name) => ({ path: FIELDS[name], rule: `${FIELDS[name]} is required with a new base_url` }));
  return new AppError(
    'request.invalid',
    'A new base_url needs client_id and client_secret with it. Nothing was changed.',
    { fields },
  );
}
