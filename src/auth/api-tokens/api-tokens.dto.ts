import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
} from 'class-validator';
import { PERMISSIONS, type Permission } from '../../access/permissions.js';
import { INSTANT, instantRule } from '../../http/instant.js';

export class CreateApiTokenDto {
  @ApiProperty({ example: 'Acme backend' })
  @IsString()
  @Length(1, 200)
  name: string;

  @ApiProperty({ enum: PERMISSIONS, isArray: true, description: 'What the token may do; no more than its maker may.' })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(PERMISSIONS, { each: true, message: `scopes must be of ${PERMISSIONS.join(', ')}` })
  scopes: Permission[];

  @ApiProperty({
    required: false,
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Limits the token to one integrated account; it sees no other. Null or left out: all of them.',
  })
  @IsOptional()
  @IsUUID()
  integrated_account_id?: string | null;

  @ApiProperty({ required: false, type: String, format: 'date-time', nullable: true })
  @IsOptional()
  @Matches(INSTANT, { message: instantRule('expires_at') })
  expires_at?: string | null;
}
