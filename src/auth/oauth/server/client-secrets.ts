import { Logger } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import type { TokenDigester } from '../../../crypto/bearer-token.js';
import type { OauthRecordsRepository } from './oauth-records.repository.js';

interface WithSecret {
  readonly clientId: string;
  /** Its digest. */
  readonly clientSecret?: string;
}

const logger = new Logger('AuthorizationServer');

/** Has an authorization server compare what clients send with digests of their secrets, which is all that is kept of these. */
export function compareDigests(provider: Provider, digester: TokenDigester, records: OauthRecordsRepository): void {
  provider.Client.prototype.compareClientSecret = function compare(this: WithSecret, actual: string) {
    const { clientId, clientSecret } = this;
    const digests = digester.candidates(actual);
    const [current = ''] = digests;
    if (clientSecret === undefined || !digests.includes(clientSecret)) return false;
    // As the token of a URL, it moves under the first master key when it is used.
    if (clientSecret !== current)
      records
        .replaceClientSecret(clientId, clientSecret, current)
        .catch((err: unknown) => logger.warn({ message: 'the secret of a client stayed under an old key', err }));
    return true;
  };
}
