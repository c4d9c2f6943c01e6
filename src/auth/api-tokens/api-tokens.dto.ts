import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsUUID } from 'class-validator';
import { PERMISSIONS, type Permission } from '../../access/permissions.js';
import { IsInstant } from '../../http/input/instant.js';
import { MayBeLeftOut, MayBeNull } from '../../http/input/presence.js';
import { IsName } from '../../http/input/text.js';

export class CreateApiTokenDto {
  @ApiProperty({ example: 'Acme backend' })
  @IsName()
  name: string;

  @ApiProperty({ enum: PERMISSIONS, isArray: true, description: 'What the token may do; no more than its maker may.' })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(PERMISSIONS, { each: true, message: `scopes must be of ${PERMISSIONS.join(', ')}` })
  scopes: Permission[];

  @ApiProperty({
    type: String,
    format: 'uuid',
    description: 'Limits the token to one integrated account; it sees no other. Null or left out: all of them.',
  })
  @MayBeLeftOut()
  @MayBeNull()
  @IsUUID()
  integrated_account_id?: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  @MayBeLeftOut()
  @MayBeNull()
  @IsInstant()
  expires_at?: string | null;
}
