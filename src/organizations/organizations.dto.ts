import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../http/input/presence.js';
import { IsName } from '../http/input/text.js';

/** Ten years: longer than any law asks for, and a bound for the database. */
const RETENTION_DAYS_MAX = 3650;

export class ChangeOrganizationDto {
  @ApiPropertyOptional({ example: 'Acme' })
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @ApiPropertyOptional({
    description: 'Tool calls are kept in the log for so many days.',
    minimum: 1,
    maximum: RETENTION_DAYS_MAX,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(RETENTION_DAYS_MAX)
  call_log_retention_days?: number;
}
