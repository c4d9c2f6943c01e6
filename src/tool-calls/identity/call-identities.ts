import { Injectable } from '@nestjs/common';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import type { CallTerms } from '../../tools/catalogue/call-terms.js';
import type { Workspace } from '../../tools/catalogue/tool.js';
import type { WorkspaceChoice } from '../looker-call-context.js';
import type { McpCaller } from '../mcp-access.js';
import { ActAsUserIdentity } from './act-as-user-identity.js';
import { ChosenWorkspaces } from './chosen-workspaces.js';
import { FixedUserIdentity } from './fixed-user-identity.js';
import type { IdentityResolver } from './identity-resolver.js';
import { LookerUserIdentity } from './looker-user-identity.js';
import { ServiceAccountIdentity } from './service-account-identity.js';
import { SignedInPersonIdentity } from './signed-in-person-identity.js';

/** As whom each call is made at Looker, and in which workspace. */
@Injectable()
export class CallIdentities {
  /** The first that knows the kind of a caller decides: their own sign-in at Looker goes before whom the gateway could act as. */
  private readonly resolvers: readonly IdentityResolver[];

  constructor(
    private readonly actAsUser: ActAsUserIdentity,
    private readonly workspaces: ChosenWorkspaces,
    fixedUser: FixedUserIdentity,
    signedInPerson: SignedInPersonIdentity,
    serviceAccount: ServiceAccountIdentity,
  ) {
    this.resolvers = [new LookerUserIdentity(), fixedUser, signedInPerson, serviceAccount];
  }

  /**
   * The connection of a call. Nobody is called for by the service account because no other connection was found.
   * @param tool the name of the tool that is called.
   * @throws LookerError `sign_in_over`, `acting_refused`, and a fault of the way to Looker
   */
  async connectionOf(caller: McpCaller, terms: CallTerms, tool: string): Promise<LookerConnection> {
    const connection =
      terms.actAsUser === undefined
        ? await this.ownConnection(caller)
        : await this.actAsUser.resolve(caller, terms.actAsUser, tool);
    const workspace = terms.workspace ?? (await this.workspaces.find(caller)) ?? terms.workspaceDefault;
    return workspace === 'dev' ? inDevelopment(connection, terms) : connection;
  }

  /** How a caller chooses the workspace of the calls to come. */
  choiceOf(caller: McpCaller): WorkspaceChoice {
    return {
      connectionIn: (workspace) => this.connectionIn(caller, workspace),
      choose: (workspace) => this.workspaces.choose(caller, workspace),
    };
  }

  private async connectionIn(caller: McpCaller, workspace: Workspace): Promise<LookerConnection> {
    const connection = await this.ownConnection(caller);
    return workspace === 'dev' ? inDevelopment(connection, {}) : connection;
  }

  private async ownConnection(caller: McpCaller): Promise<LookerConnection> {
    for (const resolver of this.resolvers) {
      const connection = await resolver.resolve(caller);
      if (connection !== undefined) return connection;
    }
    throw new LookerError('sign_in_over', 'nobody has signed in at Looker for this call');
  }
}

/** Copies of LookML are kept apart by branch, and its one session is the user's in development. */
function inDevelopment(connection: LookerConnection, { branch }: CallTerms): LookerConnection {
  const sessionKey = `${connection.key}/dev`;
  const key = branch === undefined ? sessionKey : `${sessionKey}/${JSON.stringify([branch.projectId, branch.name])}`;
  return { ...connection, key, sessionKey, workspace: 'dev', ...(branch !== undefined && { branch: branch.name }) };
}
