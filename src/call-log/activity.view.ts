import { ApiProperty } from '@nestjs/swagger';
import { type ColumnsOf, nullable, PageOf, viewOf } from '../http/answers/record-view.js';
import { USAGE_GROUPS } from './activity.dto.js';
import { CALL_STATUSES, type CallStatus } from './call-status.js';

const FRACTION = { type: 'number', format: 'double' } as const;

/** One tool call as callers see it. */
export class CallLogEntryView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ format: 'date-time', description: 'When the call came in.' }) at: string;
  @ApiProperty({ format: 'uuid' }) mcp_server_id: string;
  @ApiProperty({ format: 'uuid' }) integrated_account_id: string;
  @ApiProperty({
    ...nullable(String),
    format: 'uuid',
    description: 'The second factor, or what a tool was tried with.',
  })
  api_token_id: string | null;
  @ApiProperty({
    ...nullable(String),
    format: 'uuid',
    description: 'Who tried the tool in the dashboard, or signed in as a member.',
  })
  member_id: string | null;
  @ApiProperty({ ...nullable(String), format: 'uuid', description: 'The sign-in by which the caller came in.' })
  oauth_grant_id: string | null;
  @ApiProperty({ ...nullable(String), description: 'Who signed in: an e-mail address, or a name.' })
  person: string | null;
  @ApiProperty() tool_name: string;
  @ApiProperty(nullable(String)) resource: string | null;
  @ApiProperty(nullable(String)) method: string | null;
  @ApiProperty({ ...nullable(String), enum: ['read', 'write', 'destructive'] }) effect: string | null;
  @ApiProperty({ enum: CALL_STATUSES }) status: string;
  @ApiProperty({ ...nullable(Number), description: 'Null when nothing was sent, or no answer came.' })
  looker_status: number | null;
  @ApiProperty({ ...nullable(String), description: 'Of what was created or changed, where Looker named it.' })
  looker_record_id: string | null;
  @ApiProperty(FRACTION) duration_ms: number;
  @ApiProperty({ ...FRACTION, nullable: true, description: 'Includes a login, where one was needed.' })
  looker_duration_ms: number | null;
  @ApiProperty({ ...nullable(Number), description: 'Null when the answer is no list.' }) rows: number | null;
  @ApiProperty() bytes: number;
  @ApiProperty({ description: 'SHA-256 of the arguments as JSON with sorted keys.' }) arguments_digest: string;
  @ApiProperty() arguments_bytes: number;
  @ApiProperty({ type: Object, nullable: true, description: 'Only of servers with log_arguments.' }) arguments: unknown;
  @ApiProperty(nullable(String)) client_name: string | null;
  @ApiProperty(nullable(String)) client_version: string | null;
  @ApiProperty(nullable(String)) protocol_version: string | null;
  @ApiProperty({ format: 'uuid' }) request_id: string;
}

/** One call, as its row is written. */
export type CallLogRow = ColumnsOf<CallLogEntryView> & {
  readonly organizationId: string;
  readonly at: Date;
  readonly status: CallStatus;
};

export class CallLogPage extends PageOf(CallLogEntryView) {}

export class UsageRowView {
  @ApiProperty({
    description:
      'The id of the MCP server, the name of the tool, the day (UTC, YYYY-MM-DD), or who called: `member:<id>`, `api_token:<id>`, or `mcp_server:<id>` where nobody is known but the URL.',
  })
  key: string;
  @ApiProperty({
    ...nullable(String),
    description: 'What people call it now: null for tools and days, and for what is gone.',
  })
  name: string | null;
  @ApiProperty() calls: number;
  @ApiProperty({ description: 'Calls that did not end as ok.' }) errors: number;
  @ApiProperty(FRACTION) average_duration_ms: number;
  @ApiProperty(FRACTION) p95_duration_ms: number;
  @ApiProperty() bytes: number;
}

export class UsageView {
  @ApiProperty({ enum: USAGE_GROUPS }) by: string;
  @ApiProperty({ format: 'date-time' }) since: string;
  @ApiProperty({ format: 'date-time' }) until: string;
  @ApiProperty({ type: [UsageRowView] }) result: UsageRowView[];
}

export class ServerUsageView {
  @ApiProperty({ format: 'uuid' }) mcp_server_id: string;
  @ApiProperty({ type: [Number], description: 'Calls of each day, the first one first.' }) calls: number[];
  @ApiProperty({ description: 'Calls of these days that did not end as ok.' }) errors: number;
  @ApiProperty({ format: 'date-time', description: 'The newest call in the log, also from before these days.' })
  last_call_at: string;
}

export class ServersUsageView {
  @ApiProperty({ format: 'date-time', description: 'When the first day begins.' }) since: string;
  @ApiProperty() days: number;
  @ApiProperty({
    type: [ServerUsageView],
    description: 'MCP servers that were called, the newest first, 5000 at most. Those that are gone are left out.',
  })
  result: ServerUsageView[];
}

export const callLogEntryView = viewOf(CallLogEntryView);
