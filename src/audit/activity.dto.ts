import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import { INSTANT } from '../http/instant.js';
import { PageQuery } from '../http/page.js';
import { CALL_STATUSES, type CallStatus } from './call-log-entry.js';
import { USAGE_GROUPS, type UsageGroup } from './usage.repository.js';

const timeRule = (field: string) => `${field} must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z`;

export class CallLogQuery extends PageQuery {
  @ApiProperty({ required: false, enum: ['mcp'], default: 'mcp' })
  @IsOptional()
  @IsIn(['mcp'])
  log_type?: 'mcp';

  @ApiProperty({ required: false, format: 'uuid', description: 'Calls of one MCP server, also of one that is gone.' })
  @IsOptional()
  @IsUUID()
  'log_type_filter[mcp_server_id]'?: string;

  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  integrated_account_id?: string;

  @ApiProperty({ required: false, example: 'looker_query_run_inline' })
  @IsOptional()
  @IsString()
  @Length(1, 128)
  tool_name?: string;

  @ApiProperty({ required: false, enum: CALL_STATUSES })
  @IsOptional()
  @IsIn(CALL_STATUSES)
  status?: CallStatus;

  @ApiProperty({ required: false, format: 'date-time', description: 'Calls that came in at this time or later.' })
  @IsOptional()
  @Matches(INSTANT, { message: timeRule('since') })
  since?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'Calls that came in before this time.' })
  @IsOptional()
  @Matches(INSTANT, { message: timeRule('until') })
  until?: string;
}

/** Calls that are still to come have no pages, and no other time than now. */
export class CallStreamQuery extends OmitType(CallLogQuery, ['limit', 'next_cursor', 'log_type', 'since', 'until']) {}

export class UsageQuery {
  @ApiProperty({ required: false, enum: USAGE_GROUPS, default: 'day' })
  @IsOptional()
  @IsIn(USAGE_GROUPS)
  by?: UsageGroup;

  @ApiProperty({ required: false, format: 'uuid', description: 'Calls of one MCP server, also of one that is gone.' })
  @IsOptional()
  @IsUUID()
  mcp_server_id?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'Left out: 30 days before until.' })
  @IsOptional()
  @Matches(INSTANT, { message: timeRule('since') })
  since?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'Not included. Left out: now.' })
  @IsOptional()
  @Matches(INSTANT, { message: timeRule('until') })
  until?: string;
}

/** A line of a chart has a point for each day. */
const DAYS_MAX = 90;

export class ServersUsageQuery {
  @ApiProperty({ required: false, default: 14, minimum: 1, maximum: DAYS_MAX, description: 'UTC, today included.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(DAYS_MAX)
  days?: number;
}
