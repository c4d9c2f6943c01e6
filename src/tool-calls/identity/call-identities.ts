import { Injectable } from '@nestjs/common';
import { LookerError } from '../../looker/looker-error.js';
import type { LookerConnection } from '../../looker/looker-sessions.js';
import type { McpCaller } from '../mcp-access.js';
import type { IdentityResolver } from './identity-resolver.js';
import { LookerUserIdentity } from './looker-user-identity.js';
import { ServiceAccountIdentity } from './service-account-identity.js';

/** As whom each call is made at Looker. */
@Injectable()
export class CallIdentities {
  private readonly resolvers: readonly IdentityResolver[];

  constructor(serviceAccount: ServiceAccountIdentity) {
    this.resolvers = [new LookerUserIdentity(), serviceAccount];
  }

  /**
   * The connection of a caller: of the first resolver that knows its kind. Nobody is called for by the service account because no other
   * connection was found.
   * @throws LookerError `sign_in_over`
   */
  async connectionOf(caller: McpCaller): Promise<LookerConnection> {
    for (const resolver of this.resolvers) {
      const connection = await resolver.resolve(caller);
      if (connection !== undefined) return connection;
    }
    throw new LookerError('sign_in_over', 'nobody has signed in at Looker for this call');
  }
}
