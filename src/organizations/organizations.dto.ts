import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
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

  @ApiProperty({
    description:
      'Whether clients that registered themselves (RFC 7591) may be signed in with. False: only those that an admin registered, and those that say who they are by the address of a metadata document. What people let in before goes on until it is ended (DELETE /oauth-grant/{id}).',
  })
  @MayBeLeftOut()
  @IsBoolean()
  dynamic_client_registration?: boolean;

  @ApiProperty({ description: 'How long an access token of a sign-in lives.' })
  @MayBeLeftOut()
  @IsIntBetween(5, 24 * 60)
  access_token_minutes?: number;

  @ApiProperty({ description: 'How long a sign-in lasts that is not used; each refresh begins it anew.' })
  @MayBeLeftOut()
  @IsIntBetween(1, 366)
  refresh_token_days?: number;
}
