import type { LookerConnection } from '../../looker/looker-connection.js';
import type { McpCaller } from '../mcp-access.js';
import type { IdentityResolver } from './identity-resolver.js';

/** By the tokens of the person who signed in at Looker: what they may not see there, they do not see here. */
export class LookerUserIdentity implements IdentityResolver {
  async resolve({ access, signIn }: McpCaller): Promise<LookerConnection | undefined> {
    if (signIn === null || signIn.atLooker === null) return undefined;
    const { organizationId, integratedAccountId, connection } = access;
    const { key, tokens } = signIn.atLooker;
    return {
      key: `${organizationId}/${integratedAccountId}/${key}`,
      baseUrl: connection.baseUrl,
      credentials: { kind: 'user', tokens },
    };
  }
}
