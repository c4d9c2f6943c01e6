import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal, RequestOrigin } from '../access/principal.js';
import { isWithinReach } from '../access/reach.js';
import { ApiTokensService } from '../auth/api-tokens/api-tokens.service.js';
import { RateLimits } from '../cache/rate-limits.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { AppError } from '../errors/app-error.js';
import { networkOf } from '../http/client-network.js';
import type { LookerLimits } from '../looker/rate-limit.js';
import { CallsInFlight } from './calls-in-flight.js';
import { cancelledIdOf, newSessionId, requestIdOf, requestKey, SESSION_HEADER } from './client-session.js';
import { limitHeaders } from './limit-headers.js';
import type { McpAccess, McpCaller } from './mcp-access.js';
import { checkOrigin, originPolicy } from './origin.js';
import { ProtocolServer } from './protocol-server.js';
import { ServerDirectory } from './server-directory.js';

/** Decides who comes in at an MCP URL. */
@Injectable()
export class McpDoorService {
  constructor(
    private readonly directory: ServerDirectory,
    private readonly apiTokens: ApiTokensService,
    private readonly inFlight: CallsInFlight,
    private readonly protocol: ProtocolServer,
    private readonly limits: RateLimits,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Lets a request in and answers it. `gone` aborts when the client closes the connection. */
  async serve(token: string, request: FastifyRequest, gone: AbortSignal): Promise<Response> {
    const { headers, body, id: requestId } = request;
    const caller = await this.limits.checkingToken(networkOf(request.ip), () =>
      this.enter(token, headers, { address: request.ip, requestId }),
    );
    const { organizationId, serverId } = caller.access;
    const limit = await this.limits.pass('mcp-server', `${organizationId}:${serverId}`);
    const session = headers[SESSION_HEADER];
    const cancelled = requestKey(serverId, session, cancelledIdOf(body));
    if (cancelled !== undefined) this.inFlight.cancel(caller.access, cancelled);
    const recheck = () => this.directory.resolve(token, new Date(), request.ip);
    const ended = this.inFlight.watch(caller.access, gone, recheck, requestKey(serverId, session, requestIdOf(body)));
    let atLooker: LookerLimits | undefined;
    const onLimits = (limits: LookerLimits) => {
      atLooker = limits;
    };
    const exchange = { headers, body, caller, requestId, gone, ended, onLimits };
    const answer = await this.protocol.serve(exchange);
    for (const [name, value] of Object.entries(limitHeaders(limit, atLooker))) answer.headers.set(name, value);
    const opened = answer.ok ? newSessionId(body) : undefined;
    if (opened !== undefined) answer.headers.set(SESSION_HEADER, opened);
    return answer;
  }

  /** @throws AppError `request.origin_refused`, `mcp_server.not_found`, `credential.missing`, `credential.invalid` */
  private async enter(
    token: string,
    { origin, authorization }: FastifyRequest['headers'],
    from: RequestOrigin,
  ): Promise<McpCaller> {
    checkOrigin(origin, originPolicy(this.settings));
    const now = new Date();
    const access = await this.directory.resolve(token, now, from.address);
    const second = access.apiTokenNeeded ? await this.secondFactor(access, authorization, from, now) : undefined;
    return { access, principal: principalOf(access, from), apiTokenId: second?.subject.id ?? null };
  }

  /** An API token of the same organization and account. Another organization's answers like an unknown one. */
  private async secondFactor(
    access: McpAccess,
    authorization: string | undefined,
    from: RequestOrigin,
    now: Date,
  ): Promise<Principal> {
    const principal = await this.apiTokens.resolve(authorization, from, now);
    const isOfServer =
      principal.organizationId === access.organizationId && isWithinReach(principal, access.integratedAccountId);
    if (!isOfServer || !principal.permissions.has('mcp:connect'))
      throw new AppError('credential.invalid', 'The API token is unknown, expired or revoked. Use a valid one.');
    return principal;
  }
}

const principalOf = (access: McpAccess, from: RequestOrigin): Principal => ({
  organizationId: access.organizationId,
  subject: { kind: 'mcp_server', id: access.serverId, name: access.serverName },
  permissions: new Set(['mcp:connect']),
  integratedAccountId: access.integratedAccountId,
  from,
});
