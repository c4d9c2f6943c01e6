import type { IncomingHttpHeaders } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { RateLimits } from '../../cache/rate-limits.js';
import { readPackageVersion } from '../../config/package-version.js';
import type { LookerLimits } from '../../looker/rate-limit.js';
import type { McpServerAddress } from '../../mcp-servers/mcp-servers.repository.js';
import type { CallingClient } from '../../tool-calls/calling-client.js';
import { CallsInFlight } from '../../tool-calls/calls-in-flight.js';
import { type IncomingToolCall, type LoggedOutcome, LoggedToolCalls } from '../../tool-calls/logged-tool-calls.js';
import type { Progress } from '../../tool-calls/runners/tool-runner.js';
import { ServerDirectory } from '../../tool-calls/server-directory.js';
import { callingClient } from '../entry/calling-client.js';
import { patienceMs } from '../entry/known-clients.js';
import { limitHeaders } from '../entry/limit-headers.js';
import { callResult, failureText } from '../protocol/call-result.js';
import { eventAnswer, type SendEvent } from '../protocol/event-answer.js';
import { timelyAnswer } from '../protocol/timely-answer.js';
import type { ToolTrialDto } from './tool-trial.dto.js';
import type { ToolTrialView } from './tool-trial.view.js';

/** One request to try a tool; `gone` aborts when its connection closes. */
export interface TrialRequest {
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  readonly gone: AbortSignal;
}

const DASHBOARD: CallingClient = { name: 'dashboard', version: readPackageVersion(), protocolVersion: null };

/** Calls a tool of a server for somebody who manages it: as its clients do, but for the URL. */
@Injectable()
export class ToolTrialService {
  private readonly logger = new Logger('ToolTrials');

  constructor(
    private readonly directory: ServerDirectory,
    private readonly inFlight: CallsInFlight,
    private readonly limits: RateLimits,
    private readonly toolCalls: LoggedToolCalls,
  ) {}

  /**
   * The filters, limits and rate limit of the server hold, and the call log names the caller. Answers a `ToolTrialView`:
   * as JSON when it is there soon, else as the last event of a stream that tells of progress.
   * @throws AppError `mcp_server.not_found`, `request.rate_limited`
   */
  async serve(
    principal: Principal,
    address: McpServerAddress,
    body: ToolTrialDto,
    { requestId, headers, gone }: TrialRequest,
  ): Promise<Response> {
    const open = () => this.directory.open(principal, address, new Date());
    const access = await open();
    const limit = await this.limits.pass('mcp-server', `${access.organizationId}:${access.serverId}`);
    const { kind, id } = principal.subject;
    const incoming = {
      caller: { access, principal, apiTokenId: kind === 'api_token' ? id : null },
      client: kind === 'member' ? DASHBOARD : callingClient(undefined, headers),
      requestId,
      name: body.tool_name,
      args: body.arguments ?? {},
    };
    const signal = this.inFlight.watch(access, gone, open);
    let atLooker: LookerLimits | undefined;
    const run = async (send: SendEvent) => {
      const watch = {
        signal,
        progress: (each: Progress) => send('progress', each),
        patienceMs: patienceMs(incoming.client),
      };
      const outcome = await this.call({ ...incoming, watch });
      atLooker = outcome.looker?.limits;
      return trialView(outcome, incoming.client, requestId);
    };
    const answer = await timelyAnswer(Promise.resolve(eventAnswer(run)), 'either');
    for (const [name, value] of Object.entries(limitHeaders(limit, atLooker))) answer.headers.set(name, value);
    return answer;
  }

  /** Our own failures are an answer, too: by then a stream may have begun. */
  private async call(incoming: IncomingToolCall): Promise<LoggedOutcome> {
    const startedAtMs = performance.now();
    const failed = (cause: unknown): LoggedOutcome => ({
      ...{ status: 'failed', tool: undefined, content: [], rows: null, looker: null, cause },
      durationMs: performance.now() - startedAtMs,
    });
    const outcome = await this.toolCalls.call(incoming).catch(failed);
    if (outcome.status !== 'failed') return outcome;
    const { requestId } = incoming;
    this.logger.error({ message: 'a tool call failed on our side', request_id: requestId, err: outcome.cause });
    return { ...outcome, content: [{ kind: 'text', text: failureText(outcome.cause, requestId) }] };
  }
}

const trialView = (outcome: LoggedOutcome, client: CallingClient, requestId: string): ToolTrialView => ({
  request_id: requestId,
  status: outcome.status,
  duration_ms: outcome.durationMs,
  result: callResult(outcome, client),
  fields: (outcome.problems ?? []).map(({ path, message, suggestion }) => ({
    path,
    rule: suggestion === undefined ? message : `${message} (${suggestion})`,
  })),
});
