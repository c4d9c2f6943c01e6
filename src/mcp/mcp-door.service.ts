import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiTokensService } from '../auth/api-tokens/api-tokens.service.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { AppError } from '../errors/app-error.js';
import type { McpAccess } from './mcp-access.js';
import { checkOrigin, originPolicy } from './origin.js';
import { ProtocolServer } from './protocol-server.js';
import { ServerDirectory } from './server-directory.js';

/** Decides who comes in at an MCP URL. */
@Injectable()
export class McpDoorService {
  constructor(
    private readonly directory: ServerDirectory,
    private readonly apiTokens: ApiTokensService,
    private readonly protocol: ProtocolServer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Lets a request in and answers it. `gone` aborts when the client closes the connection. */
  async serve(token: string, { headers, body, id }: FastifyRequest, gone: AbortSignal): Promise<Response> {
    const access = await this.enter(token, headers);
    return this.protocol.serve({ headers, body, access, requestId: id, gone });
  }

  /** @throws AppError `request.origin_refused`, `mcp_server.not_found`, `credential.missing`, `credential.invalid` */
  private async enter(token: string, { origin, authorization }: FastifyRequest['headers']): Promise<McpAccess> {
    checkOrigin(origin, originPolicy(this.settings));
    const now = new Date();
    const access = await this.directory.resolve(token, now);
    if (access.apiTokenNeeded) await this.checkApiToken(access, authorization, now);
    return access;
  }

  /** The second factor: an API token of the same organization. Another organization's answers like an unknown one. */
  private async checkApiToken(access: McpAccess, authorization: string | undefined, now: Date): Promise<void> {
    const principal = await this.apiTokens.resolve(authorization, now);
    if (principal.organizationId !== access.principal.organizationId || !principal.permissions.has('mcp:connect'))
      throw new AppError('credential.invalid', 'The API token is unknown, expired or revoked. Use a valid one.');
  }
}
