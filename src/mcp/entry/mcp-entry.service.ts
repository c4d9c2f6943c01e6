import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { isInAccountScope } from '../../access/account-scope.js';
import type { Principal, RequestOrigin } from '../../access/principal.js';
import { ApiTokensService } from '../../auth/api-tokens/api-tokens.service.js';
import { RateLimits } from '../../cache/rate-limits.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { AppError } from '../../errors/app-error.js';
import { networkOf } from '../../http/client-network.js';
import { CallsInFlight } from '../../tool-calls/calls-in-flight.js';
import type { McpAccess, McpCaller } from '../../tool-calls/mcp-access.js';
import { ServerDirectory } from '../../tool-calls/server-directory.js';
import { ProtocolServer } from '../protocol/protocol-server.js';
import { answerForm, type HttpAnswer, timelyAnswer } from '../protocol/timely-answer.js';
import { batchAnswer, checkBatch } from './batch.js';
import { requestKey, revisionOfSession, SESSION_HEADER } from './calling-client.js';
import { answerUnderLimit } from './limit-headers.js';
import { cancelledIdOf, requestIdOf, rightHeaders, withoutNulls } from './message.js';
import { checkOrigin, originPolicy } from './origin.js';

/** A request over HTTP, of whatever server. */
export interface HttpRequest {
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body. */
  readonly body: unknown;
  /** Of the client. */
  readonly address: string;
  readonly requestId: string;
  /** Aborts when the client closes the connection. */
  readonly clientAborted: AbortSignal;
}

/** A request at an MCP URL. */
export interface McpRequest extends HttpRequest {
  readonly token: string;
}

/** Of an answer that is a part of another one. */
const PLAIN = { accept: 'application/json', 'accept-encoding': 'identity' };

/** Who may come in at an MCP URL, and what their messages are answered. */
@Injectable()
export class McpEntryService {
  private readonly logger = new Logger('McpEntry');
  private readonly corrected = new Set<string>();

  constructor(
    private readonly directory: ServerDirectory,
    private readonly apiTokens: ApiTokensService,
    private readonly inFlight: CallsInFlight,
    private readonly protocol: ProtocolServer,
    private readonly limits: RateLimits,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Lets a request in and answers it: plain data in, plain data out. */
  async serve(request: McpRequest): Promise<HttpAnswer> {
    const { headers, body, address } = request;
    const caller = await this.limits.checkingToken(networkOf(address), () => this.admit(request));
    if (!Array.isArray(body))
      return answerUnderLimit(this.limits, caller.access, 1, () => this.answer(body, headers, caller, request));
    checkBatch(body, headers, revisionOfSession(headers[SESSION_HEADER]));
    const parts = { ...headers, ...PLAIN };
    return answerUnderLimit(this.limits, caller.access, body.length, () =>
      timelyAnswer(
        () => batchAnswer(body, (message) => this.answer(message, parts, caller, request)),
        answerForm(headers.accept),
      ),
    );
  }

  /** Answers one message of somebody who is in. */
  private answer(
    message: unknown,
    sent: IncomingHttpHeaders,
    caller: McpCaller,
    { token, address, requestId, clientAborted }: McpRequest,
  ): Promise<HttpAnswer> {
    const body = withoutNulls(message);
    const headers = this.settings.mcp.strictHeaders ? sent : this.rightHeaders(sent, body, requestId);
    const { access } = caller;
    const keyOf = (id: unknown) => requestKey(access.serverId, headers[SESSION_HEADER], id);
    const cancelled = keyOf(cancelledIdOf(body));
    if (cancelled !== undefined) this.inFlight.cancel(access, cancelled);
    const recheck = () => this.directory.resolve(token, new Date(), address);
    const signal = this.inFlight.track(access, clientAborted, recheck, keyOf(requestIdOf(body)));
    return this.protocol.serve({ headers, body, caller, requestId, clientAborted, signal });
  }

  private rightHeaders(sent: IncomingHttpHeaders, body: unknown, requestId: string): IncomingHttpHeaders {
    const { headers, corrections } = rightHeaders(sent, body);
    for (const correction of corrections) {
      // Each kind once for whoever runs the gateway; a client does it with every request.
      const level = this.corrected.has(correction) ? 'debug' : 'warn';
      this.corrected.add(correction);
      this.logger[level]({ message: `put an MCP request right: the header ${correction}`, request_id: requestId });
    }
    return headers;
  }

  /** @throws AppError `request.origin_refused`, `mcp_server.not_found`, `credential.missing`, `credential.invalid` */
  private async admit({ token, headers, address, requestId }: McpRequest): Promise<McpCaller> {
    const { origin, authorization } = headers;
    checkOrigin(origin, originPolicy(this.settings));
    const now = new Date();
    const from = { address, requestId };
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
