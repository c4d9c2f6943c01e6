import { Injectable } from '@nestjs/common';
import type { CredentialRequest, CredentialResolver } from '../../access/credential-resolver.js';
import type { McpCaller } from '../../tool-calls/mcp-access.js';
import { ServerDirectory, serverNotFound } from '../../tool-calls/server-directory.js';

const PERMISSIONS = new Set(['mcp:connect'] as const);

/** The server that the token of an MCP URL opens, which is the principal too. */
@Injectable()
export class UrlTokenResolver implements CredentialResolver<Pick<McpCaller, 'access' | 'principal'>> {
  readonly kind = 'url_token';
  readonly wrong = serverNotFound;

  constructor(private readonly directory: ServerDirectory) {}

  async resolve({ urlToken = '', from }: CredentialRequest, now: Date) {
    const access = await this.directory.resolve(urlToken, now, from.address);
    const { organizationId, serverId: id, serverName: name, integratedAccountId } = access;
    const subject = { kind: 'mcp_server' as const, id, name };
    return { access, principal: { organizationId, subject, permissions: PERMISSIONS, integratedAccountId, from } };
  }
}
