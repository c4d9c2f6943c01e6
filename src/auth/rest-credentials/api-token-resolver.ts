import { Injectable, Logger } from '@nestjs/common';
import { bearerTokenOf } from '../../access/bearer-header.js';
import type { CredentialRequest, CredentialResolver } from '../../access/credential-resolver.js';
import { isPermission } from '../../access/permissions.js';
import type { Principal } from '../../access/principal.js';
import { Broadcast } from '../../cache/broadcast.js';
import { RecordCache } from '../../cache/record-cache.js';
import { fingerprintOf, TokenDigester } from '../../crypto/bearer-token.js';
import { DatabaseService } from '../../database/database.service.js';
import type { FoundRecord } from '../../database/organization-transaction.js';
import { AppError } from '../../errors/app-error.js';
import { siteOf } from '../../http/client-network.js';
import { type ApiToken, ApiTokensRepository } from '../api-tokens/api-tokens.repository.js';
import type { ResolvedCaller } from '../sessions/current-session.js';

const TOKENS_CACHED_MAX = 10_000;
/** `last_used_at` is written once a minute at most: it tells whether a token is in use, not each use. */
const LAST_USED_EVERY_MS = 60_000;

type KnownToken = Omit<Principal, 'from'> & {
  readonly expiresAt: Date | null;
  lastUsedAtMs: number;
};

/** What a request without any credential is answered. */
export const tokenMissing = () =>
  new AppError('credential.missing', 'Send an API token in the header: Authorization: Bearer <api token>.');

/** Whom the API token in an `Authorization: Bearer` header stands for. */
@Injectable()
export class ApiTokenResolver implements CredentialResolver<ResolvedCaller> {
  readonly kind = 'api_token';
  readonly wrong = () =>
    new AppError('credential.invalid', 'The API token is unknown, expired or revoked. Use a valid one.');
  private readonly logger = new Logger('ApiTokens');
  private readonly known: RecordCache<KnownToken>;

  constructor(
    private readonly database: DatabaseService,
    private readonly apiTokens: ApiTokensRepository,
    private readonly digester: TokenDigester,
    broadcast: Broadcast,
  ) {
    this.known = new RecordCache(TOKENS_CACHED_MAX, broadcast);
    broadcast.subscribe(({ record, id }) => {
      if (record === 'api_token') this.known.drop((token) => token.subject.id === id);
      if (record === 'integrated_account') this.known.drop((token) => token.integratedAccountId === id);
    });
  }

  /** @throws AppError `credential.missing`, `credential.invalid`; malformed, unknown and expired tokens answer alike. */
  async resolve({ headers, from }: CredentialRequest, now: Date): Promise<ResolvedCaller | undefined> {
    if (headers.authorization === undefined) return undefined;
    const token = bearerTokenOf(headers);
    if (token === undefined) throw tokenMissing();
    // Whatever was sent is looked up: the time of an answer must not tell malformed from unknown.
    const known = await this.find(token, from.address);
    if (known === undefined || (known.expiresAt !== null && known.expiresAt <= now)) throw this.wrong();
    this.recordUse(known, now);
    const { organizationId, subject, permissions, integratedAccountId } = known;
    return { principal: { organizationId, subject, permissions, integratedAccountId, from } };
  }

  private find(token: string, address: string): Promise<KnownToken | undefined> {
    const digests = this.digester.candidates(token);
    return this.known.get(digests.join(), async () => {
      const match = await this.database.findOrganizationOf('organization_of_api_token', digests, siteOf(address));
      if (match === null) return undefined;
      const row = await this.findRow(match, digests);
      if (row?.fingerprint === null)
        await this.database.inTransaction(row.organizationId, (tx) =>
          this.apiTokens.fillFingerprint(tx, row.id, fingerprintOf(token)),
        );
      return row === null ? undefined : knownToken(row);
    });
  }

  private findRow({ organizationId, id }: FoundRecord, digests: readonly string[]): Promise<ApiToken | null> {
    const [current, ...older] = digests;
    if (current === undefined || older.length === 0)
      return this.database.read(organizationId, (tx) => this.apiTokens.find(tx, id));
    // After a rotation of the master keys, tokens move under the new one as they are used.
    return this.database.inTransaction(organizationId, async (tx) => {
      await this.apiTokens.replaceDigest(tx, id, older, current);
      return this.apiTokens.find(tx, id);
    });
  }

  /** Not awaited: no caller waits for it, and none fails because of it. */
  private recordUse(known: KnownToken, now: Date): void {
    if (now.getTime() - known.lastUsedAtMs < LAST_USED_EVERY_MS) return;
    known.lastUsedAtMs = now.getTime();
    this.database
      .inTransaction(known.organizationId, (tx) => this.apiTokens.updateLastUsed(tx, known.subject.id, now))
      .catch((error: unknown) => this.logger.warn({ message: 'last_used_at was not written', err: error }));
  }
}

const knownToken = (row: ApiToken): KnownToken => ({
  organizationId: row.organizationId,
  subject: { kind: 'api_token', id: row.id, name: row.name },
  permissions: new Set(row.scopes.filter(isPermission)),
  integratedAccountId: row.integratedAccountId,
  expiresAt: row.expiresAt,
  lastUsedAtMs: row.lastUsedAt?.getTime() ?? 0,
});
