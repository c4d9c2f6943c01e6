import { Injectable } from '@nestjs/common';
import { isInAccountScope } from '../../../access/account-scope.js';
import { type Principal, systemPrincipal } from '../../../access/principal.js';
import { AuditService } from '../../../audit/audit.service.js';
import { Broadcast } from '../../../cache/broadcast.js';
import { DatabaseService } from '../../../database/database.service.js';
import type { FoundRecord, OrganizationTransaction } from '../../../database/organization-transaction.js';
import { AppError } from '../../../errors/app-error.js';
import { type Page, pageOf, pageWindow } from '../../../http/page.js';
import type { SignInKind } from '../../../mcp-servers/sign-in-config.js';
import { OauthRecordsRepository } from '../server/oauth-records.repository.js';
import { type NewOauthGrant, type OauthGrant, OauthGrantsRepository } from './oauth-grants.repository.js';
import { type OauthGrantsQuery, type OauthGrantView, oauthGrantView, signInOf } from './oauth-grants.view.js';

/** Between consent and the client's code a browser is led on. */
const BEGINNING_MS = 60 * 60 * 1000;

const notFound = () =>
  new AppError('oauth_grant.not_found', 'There is no sign-in with this id. List them with GET /oauth-grant.');

/** Who let which client in at which MCP server: written down at consent, listed, and ended. */
@Injectable()
export class OauthGrantsService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly grants: OauthGrantsRepository,
    private readonly records: OauthRecordsRepository,
    private readonly broadcast: Broadcast,
  ) {}

  /** Writes down that somebody consented. */
  async create(principal: Principal, grant: NewOauthGrant): Promise<OauthGrantView> {
    return this.database.inTransaction(principal.organizationId, async (tx) => {
      const after = oauthGrantView(await this.grants.insert(tx, grant));
      await this.audit.record(tx, principal, { action: 'oauth_grant.created', recordId: grant.id, after });
      return after;
    });
  }

  /** Those on which a token is good. */
  async list(principal: Principal, query: OauthGrantsQuery): Promise<Page<OauthGrantView>> {
    const window = pageWindow(query);
    const { organizationId, integratedAccountId: accountId } = principal;
    const of = { accountId, mcpServerId: query.mcp_server_id ?? null, memberId: query.member_id ?? null };
    return this.database.read(organizationId, async (tx) =>
      pageOf(await this.grants.list(tx, window, of, new Date()), window, oauthGrantView),
    );
  }

  /**
   * Ends it at once, with all that are listed as one with it: their tokens open nothing any more, and their client must ask for consent
   * again. Without the permission it must be what the caller let in as a member.
   * @throws AppError `oauth_grant.not_found`, `permission.missing`
   */
  async end(principal: Principal, id: string): Promise<void> {
    const beside = await this.database.read(principal.organizationId, (tx) => this.grants.listIdsBeside(tx, id));
    await this.endIn(principal, id, (grant) => checkMayEnd(principal, grant));
    for (const each of beside) await this.endIn(principal, each).catch(rethrowUnlessGone);
  }

  /**
   * What a member let in has ended with all sessions of its person: every process drops its copies, and the records go.
   * @param principal of the member's organization.
   */
  async endWithSessions(principal: Principal, memberId: string): Promise<void> {
    const { organizationId } = principal;
    this.broadcast.publish({ record: 'member', organizationId, id: memberId });
    const ids = await this.database.read(organizationId, (tx) => this.grants.listIdsEndedWithSessions(tx, memberId));
    for (const id of ids) await this.endIn(principal, id).catch(rethrowUnlessGone);
  }

  /** Ends all that people let a client do. */
  async endOfClient(principal: Principal, clientId: string): Promise<void> {
    const ids = await this.database.read(principal.organizationId, (tx) => this.grants.listIdsOfClient(tx, clientId));
    for (const id of ids) await this.endIn(principal, id).catch(rethrowUnlessGone);
  }

  /** A client gave its tokens back, or a stolen one showed up (RFC 7009; RFC 9700, 4.14.2). */
  async endRevoked(grantId: string): Promise<void> {
    const found = await this.findByGrantId(grantId);
    if (found === null) return;
    await this.endIn(systemPrincipal(found.organizationId, 'oauth-revocation'), found.id).catch(rethrowUnlessGone);
  }

  /** Ends some on which no token is good any more. @returns how many there were. */
  async endThoseWithoutToken(organizationId: string, now: Date, atMost: number): Promise<number> {
    const before = new Date(now.getTime() - BEGINNING_MS);
    const ids = await this.database.read(organizationId, (tx) =>
      this.grants.listIdsWithoutToken(tx, before, now, atMost),
    );
    const principal = systemPrincipal(organizationId, 'oauth-clean-up');
    for (const id of ids) await this.endIn(principal, id).catch(rethrowUnlessGone);
    return ids.length;
  }

  /**
   * What stands here of a grant of the authorization server; null where its server, its member or its sign-in at Looker is gone or over, or
   * all sessions of its person have been ended since.
   */
  async findLive(grantId: string): Promise<OauthGrant | null> {
    const found = await this.findByGrantId(grantId);
    if (found === null) return null;
    const grant = await this.database.read(found.organizationId, (tx) => this.grants.find(tx, found.id));
    if (grant === null || (grant.lookerSignIn?.endedAt ?? null) !== null) return null;
    return grant.member === null || grant.member.person.sessionGeneration === grant.sessionGeneration ? grant : null;
  }

  private findByGrantId(grantId: string): Promise<FoundRecord | null> {
    return this.database.findOrganizationOf('organization_of_oauth_grant', grantId, 'oauth');
  }

  async recordUse({ organizationId, id }: FoundRecord, now: Date): Promise<void> {
    await this.database.inTransaction(organizationId, (tx) => this.grants.updateLastUsed(tx, id, now));
  }

  private async endIn(
    principal: Principal,
    id: string,
    check: (grant: OauthGrant) => void = () => undefined,
  ): Promise<void> {
    const { organizationId } = principal;
    const grantId = await this.database.inTransaction(organizationId, async (tx) => {
      const grant = await this.getForUpdate(tx, principal, id);
      check(grant);
      await this.grants.remove(tx, id);
      await this.audit.record(tx, principal, {
        action: 'oauth_grant.ended',
        recordId: id,
        before: oauthGrantView(grant),
      });
      return grant.grantId;
    });
    this.broadcast.publish({ record: 'oauth_grant', organizationId, id });
    // Without the row above its tokens are dead already.
    await this.records.removeGrant(grantId);
  }

  private async getForUpdate(tx: OrganizationTransaction, principal: Principal, id: string): Promise<OauthGrant> {
    const grant = await this.grants.findForUpdate(tx, id);
    if (grant === null || !isInAccountScope(principal, grant.mcpServer.integratedAccountId)) throw notFound();
    return grant;
  }
}

/** How the person of a grant signed in, and with which address. */
export const personOf = (grant: OauthGrant): { readonly kind: SignInKind; readonly email: string | null } => {
  const kind = signInOf(grant);
  const person = { looker: grant.lookerSignIn, member: grant.member, openid_provider: grant.openidPerson }[kind];
  return { kind, email: person?.email ?? null };
};

/** @throws AppError `permission.missing` */
function checkMayEnd({ permissions, subject }: Principal, { memberId }: OauthGrant): void {
  const isOwn = subject.kind === 'member' && memberId === subject.id;
  if (!isOwn && !permissions.has('mcp_servers:write'))
    throw new AppError(
      'permission.missing',
      'This needs the permission mcp_servers:write; without it you end only what you let in yourself.',
    );
}

/** Somebody else has just ended it. */
function rethrowUnlessGone(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== 'oauth_grant.not_found') throw error;
}
