import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsString, Length, MaxLength } from 'class-validator';
import { ROLES, type Role } from '../../access/roles.js';
import { PASSWORD_BYTES_MAX, PASSWORD_BYTES_MIN } from '../../crypto/password.js';
import { EMAIL_CHARACTERS_MAX, IsNewPassword } from '../sessions/sessions.dto.js';

export class CreateInvitationDto {
  @ApiProperty({ format: 'email', example: 'ana@acme.com' })
  @IsEmail()
  @MaxLength(EMAIL_CHARACTERS_MAX)
  email: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES, { message: `role must be one of ${ROLES.join(', ')}` })
  role: Role;
}

export class AcceptInvitationDto {
  @ApiProperty({ description: 'The last part of the link in the invitation.' })
  @IsString()
  @Length(1, 200)
  token: string;

  @ApiProperty({ format: 'password', description: `${PASSWORD_BYTES_MIN} to ${PASSWORD_BYTES_MAX} bytes.` })
  @IsNewPassword('password')
  password: string;
}
