import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isInAccountScope } from '../../access/account-scope.js';
import type { Principal, RequestOrigin } from '../../access/principal.js';
import { ApiTokensService } from '../../auth/api-tokens/api-tokens.service.js';
import { RateLimits } from '../../cache/rate-limits.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { AppError } from '../../errors/app-error.js';
import { networkOf } from '../../http/client-network.js';
import type { LookerLimits } from '../../looker/rate-limit.js';
import { CallsInFlight } from '../../tool-calls/calls-in-flight.js';
import type { McpAccess, McpCaller } from '../../tool-calls/mcp-access.js';
import { ServerDirectory } from '../../tool-calls/server-directory.js';
import { type McpExchange, ProtocolServer } from '../protocol/protocol-server.js';
import { timelyAnswer } from '../protocol/timely-answer.js';
import { answerForm } from './answer-form.js';
import { batchAnswer, checkBatch } from './batch.js';
import { cancelledIdOf, requestIdOf, requestKey, revisionOfSession, SESSION_HEADER } from './client-session.js';
import { limitHeaders } from './limit-headers.js';
import { withoutNulls } from './message.js';
import { checkOrigin, originPolicy } from './origin.js';
import { rightHeaders } from './protocol-headers.js';

/** Of an answer that is a part of another one. */
const PLAIN = { accept: 'application/json', 'accept-encoding': 'identity' };

type Entered = Omit<McpExchange, 'headers' | 'body' | 'ended'> & { readonly recheck: () => Promise<unknown> };

/** Decides who comes in at an MCP URL. */
@Injectable()
export class McpDoorService {
  private readonly logger = new Logger('McpDoor');
  private readonly corrected = new Set<string>();

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
    if (Array.isArray(body)) checkBatch(body, headers, revisionOfSession(headers[SESSION_HEADER]));
    const { organizationId, serverId } = caller.access;
    const messages = Array.isArray(body) ? body.length : 1;
    const limit = await this.limits.pass('mcp-server', `${organizationId}:${serverId}`, messages);
    let atLooker: LookerLimits | undefined;
    const onLimits = (limits: LookerLimits) => {
      atLooker = limits;
    };
    const recheck = () => this.directory.resolve(token, new Date(), request.ip);
    const entered = { caller, requestId, gone, recheck, onLimits };
    const answer = await (Array.isArray(body)
      ? timelyAnswer(
          batchAnswer(body, (message) => this.answer(message, { ...headers, ...PLAIN }, entered)),
          answerForm(headers.accept),
        )
      : this.answer(body, headers, entered));
    for (const [name, value] of Object.entries(limitHeaders(limit, atLooker))) answer.headers.set(name, value);
    return answer;
  }

  /** Answers one message of somebody who is in. */
  private answer(message: unknown, said: IncomingHttpHeaders, { recheck, ...entered }: Entered): Promise<Response> {
    const body = withoutNulls(message);
    const headers = this.settings.mcp.strictHeaders ? said : this.rightHeaders(said, body, entered.requestId);
    const { access } = entered.caller;
    const keyOf = (id: unknown) => requestKey(access.serverId, headers[SESSION_HEADER], id);
    const cancelled = keyOf(cancelledIdOf(body));
    if (cancelled !== undefined) this.inFlight.cancel(access, cancelled);
    const ended = this.inFlight.watch(access, entered.gone, recheck, keyOf(requestIdOf(body)));
    return this.protocol.serve({ ...entered, headers, body, ended });
  }

  private rightHeaders(said: IncomingHttpHeaders, body: unknown, requestId: string): IncomingHttpHeaders {
    const { headers, corrections } = rightHeaders(said, body);
    for (const correction of corrections) {
      // Each kind once for whoever runs the gateway; a client does it with every request.
      const level = this.corrected.has(correction) ? 'debug' : 'warn';
      this.corrected.add(correction);
      this.logger[level]({ message: `put an MCP request right: the header ${correction}`, request_id: requestId });
    }
    return headers;
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
      principal.organizationId === access.organizationId && isInAccountScope(principal, access.integratedAccountId);
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
