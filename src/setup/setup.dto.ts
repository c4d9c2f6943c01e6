import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { EMAIL_CHARACTERS_MAX, IsNewPassword } from '../auth/sessions/sessions.dto.js';
import { PASSWORD_BYTES_MAX, PASSWORD_BYTES_MIN } from '../crypto/password.js';

export class SetupView {
  @ApiProperty({ description: 'Whether the gateway waits for its first organization, and lets it be made here.' })
  needed: boolean;
}

export class SetUpDto {
  @ApiProperty({ description: 'The code that the gateway prints at its start while it has no organization.' })
  @IsString()
  @Length(1, 100)
  code: string;

  @ApiProperty({ example: 'Acme' })
  @IsString()
  @Length(1, 200)
  @Matches(/\S/, { message: 'organization_name must not be blank' })
  // PostgreSQL takes no NUL in a text.
  @Matches(/^\P{Cc}+$/u, { message: 'organization_name must not hold control characters' })
  organization_name: string;

  @ApiProperty({ format: 'email', example: 'admin@acme.com', description: 'What its owner signs in with.' })
  @IsEmail()
  @MaxLength(EMAIL_CHARACTERS_MAX)
  email: string;

  @ApiProperty({
    required: false,
    format: 'password',
    description: `${PASSWORD_BYTES_MIN} to ${PASSWORD_BYTES_MAX} bytes. Left out where the gateway takes no passwords.`,
  })
  @IsOptional()
  @IsNewPassword('password')
  password?: string;
}
