import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { ROLES, type Role } from '../../access/roles.js';
import { PASSWORD_BYTES_MAX, PASSWORD_BYTES_MIN } from '../../crypto/password.js';
import { IsText } from '../../http/input/text.js';
import { IsEmailAddress, IsNewPassword } from '../sessions/sessions.dto.js';

export class CreateInvitationDto {
  @ApiProperty({ format: 'email', example: 'ana@acme.com' })
  @IsEmailAddress()
  email: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES, { message: `role must be one of ${ROLES.join(', ')}` })
  role: Role;
}

export class FindInvitationDto {
  @ApiProperty({ description: 'The last part of the link in the invitation.' })
  @IsText(1, 200)
  token: string;
}

export class JoinByInvitationDto {
  @ApiProperty({ description: 'The last part of the link in the invitation.' })
  @IsText(1, 200)
  token: string;
}

export class AcceptInvitationDto {
  @ApiProperty({ description: 'The last part of the link in the invitation.' })
  @IsText(1, 200)
  token: string;

  @ApiProperty({ format: 'password', description: `${PASSWORD_BYTES_MIN} to ${PASSWORD_BYTES_MAX} bytes.` })
  @IsNewPassword('password')
  password: string;
}
