import type { CredentialKind, CredentialRequest, CredentialResolver } from '../../access/credential-resolver.js';
import type { Principal } from '../../access/principal.js';
import type { ResolvedCaller } from '../sessions/current-session.js';
import { ApiTokenResolver, tokenMissing } from './api-token-resolver.js';
import { SessionResolver } from './session-resolver.js';

/** The kinds of credentials, in the order in which a request is asked for them: cookies last, which browsers send along unasked. */
export const CREDENTIAL_RESOLVERS = [ApiTokenResolver, SessionResolver] as const;

/** Who is calling, by whatever credential. */
export class Credentials {
  constructor(private readonly resolvers: readonly CredentialResolver<ResolvedCaller>[]) {}

  /**
   * By the first credential that the request has: no other one is tried after it, right or wrong.
   * @throws AppError `credential.missing`, `credential.invalid`, `request.csrf_missing`
   */
  async resolve(request: CredentialRequest, now: Date): Promise<ResolvedCaller> {
    for (const resolver of this.resolvers) {
      const caller = await resolver.resolve(request, now);
      if (caller !== undefined) return caller;
    }
    throw tokenMissing();
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
    const caller = await resolver?.resolve(request, now);
    if (resolver === undefined || caller === undefined) throw tokenMissing();
    if (!isRight(caller.principal)) throw resolver.wrong();
    return caller.principal;
  }
}
