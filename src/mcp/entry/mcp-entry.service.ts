import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { isInAccountScope } from '../../access/account-scope.js';
import type { Principal } from '../../access/principal.js';
import { Credentials } from '../../auth/rest-credentials/credentials.js';
import { RateLimits } from '../../cache/rate-limits.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { networkOf } from '../../http/client-network.js';
import { CallsInFlight } from '../../tool-calls/calls-in-flight.js';
import type { McpAccess, McpCaller } from '../../tool-calls/mcp-access.js';
import { requestKey, revisionOfSession, SESSION_HEADER } from '../protocol/calling-client.js';
import { answerUnderLimit } from '../protocol/limit-headers.js';
import { cancelledIdOf, requestIdOf, rightHeaders, withoutNulls } from '../protocol/message.js';
import { ProtocolServer } from '../protocol/protocol-server.js';
import { answerForm, type HttpAnswer, timelyAnswer } from '../protocol/timely-answer.js';
import { batchAnswer, checkBatch } from './batch.js';
import { McpCapture, type SeenServer } from './mcp-capture.js';
import type { McpRequest } from './mcp-request.js';
import { checkOrigin, type OriginPolicy, originPolicy } from './origin.js';
import { SignInEntry } from './sign-in-entry.js';
import { UrlTokenResolver } from './url-token-resolver.js';

/** Of an answer that is a part of another one. */
const PLAIN = { accept: 'application/json', 'accept-encoding': 'identity' };

/** Who may come in at an MCP URL, and what their messages are answered. */
@Injectable()
export class McpEntryService {
  private readonly logger = new Logger('McpEntry');
  private readonly corrected = new Set<string>();
  private readonly originPolicy: OriginPolicy;

  constructor(
    private readonly urlTokens: UrlTokenResolver,
    private readonly credentials: Credentials,
    private readonly signIns: SignInEntry,
    private readonly inFlight: CallsInFlight,
    private readonly protocol: ProtocolServer,
    private readonly limits: RateLimits,
    private readonly capture: McpCapture,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.originPolicy = originPolicy(settings);
  }

  /** Lets a request in and answers it: plain data in, plain data out. */
  async serve(request: McpRequest): Promise<HttpAnswer> {
    const seen: SeenServer = { access: undefined };
    const at = new Date();
    return this.letIn(request, seen).catch((error: unknown) => {
      this.capture.refused(seen, request, at, error);
      throw error;
    });
  }

  private async letIn(request: McpRequest, seen: SeenServer): Promise<HttpAnswer> {
    const { headers, body, address } = request;
    const caller = await this.limits.checkingToken(networkOf(address), () => this.admit(request, seen));
    if (!Array.isArray(body))
      return answerUnderLimit(this.limits, caller.access, 1, async () =>
        this.signIns.checked(await this.answer(body, headers, caller, request), caller),
      );
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
  private async answer(
    message: unknown,
    sent: IncomingHttpHeaders,
    caller: McpCaller,
    request: McpRequest,
  ): Promise<HttpAnswer> {
    const { requestId, clientAborted } = request;
    const body = withoutNulls(message);
    const headers = this.settings.mcp.strictHeaders ? sent : this.rightHeaders(sent, body, requestId);
    const { access } = caller;
    const keyOf = (id: unknown) => requestKey(access.serverId, headers[SESSION_HEADER], id);
    const cancelled = keyOf(cancelledIdOf(body));
    if (cancelled !== undefined) this.inFlight.cancel(access, cancelled);
    this.signIns.checkScope(caller, body);
    const recheck = () => this.admit(request, { access: undefined });
    const signal = this.inFlight.track(caller, clientAborted, recheck, keyOf(requestIdOf(body)));
    const answered = this.capture.begin(access, body, request);
    return this.protocol.serve({ headers, body, caller, requestId, clientAborted, signal, answered });
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

  /** @throws AppError `request.origin_refused`, `mcp_server.not_found`, `credential.missing`, `credential.invalid`, `credential.in_query` */
  private async admit({ token, headers, address, requestId }: McpRequest, seen: SeenServer): Promise<McpCaller> {
    checkOrigin(headers.origin, this.originPolicy);
    const now = new Date();
    const from = { address, requestId };
    const found = (access: McpAccess) => {
      seen.access = access;
    };
    if (token === null) return this.signIns.admitChosen({ method: 'POST', headers, from }, now, found);
    const request = { method: 'POST', headers, urlToken: token, from };
    const { access, principal } = await this.urlTokens.resolve(request, now);
    found(access);
    if (access.auth === 'oauth') return this.signIns.admit(access, request, now);
    if (access.auth === 'url') return { access, principal, apiTokenId: null, signIn: null };
    const isRight = (second: Principal) => mayConnect(second, access);
    const { subject } = await this.credentials.resolveBy('api_token', request, now, isRight);
    return { access, principal, apiTokenId: subject.id, signIn: null };
  }
}

/** Whether a second factor is one of the same organization and account, and for MCP. */
const mayConnect = (second: Principal, { organizationId, integratedAccountId }: McpAccess): boolean =>
  second.organizationId === organizationId &&
  isInAccountScope(second, integratedAccountId) &&
  second.permissions.has('mcp:connect');
