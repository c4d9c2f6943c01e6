import { Injectable } from '@nestjs/common';
import type { LookerConnection } from '../../looker/looker-connection.js';
import type { McpCaller } from '../mcp-access.js';
import type { IdentityResolver } from './identity-resolver.js';

/** By the API key of the server's account: for whoever did not sign in at Looker, where the server's config allows that. */
@Injectable()
export class ServiceAccountIdentity implements IdentityResolver {
  async resolve({ access, signIn }: McpCaller): Promise<LookerConnection | undefined> {
    const isForServiceAccount = access.identity.kind === 'service_account' && (signIn?.atLooker ?? null) === null;
    return isForServiceAccount ? access.connection : undefined;
  }
}
