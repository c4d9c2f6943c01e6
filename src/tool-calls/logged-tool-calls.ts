import { Injectable } from '@nestjs/common';
import type { CallLogRow } from '../call-log/activity.view.js';
import { CallLogService } from '../call-log/call-log.service.js';
import { loggedText } from '../call-log/call-log-entry.js';
import { loggedArguments } from '../call-log/logged-arguments.js';
import { createId } from '../database/ids.js';
import type { CallWatch } from './call-at-looker.js';
import type { CallingClient } from './calling-client.js';
import type { McpCaller } from './mcp-access.js';
import { ToolCallService } from './tool-call.service.js';
import { contentBytes, type ToolCallOutcome } from './tool-call-outcome.js';

/** One `tools/call` as it came in. */
export interface IncomingToolCall {
  readonly caller: McpCaller;
  readonly client: CallingClient;
  readonly requestId: string;
  readonly name: string;
  readonly args: unknown;
  readonly watch: CallWatch;
}

/** What came of a call, and how long it took, as the log has it. */
export type LoggedOutcome = ToolCallOutcome & { readonly durationMs: number };

/** Thrown when a call was made and its row could not be written: it must not be answered as if nothing were missing. */
export class CallNotLoggedError extends Error {
  override readonly name = 'CallNotLoggedError';
}

const TOOL_NAME_CHARACTERS_MAX = 128;
/** Slugs of dashboards made of LookML are the longest ids. */
const RECORD_ID_CHARACTERS_MAX = 255;

/** Runs tool calls and logs each: no call is answered before its row is committed. */
@Injectable()
export class LoggedToolCalls {
  constructor(
    private readonly toolCalls: ToolCallService,
    private readonly callLog: CallLogService,
  ) {}

  /** @throws CallNotLoggedError */
  async call(incoming: IncomingToolCall): Promise<LoggedOutcome> {
    const started = { id: createId(), at: new Date(), startedAtMs: performance.now() };
    const { caller, name, args, watch } = incoming;
    const outcome = await this.toolCalls.call(caller, name, args, watch);
    const durationMs = performance.now() - started.startedAtMs;
    await this.log({ ...rowOf(incoming, outcome), id: started.id, at: started.at, durationMs });
    return { ...outcome, durationMs };
  }

  private async log(row: CallLogRow): Promise<void> {
    await this.callLog.write(row).catch((cause: unknown) => {
      throw new CallNotLoggedError('the call log did not take a row', { cause });
    });
  }
}

type Timing = 'id' | 'at' | 'durationMs';

function rowOf(
  { caller, client, requestId, ...asked }: IncomingToolCall,
  outcome: ToolCallOutcome,
): Omit<CallLogRow, Timing> {
  const { name, args } = outcome.called ?? asked;
  const { access, principal } = caller;
  const { tool } = outcome;
  const { digest, bytes, payload } = loggedArguments(args, access.argumentsLogged);
  return {
    organizationId: access.organizationId,
    mcpServerId: access.serverId,
    integratedAccountId: access.integratedAccountId,
    apiTokenId: caller.apiTokenId,
    memberId: principal.subject.kind === 'member' ? principal.subject.id : null,
    toolName: loggedText(name, TOOL_NAME_CHARACTERS_MAX),
    resource: tool?.resource ?? null,
    method: tool?.method ?? null,
    effect: tool?.effect ?? null,
    status: outcome.status,
    argumentsDigest: digest,
    argumentsBytes: bytes,
    arguments: payload,
    lookerStatus: outcome.looker?.status ?? null,
    lookerRecordId: outcome.recordId === undefined ? null : loggedText(outcome.recordId, RECORD_ID_CHARACTERS_MAX),
    lookerDurationMs: outcome.looker?.durationMs ?? null,
    rows: outcome.rows,
    bytes: contentBytes(outcome.content),
    clientName: client.name,
    clientVersion: client.version,
    protocolVersion: client.protocolVersion,
    requestId,
  };
}
