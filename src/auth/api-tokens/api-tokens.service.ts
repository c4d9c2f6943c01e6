import { Injectable } from '@nestjs/common';
import { PERMISSIONS } from '../../access/permissions.js';
import type { Principal } from '../../access/principal.js';
import { Broadcast } from '../../cache/broadcast.js';
import { RecordCache } from '../../cache/record-cache.js';
import { createToken, isTokenOf, TokenDigester } from '../../crypto/bearer-token.js';
import { createId } from '../../database/ids.js';
import { AppError } from '../../errors/app-error.js';
import { ApiTokensRepository } from './api-tokens.repository.js';

interface KnownToken {
  readonly principal: Principal;
  readonly expiresAt: Date | null;
}

const TOKENS_CACHED_MAX = 10_000;

@Injectable()
export class ApiTokensService {
  private readonly known = new RecordCache<KnownToken>(TOKENS_CACHED_MAX);

  constructor(
    private readonly apiTokens: ApiTokensRepository,
    private readonly digester: TokenDigester,
    broadcast: Broadcast,
  ) {
    broadcast.subscribe((change) => {
      if (change.record === 'api_token') this.known.drop((token) => token.principal.subject.id === change.id);
    });
  }

  /** Creates an API token of an organization; the clear token is returned once and never kept. */
  async create(organizationId: string, name: string): Promise<{ id: string; token: string }> {
    const token = createToken('api_token');
    const id = createId();
    await this.apiTokens.insert(organizationId, { id, name, digest: this.digester.digest(token), expiresAt: null });
    return { id, token };
  }

  /**
   * Who an `Authorization: Bearer` header stands for.
   * @throws AppError `credential.missing`, `credential.invalid`; malformed, unknown and expired tokens answer alike.
   */
  async resolve(authorization: string | undefined, now: Date): Promise<Principal> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined)
      throw new AppError('credential.missing', 'Send an API token in the header: Authorization: Bearer <api token>.');
    const known = isTokenOf('api_token', token) ? await this.find(token) : undefined;
    if (known === undefined || (known.expiresAt !== null && known.expiresAt <= now))
      throw new AppError('credential.invalid', 'The API token is unknown, expired or revoked. Use a valid one.');
    return known.principal;
  }

  private find(token: string): Promise<KnownToken | undefined> {
    const digests = this.digester.candidates(token);
    return this.known.get(digests.join(), async () => {
      const row = await this.apiTokens.findByDigest(digests);
      if (row === null) return undefined;
      const { organizationId, id, expiresAt } = row;
      return {
        principal: { organizationId, subject: { kind: 'api_token', id }, permissions: new Set(PERMISSIONS) },
        expiresAt,
      };
    });
  }
}
