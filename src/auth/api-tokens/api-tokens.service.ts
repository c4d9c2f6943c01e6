import { Injectable } from '@nestjs/common';
import { isInAccountScope } from '../../access/account-scope.js';
import { isPermission, type Permission } from '../../access/permissions.js';
import { authorOf, type Principal } from '../../access/principal.js';
import { AuditService } from '../../audit/audit.service.js';
import { Broadcast } from '../../cache/broadcast.js';
import { createToken, fingerprintOf, TokenDigester } from '../../crypto/bearer-token.js';
import { DatabaseService } from '../../database/database.service.js';
import { createId } from '../../database/ids.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { isForeignKeyViolation } from '../../database/prisma-errors.js';
import { AppError } from '../../errors/app-error.js';
import { checkIfMatch, type IfMatch } from '../../http/input/if-match.js';
import { parseInstant } from '../../http/input/instant.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../../http/page.js';
import type { CreateApiTokenDto } from './api-tokens.dto.js';
import { type ApiToken, ApiTokensRepository } from './api-tokens.repository.js';
import { type ApiTokenView, apiTokenView, type CreatedApiTokenView } from './api-tokens.view.js';

const notFound = () =>
  new AppError('api_token.not_found', 'There is no API token with this id. List them with GET /api-token.');

@Injectable()
export class ApiTokensService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly apiTokens: ApiTokensRepository,
    private readonly digester: TokenDigester,
    private readonly broadcast: Broadcast,
  ) {}

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
