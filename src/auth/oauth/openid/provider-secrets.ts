import { Injectable } from '@nestjs/common';
import { type Resealed, SealBrokenError, SecretBox } from '../../../crypto/secret-box.js';
import { DatabaseService } from '../../../database/database.service.js';
import { AppError } from '../../../errors/app-error.js';
import { type OpenidProvider, OpenidProvidersRepository } from './openid-providers.repository.js';

/** The record that a provider's secret is bound to. */
const ownerOf = ({ organizationId, id }: Pick<OpenidProvider, 'organizationId' | 'id'>) => ({
  ...{ organizationId, record: 'openid_provider', id },
});

/** The only place where the client secrets of organizations' providers are sealed and opened. */
@Injectable()
export class ProviderSecrets {
  constructor(
    private readonly box: SecretBox,
    private readonly database: DatabaseService,
    private readonly providers: OpenidProvidersRepository,
  ) {}

  seal(provider: Pick<OpenidProvider, 'organizationId' | 'id'>, secret: string): Promise<string> {
    return this.box.seal(ownerOf(provider), secret);
  }

  /**
   * Undefined: a public client, which has none.
   * @throws AppError `single_sign_on.unavailable` where it does not open: it is not this provider's, or its key is gone.
   */
  async unseal(provider: OpenidProvider): Promise<string | undefined> {
    if (provider.sealedSecret === null) return undefined;
    const secret = await this.box.unseal(ownerOf(provider), provider.sealedSecret).catch((cause: unknown) => {
      throw cause instanceof SealBrokenError ? secretLost(cause) : cause;
    });
    return String(secret);
  }

  /** Moves the secret of an organization under the current master key, if it has one that is not. */
  async reseal(organizationId: string): Promise<Resealed | undefined> {
    const provider = await this.database.read(organizationId, (tx) => this.providers.find(tx));
    const { sealedSecret = null } = provider ?? {};
    if (provider === null || sealedSecret === null) return undefined;
    return this.box.reseal(ownerOf(provider), sealedSecret, (sealed) =>
      this.database.inTransaction(organizationId, (tx) => this.providers.replaceSecret(tx, sealedSecret, sealed)),
    );
  }
}

const secretLost = (cause: SealBrokenError) =>
  new AppError(
    'single_sign_on.unavailable',
    'The client secret of the organization’s OpenID provider cannot be opened: the master key that sealed it is gone. An admin has to enter it again, on the dashboard’s page Organization.',
    { cause },
  );
