import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { isInAccountScope } from '../../access/account-scope.js';
import type { Principal } from '../../access/principal.js';
import { Credentials } from '../../auth/credentials/credentials.js';
import { RateLimits } from '../../cache/rate-limits.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
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
import { checkOrigin, type OriginPolicy, originPolicy } from './origin.js';
import { UrlTokenResolver } from './url-token-resolver.js';

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
  private readonly originPolicy: OriginPolicy;

  constructor(
    private readonly directory: ServerDirectory,
    private readonly urlTokens: UrlTokenResolver,
    private readonly credentials: Credentials,
    private readonly inFlight: CallsInFlight,
    private readonly protocol: ProtocolServer,
    private readonly limits: RateLimits,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.originPolicy = originPolicy(settings);
  }

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
        (_, tellLimits) => batchAnswer(body, (message) => this.answer(message, parts, caller, request), tellLimits),
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
    checkOrigin(headers.origin, this.originPolicy);
    const request = { method: 'POST', headers, urlToken: token, from: { address, requestId } };
    const now = new Date();
    const { access, principal } = await this.urlTokens.resolve(request, now);
    let apiTokenId: string | null = null;
    for (const kind of access.secondFactors) {
      const isRight = (second: Principal) => mayConnect(second, access);
      const { subject } = await this.credentials.resolveBy(kind, request, now, isRight);
      if (subject.kind === 'api_token') apiTokenId = subject.id;
    }
    return { access, principal, apiTokenId };
  }
}

/** Whether a second factor is one of the same organization and account, and for MCP. */
const mayConnect = (second: Principal, { organizationId, integratedAccountId }: McpAccess): boolean =>
  second.organizationId === organizationId &&
  isInAccountScope(second, integratedAccountId) &&
  second.permissions.has('mcp:connect');
