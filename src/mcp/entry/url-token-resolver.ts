import { Injectable } from '@nestjs/common';
import type { CredentialRequest, CredentialResolver } from '../../access/credential-resolver.js';
import type { AppError } from '../../errors/app-error.js';
import type { McpCaller } from '../../tool-calls/mcp-access.js';
import { ServerDirectory, serverNotFound } from '../../tool-calls/server-directory.js';

/** The server that the token of an MCP URL opens, and the server as principal. */
@Injectable()
export class UrlTokenResolver implements CredentialResolver<Pick<McpCaller, 'access' | 'principal'>> {
  readonly kind = 'url_token';
  readonly countsWrong = true;

  constructor(private readonly directory: ServerDirectory) {}

  isIn({ urlToken }: CredentialRequest): boolean {
    return urlToken !== undefined;
  }

  /** @throws AppError `mcp_server.not_found` */
  async resolve({ urlToken = '', from }: CredentialRequest, now: Date) {
    const access = await this.directory.resolve(urlToken, now, from.address);
    const principal = {
      organizationId: access.organizationId,
      subject: { kind: 'mcp_server' as const, id: access.serverId, name: access.serverName },
      permissions: PERMISSIONS,
      integratedAccountId: access.integratedAccountId,
      from,
    };
    return { access, principal };
  }

  wrong(): AppError {
    return serverNotFound();
  }
}

const PERMISSIONS = new Set(['mcp:connect'] as const);
