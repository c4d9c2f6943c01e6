import { Injectable, Logger } from '@nestjs/common';
import { isInAccountScope } from '../../access/account-scope.js';
import { isPermission, type Permission } from '../../access/permissions.js';
import { authorOf, type Principal, type RequestOrigin } from '../../access/principal.js';
import { AuditService } from '../../audit/audit.service.js';
import { Broadcast } from '../../cache/broadcast.js';
import { RecordCache } from '../../cache/record-cache.js';
import { createToken, fingerprintOf, TokenDigester } from '../../crypto/bearer-token.js';
import { DatabaseService } from '../../database/database.service.js';
import { createId } from '../../database/ids.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { isForeignKeyViolation } from '../../database/prisma-errors.js';
import { AppError } from '../../errors/app-error.js';
import { siteOf } from '../../http/client-network.js';
import { checkIfMatch, type IfMatch } from '../../http/input/if-match.js';
import { parseInstant } from '../../http/input/instant.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../../http/page.js';
import type { CreateApiTokenDto } from './api-tokens.dto.js';
import { type ApiToken, ApiTokensRepository } from './api-tokens.repository.js';
import { type ApiTokenView, apiTokenView, type CreatedApiTokenView } from './api-tokens.view.js';

const TOKENS_CACHED_MAX = 10_000;
/** `last_used_at` is written once a minute at most: it tells whether a token is in use, not each use. */
const LAST_USED_EVERY_MS = 60_000;

interface KnownToken {
  readonly organizationId: string;
  readonly subject: Principal['subject'];
  readonly permissions: ReadonlySet<Permission>;
  readonly integratedAccountId: string | null;
  readonly expiresAt: Date | null;
  lastUsedAtMs: number;
}

const notFound = () =>
  new AppError('api_token.not_found', 'There is no API token with this id. List them with GET /api-token.');

@Injectable()
export class ApiTokensService {
  private readonly logger = new Logger('ApiTokens');
  private readonly known: RecordCache<KnownToken>;

  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly apiTokens: ApiTokensRepository,
    private readonly digester: TokenDigester,
    private readonly broadcast: Broadcast,
  ) {
    this.known = new RecordCache(TOKENS_CACHED_MAX, broadcast);
    broadcast.subscribe(({ record, id }) => {
      if (record === 'api_token') this.known.drop((token) => token.subject.id === id);
      if (record === 'integrated_account') this.known.drop((token) => token.integratedAccountId === id);
    });
  }

  /**
   * Creates an API token with scopes that its maker has too; the clear token is in this answer only.
   * @throws AppError `permission.missing`, `integrated_account.not_found`, `request.invalid`
   */
  async create(principal: Principal, body: CreateApiTokenDto): Promise<CreatedApiTokenView> {
    return this.database.inTransaction(principal.organizationId, (tx) => this.createIn(tx, principal, body));
  }

  /** As `create`, within a transaction that makes more than the token. */
  async createIn(
    tx: OrganizationTransaction,
    principal: Principal,
    body: CreateApiTokenDto,
  ): Promise<CreatedApiTokenView> {
    const accountId = body.integrated_account_id ?? principal.integratedAccountId;
    checkGrant(principal, body.scopes, accountId);
    const token = createToken('api_token');
    const id = createId();
    const row = await this.apiTokens
      .insert(tx, {
        id,
        name: body.name,
        digest: this.digester.digest(token),
        fingerprint: fingerprintOf(token),
        scopes: body.scopes,
        integratedAccountId: accountId,
        createdBy: authorOf(principal),
        expiresAt: futureTime(body.expires_at, new Date()),
      })
      .catch((error: unknown) => {
        throw isForeignKeyViolation(error) ? accountNotFound() : error;
      });
    const after = apiTokenView(row);
    await this.audit.record(tx, principal, { action: 'api_token.created', recordId: id, after });
    return { ...after, token };
  }

  async list(principal: Principal, query: PageQuery): Promise<Page<ApiTokenView>> {
    const window = pageWindow(query);
    return this.database.read(principal.organizationId, async (tx) =>
      pageOf(await this.apiTokens.list(tx, window, principal.integratedAccountId), window, apiTokenView),
    );
  }

  async get(principal: Principal, id: string): Promise<ApiTokenView> {
    return this.database.read(principal.organizationId, async (tx) =>
      apiTokenView(inAccountScope(principal, await this.apiTokens.find(tx, id))),
    );
  }

  /**
   * Ends a token that the caller could make, at once.
   * @throws AppError `api_token.not_found`, `permission.missing`, `request.precondition_failed`
   */
  async revoke(principal: Principal, id: string, ifMatch?: IfMatch): Promise<void> {
    const { organizationId } = principal;
    await this.database.inTransaction(organizationId, async (tx) => {
      const before = apiTokenView(inAccountScope(principal, await this.apiTokens.findForUpdate(tx, id)));
      checkRevocable(principal, before.scopes.filter(isPermission));
      checkIfMatch(ifMatch, before);
      await this.apiTokens.remove(tx, id);
      await this.audit.record(tx, principal, { action: 'api_token.revoked', recordId: id, before });
    });
    this.broadcast.publish({ record: 'api_token', organizationId, id });
  }

  /**
   * Who an `Authorization: Bearer` header stands for.
   * @throws AppError `credential.missing`, `credential.invalid`; malformed, unknown and expired tokens answer alike.
   */
  async resolve(authorization: string | undefined, from: RequestOrigin, now: Date): Promise<Principal> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined)
      throw new AppError('credential.missing', 'Send an API token in the header: Authorization: Bearer <api token>.');
    // Whatever was sent is looked up: the time of an answer must not tell malformed from unknown.
    const known = await this.find(token, from.address);
    if (known === undefined || (known.expiresAt !== null && known.expiresAt <= now))
      throw new AppError('credential.invalid', 'The API token is unknown, expired or revoked. Use a valid one.');
    this.recordUse(known, now);
    const { organizationId, subject, permissions, integratedAccountId } = known;
    return { organizationId, subject, permissions, integratedAccountId, from };
  }

  private find(token: string, address: string): Promise<KnownToken | undefined> {
    const digests = this.digester.candidates(token);
    return this.known.get(digests.join(), async () => {
      const match = await this.database.findOrganizationOf('organization_of_api_token', digests, siteOf(address));
      if (match === null) return undefined;
      const [current, ...older] = digests;
      const row = await this.database[older.length > 0 ? 'inTransaction' : 'read'](match.organizationId, async (tx) => {
        // After a rotation of the master keys, tokens move under the new one as they are used.
        if (older.length > 0 && current !== undefined) await this.apiTokens.replaceDigest(tx, match.id, older, current);
        return this.apiTokens.find(tx, match.id);
      });
      if (row?.fingerprint === null)
        await this.database.inTransaction(row.organizationId, (tx) =>
          this.apiTokens.fillFingerprint(tx, row.id, fingerprintOf(token)),
        );
      return row === null ? undefined : knownToken(row);
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

/** @throws AppError `api_token.not_found`, also for a token that the caller may not know of. */
function inAccountScope(principal: Principal, token: ApiToken | null): ApiToken {
  if (token === null || !isInAccountScope(principal, token.integratedAccountId ?? 'all')) throw notFound();
  return token;
}

const accountNotFound = () =>
  new AppError(
    'integrated_account.not_found',
    'There is no integrated account with this id. List them with GET /integrated-account.',
  );

const knownToken = (row: ApiToken): KnownToken => ({
  organizationId: row.organizationId,
  subject: { kind: 'api_token', id: row.id, name: row.name },
  permissions: new Set(row.scopes.filter(isPermission)),
  integratedAccountId: row.integratedAccountId,
  expiresAt: row.expiresAt,
  lastUsedAtMs: row.lastUsedAt?.getTime() ?? 0,
});

const beyondOf = ({ permissions }: Principal, scopes: readonly Permission[]) =>
  scopes.filter((scope) => !permissions.has(scope));

/** Nobody ends what may do more than they, as nobody removes a member who ranks above them. */
function checkRevocable(principal: Principal, scopes: readonly Permission[]): void {
  const beyond = beyondOf(principal, scopes);
  if (beyond.length > 0)
    throw new AppError(
      'permission.missing',
      `You cannot revoke a token that may do what you may not do yourself: ${beyond.join(', ')}. Ask an owner or admin.`,
    );
}

/** Nobody can give away more than they have. */
function checkGrant(principal: Principal, scopes: readonly Permission[], accountId: string | null): void {
  const beyond = beyondOf(principal, scopes);
  if (beyond.length > 0)
    throw new AppError(
      'permission.missing',
      `You cannot give a token what you may not do yourself: ${beyond.join(', ')}.`,
    );
  if (!isInAccountScope(principal, accountId ?? 'all')) throw accountNotFound();
}

function futureTime(text: string | null | undefined, now: Date): Date | null {
  if (text === undefined || text === null) return null;
  const time = parseInstant(text);
  if (time === undefined || time <= now)
    throw new AppError('request.invalid', 'expires_at must be a time in the future.', {
      fields: [{ path: 'expires_at', rule: 'expires_at must be a time in the future' }],
    });
  return time;
}
