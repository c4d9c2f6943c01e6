import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { IsInstant } from '../http/input/instant.js';
import { IsIntInQuery } from '../http/input/integers.js';
import { MayBeLeftOut } from '../http/input/presence.js';
import { IsName } from '../http/input/text.js';
import { PageQuery } from '../http/page.js';
import { CALL_STATUSES, type CallStatus } from './call-status.js';

export const USAGE_GROUPS = ['server', 'tool', 'principal', 'day'] as const;

export type UsageGroup = (typeof USAGE_GROUPS)[number];

export class CallLogQuery extends PageQuery {
  @ApiProperty({ enum: ['mcp'], default: 'mcp' })
  @MayBeLeftOut()
  @IsIn(['mcp'])
  log_type?: 'mcp';

  @ApiProperty({ format: 'uuid', description: 'Calls of one MCP server, also of one that is gone.' })
  @MayBeLeftOut()
  @IsUUID()
  'log_type_filter[mcp_server_id]'?: string;

  @ApiProperty({ format: 'uuid' })
  @MayBeLeftOut()
  @IsUUID()
  integrated_account_id?: string;

  @ApiProperty({ example: 'looker_query_run_inline' })
  @MayBeLeftOut()
  @IsName(128)
  tool_name?: string;

  @ApiProperty({ enum: CALL_STATUSES })
  @MayBeLeftOut()
  @IsIn(CALL_STATUSES)
  status?: CallStatus;

  @ApiProperty({ format: 'date-time', description: 'Calls that came in at this time or later.' })
  @MayBeLeftOut()
  @IsInstant()
  since?: string;

  @ApiProperty({ format: 'date-time', description: 'Calls that came in before this time.' })
  @MayBeLeftOut()
  @IsInstant()
  until?: string;
}

/** A stream shows calls as they end, so it has no pages and no period. */
export class CallStreamQuery extends OmitType(CallLogQuery, ['limit', 'next_cursor', 'log_type', 'since', 'until']) {}

export class UsageQuery {
  @ApiProperty({ enum: USAGE_GROUPS, default: 'day' })
  @MayBeLeftOut()
  @IsIn(USAGE_GROUPS)
  by?: UsageGroup;

  @ApiProperty({ format: 'uuid', description: 'Calls of one MCP server, also of one that is gone.' })
  @MayBeLeftOut()
  @IsUUID()
  mcp_server_id?: string;

  @ApiProperty({ format: 'date-time', description: 'Left out: 30 days before until.' })
  @MayBeLeftOut()
  @IsInstant()
  since?: string;

  @ApiProperty({ format: 'date-time', description: 'Not included. Left out: now.' })
  @MayBeLeftOut()
  @IsInstant()
  until?: string;
}

/** A chart draws one point for each day. */
const DAYS_MAX = 90;

export class ServersUsageQuery {
  @ApiProperty({ default: 14, description: 'UTC, today included.' })
  @MayBeLeftOut()
  @IsIntInQuery(1, DAYS_MAX)
  days?: number;
}
