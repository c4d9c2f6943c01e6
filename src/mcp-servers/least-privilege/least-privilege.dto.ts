import { ApiProperty } from '@nestjs/swagger';
import { IsIntBetween, IsIntInQuery } from '../../http/input/integers.js';
import { IsObjectOf, MayBeLeftOut } from '../../http/input/presence.js';
import { McpServerConfigDto } from '../mcp-servers.dto.js';

/** As long as an organization can keep calls. */
const DAYS_MAX = 3650;

const DAYS = {
  type: Number,
  description:
    'Calls of so many days until now; at most as many as the organization keeps. Left out: 30, or all that are kept.',
};

export class LeastPrivilegeQuery {
  @ApiProperty(DAYS)
  @MayBeLeftOut()
  @IsIntInQuery(1, DAYS_MAX)
  days?: number;
}

export class ReplayDto {
  @ApiProperty({ description: 'As PATCH would take it: what is left out is taken from the server as it is.' })
  @IsObjectOf(() => McpServerConfigDto)
  config: McpServerConfigDto;

  @ApiProperty(DAYS)
  @MayBeLeftOut()
  @IsIntBetween(1, DAYS_MAX)
  days?: number;
}
