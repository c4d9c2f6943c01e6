import { Injectable } from '@nestjs/common';
import type { LookerConnection } from '../../looker/looker-connection.js';
import type { McpCaller } from '../mcp-access.js';
import { ActingUsers } from './acting-users.js';
import type { IdentityResolver } from './identity-resolver.js';

/** As the Looker user that the server's config names, whoever calls. */
@Injectable()
export class FixedUserIdentity implements IdentityResolver {
  constructor(private readonly users: ActingUsers) {}

  async resolve({ access }: McpCaller): Promise<LookerConnection | undefined> {
    const { kind, user } = access.identity;
    return kind === 'fixed_user' && user !== null ? this.users.connectionOf(access, user) : undefined;
  }
}
