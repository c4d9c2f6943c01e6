import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, Length, Matches, Max, Min, ValidateIf } from 'class-validator';

/** Ten years: longer than any law asks for, and a bound for the database. */
const RETENTION_DAYS_MAX = 3650;

export class ChangeOrganizationDto {
  @ApiPropertyOptional({ example: 'Acme' })
  @ValidateIf((body: ChangeOrganizationDto) => body.name !== undefined)
  @IsString()
  @Length(1, 200)
  @Matches(/\S/, { message: 'name must not be blank' })
  // PostgreSQL takes no NUL in a text.
  @Matches(/^\P{Cc}+$/u, { message: 'name must not hold control characters' })
  name?: string;

  @ApiPropertyOptional({
    description: 'Tool calls are kept in the log for so many days.',
    minimum: 1,
    maximum: RETENTION_DAYS_MAX,
  })
  @ValidateIf((body: ChangeOrganizationDto) => body.call_log_retention_days !== undefined)
  @IsInt()
  @Min(1)
  @Max(RETENTION_DAYS_MAX)
  call_log_retention_days?: number;
}
