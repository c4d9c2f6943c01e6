import type { LRUCache } from 'lru-cache';
import { bearerTokenOf } from '../../../access/bearer-header.js';
import type { CredentialRequest, CredentialResolver } from '../../../access/credential-resolver.js';
import type { Principal } from '../../../access/principal.js';
import type { RateLimits } from '../../../cache/rate-limits.js';
import type { TokenDigester } from '../../../crypto/bearer-token.js';
import { AppError } from '../../../errors/app-error.js';
import { networkOf } from '../../../http/client-network.js';
import type { LookerClient } from '../../../looker/looker-client.js';
import type { UserTokens } from '../../../looker/looker-connection.js';
import { LookerError } from '../../../looker/looker-error.js';
import { isRecord } from '../../../values/is-record.js';
import { type LookerPerson, lookerPerson } from './looker-person.js';

/** The account whose Looker issued the tokens. */
export interface TokensAccount {
  readonly organizationId: string;
  readonly integratedAccountId: string;
  readonly baseUrl: string;
}

/** Whom a token of Looker's stands for, and the token itself, to call Looker with. */
export interface PassedToken {
  readonly principal: Principal;
  readonly person: string;
  readonly email: string | null;
  /** Names the person among those of the account. */
  readonly key: string;
  readonly tokens: UserTokens;
}

/** Whose a token was when Looker was asked last, and until when it is not asked again. */
export interface VerifiedPerson extends LookerPerson {
  readonly untilMs: number;
}

/** By the digest of organization, account, address and token. */
export interface SeenTokens {
  readonly verified: LRUCache<string, VerifiedPerson>;
  /** Until when each is refused without asking, in Unix time in milliseconds. */
  readonly refused: LRUCache<string, number>;
}

/** As long as a token that Looker has ended may still list tools; a call of one is refused by Looker itself. */
const VERIFIED_MS = 60_000;
/** So long Looker is not asked again about a token that it has refused. */
const REFUSED_MS = 60_000;
const TOKEN_CHARACTERS_MAX = 4_096;
const RETRY_SECONDS = 10;
const PERMISSIONS = new Set(['mcp:connect'] as const);

/** Whom an access token of the account's own Looker stands for: the token is passed on with each call, and nothing else is used. */
export class PassedTokenResolver implements CredentialResolver<PassedToken> {
  readonly kind = 'looker_token';
  readonly wrong = () =>
    new AppError(
      'credential.invalid',
      'Looker does not accept this access token, or no longer. Sign in at Looker again.',
    );

  constructor(
    private readonly account: TokensAccount,
    private readonly looker: LookerClient,
    private readonly digester: TokenDigester,
    private readonly limits: RateLimits,
    private readonly seen: SeenTokens,
  ) {}

  /** @throws AppError `credential.invalid`, `sign_in.unavailable`, `request.rate_limited` */
  async resolve({ headers, from }: CredentialRequest, now: Date): Promise<PassedToken | undefined> {
    if (headers.authorization === undefined) return undefined;
    const token = bearerTokenOf(headers, TOKEN_CHARACTERS_MAX);
    if (token === undefined) throw this.wrong();
    const { organizationId, integratedAccountId, baseUrl } = this.account;
    const digest = this.digester.digest(JSON.stringify([organizationId, integratedAccountId, baseUrl, token]));
    const tokens = this.tokensOf(token, digest);
    const { id, name, email } = await this.personOf(tokens, digest, from.address, now);
    const person = email ?? name;
    const subject = { kind: 'looker_user' as const, id, name: person };
    const principal = { organizationId, subject, permissions: PERMISSIONS, integratedAccountId, from };
    return { principal, person, email, key: `user/${JSON.stringify([baseUrl, id])}`, tokens };
  }

  /** This token and no other one: once Looker has refused it, it is asked for no more. */
  private tokensOf(token: string, digest: string): UserTokens {
    const current = async (refusedToken?: string) => {
      if (refusedToken === undefined) return token;
      this.refuse(digest, new Date());
      throw new LookerError('sign_in_over', 'Looker no longer accepts this sign-in', { status: 401 });
    };
    return { current };
  }

  /** Whoever sends tokens that they made up has Looker asked about few of them, and about none twice in a minute. */
  private async personOf(tokens: UserTokens, digest: string, address: string, now: Date): Promise<VerifiedPerson> {
    const known = this.seen.verified.get(digest);
    if (known !== undefined && known.untilMs > now.getTime()) return known;
    if ((this.seen.refused.get(digest) ?? 0) > now.getTime()) throw this.wrong();
    const { organizationId, integratedAccountId } = this.account;
    // One that Looker took before is no made-up one.
    if (known === undefined)
      await this.limits.passUnknownToken(`${organizationId}/${integratedAccountId}`, networkOf(address));
    return this.verify(tokens, digest, now).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'credential.invalid') this.refuse(digest, now);
      throw error;
    });
  }

  private refuse(digest: string, now: Date): void {
    this.seen.verified.delete(digest);
    this.seen.refused.set(digest, now.getTime() + REFUSED_MS);
  }

  /** Asks Looker whose token it is (Looker operation `me`). */
  private async verify(tokens: UserTokens, digest: string, now: Date): Promise<VerifiedPerson> {
    const { organizationId, integratedAccountId, baseUrl } = this.account;
    const key = `${organizationId}/${integratedAccountId}/token/${digest}`;
    const query = { fields: 'id,display_name,email' };
    const { body } = await this.looker
      .send({ key, baseUrl, credentials: { kind: 'user', tokens } }, { verb: 'GET', path: '/user', query })
      .catch((error: unknown) => {
        throw error instanceof LookerError ? this.refusal(error) : error;
      });
    const person = isRecord(body) ? lookerPerson(body) : undefined;
    if (person === undefined) throw this.wrong();
    const verified = { ...person, untilMs: now.getTime() + VERIFIED_MS };
    this.seen.verified.set(digest, verified);
    return verified;
  }

  /** What Looker refuses is no sign-in; where it does not answer, the token may be good, and the client need not throw it away. */
  private refusal(error: LookerError): AppError {
    const { code, message } = this.wrong();
    const isRefused = error.fault === 'sign_in_over' || (error.fault === 'refused' && (error.status ?? 500) < 500);
    if (isRefused) return new AppError(code, message, { cause: error });
    return new AppError(
      'sign_in.unavailable',
      'Looker does not say whose access token this is. Try again in a moment.',
      {
        retryAfterSeconds: error.limits?.retryAfterSeconds ?? RETRY_SECONDS,
        cause: error,
      },
    );
  }
}
