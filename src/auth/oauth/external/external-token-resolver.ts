import { decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import type { LRUCache } from 'lru-cache';
import { bearerTokenOf } from '../../../access/bearer-header.js';
import type { CredentialRequest, CredentialResolver } from '../../../access/credential-resolver.js';
import type { Principal } from '../../../access/principal.js';
import type { TokenDigester } from '../../../crypto/bearer-token.js';
import { AppError } from '../../../errors/app-error.js';
import type { ExternalIssuer } from '../../../mcp-servers/external-issuer.js';
import { type ExternalClaims, externalClaims, isAccessTokenType } from './external-claims.js';
import { type IssuerKeys, KeyUnknownYet } from './issuer-keys.js';

/** An MCP server that takes the tokens of its customer's issuer. */
export interface ExternalServer {
  readonly organizationId: string;
  readonly serverId: string;
  readonly integratedAccountId: string;
  readonly issuer: ExternalIssuer;
}

/** Whom a token of the issuer stands for. */
export interface ExternalCaller extends Omit<ExternalClaims, 'subject' | 'granted'> {
  readonly principal: Principal;
}

/** A token that was verified, and until when it is not verified again. */
export interface VerifiedToken {
  readonly claims: ExternalClaims;
  readonly untilMs: number;
}

/** None with a shared secret, and not `none`: whoever knows the public key must not be able to sign. */
const ALGORITHMS = ['RS256', 'ES256', 'PS256', 'EdDSA'];
/** Clocks of issuers differ from ours by so much. */
const CLOCK_SECONDS = 30;
const SHOWN_LATE_MS = 5 * 60 * 1000;
const VERIFIED_MS_MAX = 60_000;
const TOKEN_CHARACTERS_MAX = 16 * 1024;
const PERMISSIONS = new Set(['mcp:connect'] as const);

/** Whom an access token of a customer's own issuer stands for, at one MCP server (RFC 9068). */
export class ExternalTokenResolver implements CredentialResolver<ExternalCaller> {
  readonly kind = 'external_token';
  readonly wrong = () =>
    new AppError(
      'credential.invalid',
      'The access token is expired, or not one of this MCP server’s authorization server for this MCP server. Sign in again.',
    );

  /** @param verified tokens that were verified lately, by their digests and this server. */
  constructor(
    private readonly server: ExternalServer,
    private readonly keys: IssuerKeys,
    private readonly digester: TokenDigester,
    private readonly verified: LRUCache<string, VerifiedToken>,
  ) {}

  /** @throws AppError `credential.invalid`, `credential.scope_missing`, `sign_in.unavailable` */
  async resolve({ headers, from }: CredentialRequest, now: Date): Promise<ExternalCaller | undefined> {
    if (headers.authorization === undefined) return undefined;
    const token = bearerTokenOf(headers, TOKEN_CHARACTERS_MAX);
    if (token === undefined) throw this.wrong();
    const { subject, person, email, granted, scopes } = await this.claimsOf(token, now);
    const { organizationId, integratedAccountId, issuer } = this.server;
    const missing = issuer.required_scopes.filter((scope) => !granted.has(scope));
    if (missing.length > 0) throw scopesMissing(missing);
    const principal = {
      ...{ organizationId, integratedAccountId, permissions: PERMISSIONS, from },
      subject: { kind: 'external_user' as const, id: subject, name: person },
    };
    return { principal, person, email, scopes };
  }

  private async claimsOf(token: string, now: Date): Promise<ExternalClaims> {
    const { organizationId, serverId, issuer } = this.server;
    // Under another config the same token may be worth something else.
    const key = this.digester.digest(JSON.stringify([organizationId, serverId, issuer, token]));
    const known = this.verified.get(key);
    if (known !== undefined && known.untilMs > now.getTime()) return known.claims;
    const { claims, expiresAtMs } = await this.verify(token, now);
    this.verified.set(key, { claims, untilMs: Math.min(expiresAtMs, now.getTime() + VERIFIED_MS_MAX) });
    return claims;
  }

  private async verify(token: string, now: Date) {
    const { issuer, audience, email_claim } = this.server.issuer;
    const { payload, protectedHeader } = await jwtVerify(token, this.keys.find, {
      ...{ issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp', 'sub'] },
      ...{ currentDate: now, clockTolerance: CLOCK_SECONDS },
    }).catch((cause: unknown) => {
      if (cause instanceof KeyUnknownYet && mayBeOfNewKey(token, cause, now)) throw undecided(cause, now);
      throw cause instanceof AppError ? cause : this.refused(cause);
    });
    const claims = externalClaims(payload, email_claim);
    if (claims === undefined || !isAccessTokenType(protectedHeader.typ) || payload.exp === undefined)
      throw this.wrong();
    return { claims, expiresAtMs: payload.exp * 1000 };
  }

  private refused(cause: unknown): AppError {
    const { code, message } = this.wrong();
    return new AppError(code, message, { cause });
  }
}

/**
 * Whether a token may be signed with a key that the issuer has had only since its keys were read, by what it says of its own times. An
 * issuer may show a key a little after it signs with it.
 */
function mayBeOfNewKey(token: string, { readAtMs }: KeyUnknownYet, now: Date): boolean {
  const { iat, exp } = claimsIn(token);
  const isOver = typeof exp === 'number' && (exp + CLOCK_SECONDS) * 1000 <= now.getTime();
  const isOlder = typeof iat === 'number' && iat * 1000 < readAtMs - SHOWN_LATE_MS;
  return !isOver && !isOlder;
}

function claimsIn(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    // Whatever its key is, this is no token.
    return { exp: 0 };
  }
}

/** 503, and not 401: a client that is told 401 throws away a sign-in that may well be good. */
const undecided = (cause: KeyUnknownYet, now: Date) =>
  new AppError(
    'sign_in.unavailable',
    'The access token is signed with a key that is not known here. The authorization server of this MCP server was asked for new keys just before, and is asked again soon: send the same token once more then.',
    { cause, retryAfterSeconds: Math.max(1, Math.ceil((cause.againAtMs - now.getTime()) / 1000)) },
  );

const scopesMissing = (missing: readonly string[]) =>
  new AppError(
    'credential.scope_missing',
    `This sign-in was not for ${missing.join(' ')}, which this MCP server asks of everybody.`,
  );
