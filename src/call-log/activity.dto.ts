import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsIn, IsUUID, Max, Min } from 'class-validator';
import { IsInstant } from '../http/input/instant.js';
import { MayBeLeftOut } from '../http/input/presence.js';
import { IsIntInQuery } from '../http/input/query-values.js';
import { IsName } from '../http/input/text.js';
import { PageQuery } from '../http/page.js';
import { CALL_STATUSES, type CallStatus } from './call-log-entry.js';
import { USAGE_GROUPS, type UsageGroup } from './usage.repository.js';

export class CallLogQuery extends PageQuery {
  @ApiProperty({ required: false, enum: ['mcp'], default: 'mcp' })
  @MayBeLeftOut()
  @IsIn(['mcp'])
  log_type?: 'mcp';

  @ApiProperty({ required: false, format: 'uuid', description: 'Calls of one MCP server, also of one that is gone.' })
  @MayBeLeftOut()
  @IsUUID()
  'log_type_filter[mcp_server_id]'?: string;

  @ApiProperty({ required: false, format: 'uuid' })
  @MayBeLeftOut()
  @IsUUID()
  integrated_account_id?: string;

  @ApiProperty({ required: false, example: 'looker_query_run_inline' })
  @MayBeLeftOut()
  @IsName(128)
  tool_name?: string;

  @ApiProperty({ required: false, enum: CALL_STATUSES })
  @MayBeLeftOut()
  @IsIn(CALL_STATUSES)
  status?: CallStatus;

  @ApiProperty({ required: false, format: 'date-time', description: 'Calls that came in at this time or later.' })
  @MayBeLeftOut()
  @IsInstant()
  since?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'Calls that came in before this time.' })
  @MayBeLeftOut()
  @IsInstant()
  until?: string;
}

/** Calls that are still to come have no pages, and no other time than now. */
export class CallStreamQuery extends OmitType(CallLogQuery, ['limit', 'next_cursor', 'log_type', 'since', 'until']) {}

export class UsageQuery {
  @ApiProperty({ required: false, enum: USAGE_GROUPS, default: 'day' })
  @MayBeLeftOut()
  @IsIn(USAGE_GROUPS)
  by?: UsageGroup;

  @ApiProperty({ required: false, format: 'uuid', description: 'Calls of one MCP server, also of one that is gone.' })
  @MayBeLeftOut()
  @IsUUID()
  mcp_server_id?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'Left out: 30 days before until.' })
  @MayBeLeftOut()
  @IsInstant()
  since?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'Not included. Left out: now.' })
  @MayBeLeftOut()
  @IsInstant()
  until?: string;
}

/** A line of a chart has a point for each day. */
const DAYS_MAX = 90;

export class ServersUsageQuery {
  @ApiProperty({ required: false, default: 14, minimum: 1, maximum: DAYS_MAX, description: 'UTC, today included.' })
  @MayBeLeftOut()
  @IsIntInQuery()
  @Min(1)
  @Max(DAYS_MAX)
  days?: number;
}
