import type { CallLogRow } from '../call-log/activity.view.js';
import { loggedArguments, loggedText } from '../call-log/logged-arguments.js';
import { ID_CHARACTERS_MAX } from '../tools/run/record-id.js';
import type { Content } from '../tools/run/tool-result.js';
import type { ToolCallOutcome, ToolCallRequest } from './tool-call.js';

const TOOL_NAME_CHARACTERS_MAX = 128;
const PERSON_CHARACTERS_MAX = 254;

/** When a call began, how long it took, and under which id the log has it. */
export type CallTiming = Pick<CallLogRow, 'id' | 'at' | 'durationMs'>;

/** The row of a call in the call log. */
export function callRow(
  { caller, client, requestId, ...asked }: ToolCallRequest,
  outcome: ToolCallOutcome,
  timing: CallTiming,
): CallLogRow {
  const { name, args } = outcome.called ?? asked;
  const { access, principal } = caller;
  const { tool } = outcome;
  const { digest, bytes, payload } = loggedArguments(args, access.argumentsLogged);
  return {
    ...timing,
    organizationId: access.organizationId,
    mcpServerId: access.serverId,
    integratedAccountId: access.integratedAccountId,
    apiTokenId: caller.apiTokenId,
    memberId: principal.subject.kind === 'member' ? principal.subject.id : null,
    oauthGrantId: caller.signIn?.grantId ?? null,
    person: caller.signIn === null ? null : loggedText(caller.signIn.person, PERSON_CHARACTERS_MAX),
    toolName: loggedText(tool?.name ?? name, TOOL_NAME_CHARACTERS_MAX),
    resource: tool?.resource ?? null,
    method: tool?.method ?? null,
    effect: tool?.effect ?? null,
    status: outcome.status,
    argumentsDigest: digest,
    argumentsBytes: bytes,
    arguments: payload,
    lookerStatus: outcome.looker?.status ?? null,
    lookerRecordId: outcome.recordId === undefined ? null : loggedText(outcome.recordId, ID_CHARACTERS_MAX),
    lookerDurationMs: outcome.looker?.durationMs ?? null,
    rows: outcome.rows,
    bytes: contentBytes(outcome.content),
    clientName: client.name,
    clientVersion: client.version,
    protocolVersion: client.protocolVersion,
    requestId,
  };
}

/** How many bytes the model gets, without the protocol around them. */
const contentBytes = (content: readonly Content[]): number =>
  content.reduce((sum, part) => sum + Buffer.byteLength(contentText(part)), 0);

function contentText(part: Content): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'image':
      return part.data;
    case 'resource':
      return part.blob;
  }
}
