import type { CredentialKind, CredentialRequest, CredentialResolver } from '../../access/credential-resolver.js';
import type { Principal } from '../../access/principal.js';
import type { RateLimits } from '../../cache/rate-limits.js';
import { networkOf } from '../../http/client-network.js';
import type { ResolvedCaller } from '../sessions/current-session.js';
import { ApiTokenResolver } from './api-token-resolver.js';
import { SessionResolver } from './session-resolver.js';

/** The kinds of credentials, in the order in which a request is asked for them. */
export const CREDENTIAL_RESOLVERS = [
  ApiTokenResolver,
  // Last, because browsers send cookies along unasked.
  SessionResolver,
] as const;

/** Who is calling, by whatever credential. */
export class Credentials {
  constructor(
    private readonly limits: RateLimits,
    private readonly resolvers: readonly CredentialResolver<ResolvedCaller>[],
  ) {}

  /**
   * By the first credential that the request has: no other one is tried after it. Where it has none, the first kind refuses it.
   * @throws AppError `credential.missing`, `credential.invalid`, `request.csrf_missing`, `request.rate_limited`
   */
  resolve(request: CredentialRequest, now: Date): Promise<ResolvedCaller> {
    const resolver = this.resolvers.find((each) => each.isIn(request)) ?? this.resolvers[0];
    if (resolver === undefined) throw new Error('there is no kind of credential');
    const resolve = () => resolver.resolve(request, now);
    return resolver.countsWrong ? this.limits.checkingToken(networkOf(request.from.address), resolve) : resolve();
  }

  /**
   * By a credential of one kind, whatever others the request has.
   * @param isRight whether the caller is one of those meant; others are answered as unknown ones are.
   * @throws AppError `credential.missing`, `credential.invalid`
   */
  async resolveBy(
    kind: CredentialKind,
    request: CredentialRequest,
    now: Date,
    isRight: (principal: Principal) => boolean,
  ): Promise<Principal> {
    const resolver = this.resolvers.find((each) => each.kind === kind);
    if (resolver === undefined) throw new Error(`nothing resolves the credential ${kind}`);
    const { principal } = await resolver.resolve(request, now);
    if (!isRight(principal)) throw resolver.wrong();
    return principal;
  }
}
