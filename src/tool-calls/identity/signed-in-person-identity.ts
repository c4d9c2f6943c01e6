import { Injectable } from '@nestjs/common';
import type { LookerConnection } from '../../looker/looker-connection.js';
import type { McpCaller } from '../mcp-access.js';
import { ActingUsers } from './acting-users.js';
import type { IdentityResolver } from './identity-resolver.js';

/** As the Looker user who has the e-mail address of a person who signed in elsewhere. */
@Injectable()
export class SignedInPersonIdentity implements IdentityResolver {
  constructor(private readonly users: ActingUsers) {}

  async resolve({ access, signIn }: McpCaller): Promise<LookerConnection | undefined> {
    const email = signIn?.email ?? null;
    return access.identity.kind === 'caller' && email !== null ? this.users.connectionOf(access, email) : undefined;
  }
}
