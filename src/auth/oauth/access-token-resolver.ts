import { Injectable, Logger } from '@nestjs/common';
import { bearerTokenOf } from '../../access/bearer-header.js';
import type { CredentialRequest, CredentialResolver } from '../../access/credential-resolver.js';
import { isScope, type Scope } from '../../access/oauth-scopes.js';
import type { Principal } from '../../access/principal.js';
import { Broadcast } from '../../cache/broadcast.js';
import { RecordCache } from '../../cache/record-cache.js';
import { TokenDigester } from '../../crypto/bearer-token.js';
import { AppError } from '../../errors/app-error.js';
import type { SignInKind } from '../../mcp-servers/sign-in-config.js';
import type { OauthGrant } from './grants/oauth-grants.repository.js';
import { OauthGrantsService, personOf } from './grants/oauth-grants.service.js';
import { OauthRecordAdapter } from './server/oauth-record-adapter.js';
import { OauthRecordsRepository } from './server/oauth-records.repository.js';

const TOKENS_CACHED_MAX = 10_000;
/** `last_used_at` is written once a minute at most: it tells whether a sign-in is in use, not each use. */
const LAST_USED_EVERY_MS = 60_000;
/** Longer than any token of ours. */
const TOKEN_CHARACTERS_MAX = 200;

/** Whom an access token stands for, and what it was issued for. */
export interface ResolvedToken {
  readonly principal: Principal;
  /** Null: a program came in by itself. */
  readonly grantId: string | null;
  readonly mcpServerId: string;
  /** The URL of the MCP server that it is meant for (RFC 8707). */
  readonly audience: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly person: string;
  readonly email: string | null;
  readonly kind: SignInKind | 'client';
  readonly lookerSignInId: string | null;
}

interface KnownToken extends Omit<ResolvedToken, 'principal'> {
  readonly principal: Omit<Principal, 'from'>;
  readonly integratedAccountId: string | null;
  readonly expiresAtMs: number;
  lastUsedAtMs: number;
}

const PERMISSIONS = new Set(['mcp:connect'] as const);

/** Whom an access token of our authorization server stands for. */
@Injectable()
export class AccessTokenResolver implements CredentialResolver<ResolvedToken> {
  readonly kind = 'oauth_token';
  readonly wrong = () =>
    new AppError(
      'credential.invalid',
      'The access token is unknown, expired or ended, or meant for another server. Sign in again.',
    );
  private readonly logger = new Logger('AccessTokens');
  private readonly known: RecordCache<KnownToken>;

  constructor(
    private readonly records: OauthRecordsRepository,
    private readonly grants: OauthGrantsService,
    private readonly digester: TokenDigester,
    broadcast: Broadcast,
  ) {
    this.known = new RecordCache(TOKENS_CACHED_MAX, broadcast);
    broadcast.subscribe(({ id }) =>
      this.known.drop(({ grantId, mcpServerId, integratedAccountId, principal }) =>
        [grantId, mcpServerId, integratedAccountId, principal.subject.id].includes(id),
      ),
    );
  }

  /** @throws AppError `credential.missing`, `credential.invalid` */
  async resolve({ headers, from }: CredentialRequest, now: Date): Promise<ResolvedToken | undefined> {
    if (headers.authorization === undefined) return undefined;
    const token = bearerTokenOf(headers, TOKEN_CHARACTERS_MAX);
    const known = token === undefined ? undefined : await this.find(token);
    if (known === undefined || known.expiresAtMs <= now.getTime()) throw this.wrong();
    this.recordUse(known, now);
    return { ...known, principal: { ...known.principal, from } };
  }

  private find(token: string): Promise<KnownToken | undefined> {
    return this.known.get(this.digester.digest(token), async () => {
      const payload = await this.payloadOf('AccessToken', token);
      if (payload === undefined) return this.findClient(token);
      if (payload.grantId === undefined || payload.exp === undefined) return undefined;
      const grant = await this.grants.findLive(payload.grantId);
      return grant === null ? undefined : knownToken(grant, { ...payload, exp: payload.exp });
    });
  }

  /** A program that came in by itself, with a client of an organization. */
  private async findClient(token: string): Promise<KnownToken | undefined> {
    const payload = await this.payloadOf('ClientCredentials', token);
    const { clientId = '', exp } = payload ?? {};
    const client = (await this.records.find('Client', [clientId]))?.payload;
    if (exp === undefined || client === undefined || typeof client.organization_id !== 'string') return undefined;
    return clientToken(clientId, client.organization_id, String(client.client_name), { ...payload, exp });
  }

  private payloadOf(kind: string, token: string) {
    return new OauthRecordAdapter(kind, this.records, this.digester).find(token);
  }

  /** Not awaited: no caller waits for it, and none fails because of it. */
  private recordUse(known: KnownToken, now: Date): void {
    const { grantId: id, principal } = known;
    if (id === null || now.getTime() - known.lastUsedAtMs < LAST_USED_EVERY_MS) return;
    known.lastUsedAtMs = now.getTime();
    const { organizationId } = principal;
    this.grants
      .recordUse({ organizationId, id }, now)
      .catch((error: unknown) => this.logger.warn({ message: 'last_used_at was not written', err: error }));
  }
}

/** What of a token's record counts. */
interface TokenPayload {
  readonly aud?: unknown;
  readonly scope?: unknown;
  readonly exp: number;
}

function knownToken(grant: OauthGrant, payload: TokenPayload): KnownToken {
  const { organizationId, id: grantId, lookerSignInId, person, mcpServerId } = grant;
  const { integratedAccountId } = grant.mcpServer;
  const subject = { ...subjectOf(grant), name: person };
  return {
    principal: { organizationId, subject, permissions: PERMISSIONS, integratedAccountId },
    integratedAccountId,
    grantId,
    mcpServerId,
    ...termsOf(payload),
    person,
    ...personOf(grant),
    lookerSignInId,
    lastUsedAtMs: grant.lastUsedAt?.getTime() ?? 0,
  };
}

/** The record by which the person of a grant is known: without it, nobody is. */
function subjectOf({ id, memberId, lookerSignInId, openidPersonId }: OauthGrant) {
  if (memberId !== null) return { kind: 'member' as const, id: memberId };
  if (openidPersonId !== null) return { kind: 'openid_user' as const, id: openidPersonId };
  return { kind: 'looker_user' as const, id: lookerSignInId ?? id };
}

/** The server that it is meant for is all that says where it is good: the client belongs to the whole organization. */
function clientToken(id: string, organizationId: string, name: string, payload: TokenPayload): KnownToken {
  const subject = { kind: 'oauth_client' as const, id, name };
  const terms = termsOf(payload);
  return {
    principal: { organizationId, subject, permissions: PERMISSIONS, integratedAccountId: null },
    ...{ integratedAccountId: null, grantId: null, mcpServerId: terms.audience.split('/').at(-1) ?? '' },
    ...{ ...terms, person: name, email: null, kind: 'client', lookerSignInId: null, lastUsedAtMs: 0 },
  };
}

const termsOf = ({ aud, scope, exp }: TokenPayload) => ({
  audience: String(aud),
  scopes: new Set(
    String(scope ?? '')
      .split(' ')
      .filter(isScope),
  ),
  expiresAtMs: exp * 1000,
});
