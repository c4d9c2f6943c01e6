import { ApiProperty, PickType } from '@nestjs/swagger';
import { CALL_STATUSES } from '../call-log/call-status.js';
import { nullable, nullableTime, PageOf } from '../http/answers/record-view.js';
import { McpServerConfigView } from '../mcp-servers/mcp-servers.view.js';
import { earlierConfig } from '../mcp-servers/stored-config.js';
import { type Actor, actorOf, ENDINGS, type Ending, type FieldChange } from './access-trail.js';
import type { EndedAccess } from './ended-access.repository.js';

export class ActorView implements Actor {
  @ApiProperty({ example: 'member' }) kind: string;
  @ApiProperty() id: string;
  @ApiProperty({ description: 'What it was called then: an e-mail address, or the name of an API token.' })
  name: string;
}

/** Access that is over: an MCP server or an API token, which may be gone. */
export class EndedAccessView {
  @ApiProperty({ enum: ['mcp_server', 'api_token'] }) kind: 'mcp_server' | 'api_token';
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ ...nullable(String), format: 'uuid', description: 'Null: an API token for all accounts.' })
  integrated_account_id: string | null;
  @ApiProperty({ ...nullable(String), description: 'Also of an account that is gone.' }) account_name: string | null;
  @ApiProperty({
    ...nullable(String),
    description: 'The last four characters of its URL or token, where the trail knows them.',
  })
  fingerprint: string | null;
  @ApiProperty({ ...nullable(McpServerConfigView), description: 'What an MCP server allowed at last.' })
  config: McpServerConfigView | null;
  @ApiProperty({ type: [String], nullable: true, description: 'What an API token allowed.' }) scopes: string[] | null;
  @ApiProperty({ format: 'date-time' }) issued_at: string;
  @ApiProperty(nullable(ActorView)) issued_by: ActorView | null;
  @ApiProperty(nullableTime) expires_at: string | null;
  @ApiProperty({ format: 'date-time' }) ended_at: string;
  @ApiProperty({ enum: ENDINGS }) ending: Ending;
  @ApiProperty({ ...nullable(ActorView), description: 'Null for what expired.' }) ended_by: ActorView | null;
  @ApiProperty({ ...nullableTime, description: 'Of an MCP server: the newest call that the log still keeps.' })
  last_call_at: string | null;
}

export class EndedAccessPage extends PageOf(EndedAccessView) {}

/**
 * What a token opens now. `working`; `in_grace`: it was replaced, and works on until `valid_until`; `expired`: it works again
 * if its record is prolonged; `replaced`: its record has a new one; `revoked`: its record is gone.
 */
export const TOKEN_STATES = ['working', 'in_grace', 'expired', 'replaced', 'revoked'] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

/** Whose a token is or was. The token itself is not repeated. */
export class FoundTokenView extends PickType(EndedAccessView, [
  'kind',
  'id',
  'name',
  'integrated_account_id',
  'account_name',
]) {
  @ApiProperty({ description: 'The last four characters of the token.' }) fingerprint: string;
  @ApiProperty({
    enum: TOKEN_STATES,
    description:
      '`in_grace`: replaced, and working until `valid_until`. `expired`: works again if it is prolonged. `replaced`: there is a new one. `revoked`: the record is gone.',
  })
  state: TokenState;
  @ApiProperty({ ...nullableTime, description: 'Until when it works. Null: without end, or it does not work.' })
  valid_until: string | null;
  @ApiProperty({ ...nullableTime, description: 'When it stopped working. Null: it works, or the time is not known.' })
  ended_at: string | null;
  @ApiProperty({ description: 'Whether the MCP server or API token is still there.' }) exists: boolean;
}

/** Calls of one server, added up; what is read is of calls that succeeded. */
class CallSumsView {
  @ApiProperty() calls: number;
  @ApiProperty({ description: 'Calls that did not end as ok.' }) errors: number;
  @ApiProperty({ description: 'Calls that succeeded and were not for reading.' }) changes: number;
  @ApiProperty({ description: 'Rows in answers to calls for reading.' }) rows: number;
  @ApiProperty({ description: 'Length of the answers to calls for reading.' }) bytes: number;
  @ApiProperty(nullableTime) first_at: string | null;
  @ApiProperty(nullableTime) last_at: string | null;
}

/** The same, as it is read. */
export type CallSums = Omit<CallSumsView, 'first_at' | 'last_at'> & {
  readonly first_at: Date | null;
  readonly last_at: Date | null;
};

export class ToolCallsView extends CallSumsView {
  @ApiProperty({ ...nullable(String), description: 'Null: names of tools that the server does not offer.' })
  tool_name: string | null;
  @ApiProperty({ ...nullable(String), enum: ['read', 'write', 'destructive'] }) effect: string | null;
}

export class DayCallsView extends CallSumsView {
  @ApiProperty({ description: 'UTC, YYYY-MM-DD.' }) day: string;
}

export class ClientCallsView extends CallSumsView {
  @ApiProperty({ ...nullable(String), description: 'As the client calls itself.' }) client_name: string | null;
  @ApiProperty(nullable(String)) client_version: string | null;
  @ApiProperty({ ...nullable(String), format: 'uuid', description: 'The second factor, where one was asked for.' })
  api_token_id: string | null;
  @ApiProperty(nullable(String)) api_token_name: string | null;
}

export class ChangeCallView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty() tool_name: string;
  @ApiProperty({ enum: ['write', 'destructive'] }) effect: string;
  @ApiProperty({ enum: CALL_STATUSES }) status: string;
  @ApiProperty(nullable(Number)) looker_status: number | null;
  @ApiProperty({ ...nullable(String), description: 'Of what was created or changed, where Looker named it.' })
  looker_record_id: string | null;
  @ApiProperty({ type: Object, nullable: true, description: 'Only of servers with log_arguments.' }) arguments: unknown;
  @ApiProperty(nullable(String)) client_name: string | null;
}

class FieldChangeView implements FieldChange {
  @ApiProperty({ example: 'expires_at' }) field: string;
  @ApiProperty(nullable(String)) before: string | null;
  @ApiProperty(nullable(String)) after: string | null;
}

export class AccessEventView {
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty({ example: 'mcp_server.changed' }) action: string;
  @ApiProperty(nullable(ActorView)) by: ActorView | null;
  @ApiProperty({ type: [FieldChangeView] }) changes: FieldChangeView[];
}

/** All that is kept of what one MCP server was for, and what was done with it. */
export class AccessReportView {
  @ApiProperty({ format: 'uuid' }) mcp_server_id: string;
  @ApiProperty() name: string;
  @ApiProperty({ format: 'uuid' }) integrated_account_id: string;
  @ApiProperty({
    ...nullable(String),
    description: 'The last four characters of its latest URL, where the trail knows them.',
  })
  fingerprint: string | null;
  @ApiProperty(nullable(String)) account_name: string | null;
  @ApiProperty({ description: 'What it allows, or allowed at last.' }) config: McpServerConfigView;
  @ApiProperty({ format: 'date-time' }) issued_at: string;
  @ApiProperty(nullable(ActorView)) issued_by: ActorView | null;
  @ApiProperty(nullableTime) expires_at: string | null;
  @ApiProperty({ ...nullableTime, description: 'Null: it has not ended.' }) ended_at: string | null;
  @ApiProperty({ ...nullable(String), enum: ENDINGS }) ending: Ending | null;
  @ApiProperty(nullable(ActorView)) ended_by: ActorView | null;
  @ApiProperty({ format: 'date-time', description: 'Calls that came in before this time are counted.' }) until: string;
  @ApiProperty({ ...nullableTime, description: 'Calls before this time may be gone from the log. Null: none are.' })
  calls_missing_before: string | null;
  @ApiProperty({ description: 'What the gateway does not keep, and the report so cannot tell.', type: [String] })
  notes: readonly string[];
  @ApiProperty({ type: [AccessEventView], description: 'What happened to it, oldest first; the newest 500.' })
  events: AccessEventView[];
  @ApiProperty() total: CallSumsView;
  @ApiProperty({ type: [ToolCallsView], description: 'The most used first.' }) tools: ToolCallsView[];
  @ApiProperty({ type: [DayCallsView], description: 'Days with calls, the oldest first.' }) days: DayCallsView[];
  @ApiProperty({ type: [ClientCallsView], description: 'The most active first.' }) clients: ClientCallsView[];
  @ApiProperty({
    type: [ChangeCallView],
    description: 'Calls that were not for reading, whatever came of them, newest first: 200 at most. The CSV has all.',
  })
  changes: ChangeCallView[];
  @ApiProperty() changes_are_all: boolean;
}

export const sumsView = ({ calls, errors, changes, rows, bytes, first_at, last_at }: CallSums): CallSumsView => ({
  calls,
  errors,
  changes,
  rows,
  bytes,
  first_at: first_at?.toISOString() ?? null,
  last_at: last_at?.toISOString() ?? null,
});

interface RecordSeen {
  readonly name: string;
  readonly integrated_account_id: string | null;
  readonly fingerprint?: string | null;
  readonly config?: Partial<McpServerConfigView>;
  readonly scopes?: string[];
  readonly created_at: string;
  readonly expires_at: string | null;
}

const timeText = (text: string) => new Date(text).toISOString();

export function endedAccessView(row: EndedAccess): EndedAccessView {
  // The trail holds the views of records.
  const seen = row.seen as RecordSeen;
  return {
    kind: row.kind,
    id: row.id,
    name: seen.name,
    integrated_account_id: seen.integrated_account_id,
    account_name: row.account_name,
    fingerprint: seen.fingerprint ?? null,
    config: seen.config === undefined ? null : earlierConfig(seen.config),
    scopes: seen.scopes ?? null,
    issued_at: timeText(seen.created_at),
    issued_by: actorOf(row.issued_by),
    expires_at: seen.expires_at === null ? null : timeText(seen.expires_at),
    ended_at: row.ended_at.toISOString(),
    ending: row.ending,
    ended_by: actorOf(row.ended_by),
    last_call_at: row.last_call_at?.toISOString() ?? null,
  };
}
