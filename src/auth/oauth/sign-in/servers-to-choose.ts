import { Injectable } from '@nestjs/common';
import { maySignIn } from '../../../mcp-servers/who-may-sign-in.js';
import { type ProtectedServer, ProtectedServers } from '../protected-servers.js';
import type { SignedInPerson } from './signed-in-person.js';

/** Which MCP servers a person may choose at the address of all of them. */
@Injectable()
export class ServersToChoose {
  constructor(private readonly servers: ProtectedServers) {}

  /**
   * The servers with sign-in at the gateway that let this person in, those of one account together. Where people sign in at Looker
   * alone, that is still to be done.
   * @param person as a member of each of their organizations.
   */
  async list(person: readonly SignedInPerson[]): Promise<readonly ProtectedServer[]> {
    const offered = await Promise.all(person.map((member) => this.listFor(member)));
    return offered.flat().sort((left, right) => placeOf(left).localeCompare(placeOf(right)));
  }

  private async listFor({ principal, email }: SignedInPerson): Promise<readonly ProtectedServer[]> {
    const servers = await this.servers.list(principal.organizationId);
    return servers.filter(({ signIn }) => signIn.sign_in.length > 0 && maySignIn(signIn, email));
  }
}

const placeOf = ({ organization, accountName, server }: ProtectedServer) =>
  `${organization.name} ${accountName} ${server.integratedAccountId}`;
