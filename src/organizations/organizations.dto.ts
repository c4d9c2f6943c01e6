import { ApiProperty } from '@nestjs/swagger';
import { IsIntBetween } from '../http/input/integers.js';
import { MayBeLeftOut } from '../http/input/presence.js';
import { IsName } from '../http/input/text.js';

/** Ten years: longer than any law asks for, and a bound for the database. */
const RETENTION_DAYS_MAX = 3650;

export class ChangeOrganizationDto {
  @ApiProperty({ example: 'Acme' })
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @ApiProperty({
    description: 'Tool calls are kept in the log for so many days.',
  })
  @MayBeLeftOut()
  @IsIntBetween(1, RETENTION_DAYS_MAX)
  call_log_retention_days?: number;
}
