import { ApiProperty } from '@nestjs/swagger';
import { IsEmailAddress, IsNewPassword } from '../auth/sessions/sessions.dto.js';
import { PASSWORD_BYTES_MAX, PASSWORD_BYTES_MIN } from '../crypto/password.js';
import { MayBeLeftOut } from '../http/input/presence.js';
import { IsName, IsText } from '../http/input/text.js';

export class SetupView {
  @ApiProperty({ description: 'Whether the gateway waits for its first organization, and lets it be made here.' })
  needed: boolean;
}

export class SetUpDto {
  @ApiProperty({ description: 'The code that the gateway prints at its start while it has no organization.' })
  @IsText(1, 100)
  code: string;

  @ApiProperty({ example: 'Acme' })
  @IsName()
  organization_name: string;

  @ApiProperty({ format: 'email', example: 'admin@acme.com', description: 'What its owner signs in with.' })
  @IsEmailAddress()
  email: string;

  @ApiProperty({
    format: 'password',
    description: `${PASSWORD_BYTES_MIN} to ${PASSWORD_BYTES_MAX} bytes. Left out where the gateway takes no passwords.`,
  })
  @MayBeLeftOut()
  @IsNewPassword('password')
  password?: string;
}
