import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { IsObjectOf, MayBeLeftOut } from '../../http/input/presence.js';
import { IsIntInQuery } from '../../http/input/query-values.js';
import { McpServerConfigDto } from '../mcp-servers.dto.js';

/** As long as an organization can keep calls. */
const DAYS_MAX = 3650;

const DAYS = {
  required: false,
  type: Number,
  minimum: 1,
  description:
    'Calls of so many days until now; at most as many as the organization keeps. Left out: 30, or all that are kept.',
};

export class LeastPrivilegeQuery {
  @ApiProperty(DAYS)
  @MayBeLeftOut()
  @IsIntInQuery()
  @Min(1)
  @Max(DAYS_MAX)
  days?: number;
}

export class ReplayDto {
  @ApiProperty({ description: 'As PATCH would take it: what is left out is taken from the server as it is.' })
  @IsObjectOf(() => McpServerConfigDto)
  config: McpServerConfigDto;

  @ApiProperty(DAYS)
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(DAYS_MAX)
  days?: number;
}
