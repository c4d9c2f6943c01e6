import { Injectable } from '@nestjs/common';
import type { IsStillAllowed } from '../../access/access.decorators.js';
import type { Principal } from '../../access/principal.js';
import { RateLimits } from '../../cache/rate-limits.js';
import { readPackageVersion } from '../../config/package-version.js';
import type { McpServerAddress } from '../../mcp-servers/mcp-servers.repository.js';
import { CallsInFlight } from '../../tool-calls/calls-in-flight.js';
import { ServerDirectory } from '../../tool-calls/server-directory.js';
import type { CallingClient, ToolCallAnswer } from '../../tool-calls/tool-call.js';
import { ToolCallService } from '../../tool-calls/tool-call.service.js';
import type { Progress } from '../../tools/catalogue/tool.js';
import type { HttpRequest } from '../entry/mcp-request.js';
import { callResult } from '../protocol/call-result.js';
import { callingClient, patienceMs } from '../protocol/calling-client.js';
import { answerUnderLimit } from '../protocol/limit-headers.js';
import { type HttpAnswer, timelyAnswer } from '../protocol/timely-answer.js';
import type { ToolTrialDto } from './tool-trial.dto.js';
import type { ToolTrialView } from './tool-trial.view.js';

const DASHBOARD: CallingClient = { name: 'dashboard', version: readPackageVersion(), protocolVersion: null };

/** Calls a tool of a server for somebody who manages it: as its clients do, but for the URL. */
@Injectable()
export class ToolTrialService {
  constructor(
    private readonly directory: ServerDirectory,
    private readonly inFlight: CallsInFlight,
    private readonly limits: RateLimits,
    private readonly toolCalls: ToolCallService,
  ) {}

  /**
   * The filters, limits and rate limit of the server hold, and the call log names the caller. Answers a `ToolTrialView`:
   * as JSON when it is there soon, else as the last event of a stream that tells of progress. Our own failures are an answer, too: by
   * then a stream may have begun.
   * @throws AppError `mcp_server.not_found`, `request.rate_limited`
   */
  async serve(
    principal: Principal,
    address: McpServerAddress,
    { tool_name, arguments: args = {} }: ToolTrialDto,
    { requestId, headers, clientAborted }: HttpRequest,
    isStillAllowed: IsStillAllowed,
  ): Promise<HttpAnswer> {
    const open = () => this.directory.open(principal, address, new Date());
    const access = await open();
    const { kind, id } = principal.subject;
    const caller = { access, principal, apiTokenId: kind === 'api_token' ? id : null, signIn: null };
    const client = kind === 'member' ? DASHBOARD : callingClient(undefined, headers);
    return answerUnderLimit(this.limits, access, 1, () => {
      const recheck = async () => {
        if (!(await isStillAllowed())) throw new Error('the caller is no longer allowed');
        await open();
      };
      const signal = this.inFlight.track(caller, clientAborted, recheck);
      return timelyAnswer(async (send) => {
        const progress = (each: Progress) => send('progress', JSON.stringify(each));
        const observer = { signal, progress, patienceMs: patienceMs(client) };
        const answer = await this.toolCalls.call({ caller, client, requestId, name: tool_name, args, observer });
        const text = JSON.stringify(trialView(answer, client, requestId));
        return { status: 200, text, lookerLimits: answer.looker?.limits };
      }, 'either');
    });
  }
}

const trialView = (outcome: ToolCallAnswer, client: CallingClient, requestId: string): ToolTrialView => ({
  request_id: requestId,
  status: outcome.status,
  duration_ms: outcome.durationMs,
  result: callResult(outcome, client),
  fields: (outcome.problems ?? []).map(({ path, message, suggestion }) => ({
    path,
    rule: suggestion === undefined ? message : `${message} (${suggestion})`,
  })),
});
