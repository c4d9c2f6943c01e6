import { ApiProperty } from '@nestjs/swagger';
import { IsByteLength, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { PASSWORD_BYTES_MAX, PASSWORD_BYTES_MIN } from '../../crypto/password.js';

/** The longest mail address there is (RFC 5321, 4.5.3.1). */
export const EMAIL_CHARACTERS_MAX = 320;

/** How a field refuses a new password. */
const passwordRule = (field: string) => ({
  message: `${field} must have ${PASSWORD_BYTES_MIN} to ${PASSWORD_BYTES_MAX} bytes`,
});

/** Checks a password that is about to be set. */
export const IsNewPassword = (field: string): PropertyDecorator =>
  IsByteLength(PASSWORD_BYTES_MIN, PASSWORD_BYTES_MAX, passwordRule(field));

export class SignInDto {
  @ApiProperty({ example: 'admin@acme.com' })
  @IsString()
  @Length(1, EMAIL_CHARACTERS_MAX)
  // PostgreSQL takes no NUL in a text. No stricter: local mode's owner is at localhost.
  @Matches(/^\P{Cc}+$/u, { message: 'email must be an e-mail address' })
  email: string;

  @ApiProperty({ format: 'password' })
  @IsString()
  @Length(1, 1000)
  password: string;

  @ApiProperty({
    required: false,
    format: 'uuid',
    description: 'Of several organizations where the address has this password. Left out: the one signed in to last.',
  })
  @IsOptional()
  @IsUUID()
  organization_id?: string;
}

export class ChangePasswordDto {
  @ApiProperty({ format: 'password' })
  @IsString()
  @Length(1, 1000)
  current_password: string;

  @ApiProperty({ format: 'password', description: `${PASSWORD_BYTES_MIN} to ${PASSWORD_BYTES_MAX} bytes.` })
  @IsNewPassword('new_password')
  new_password: string;
}
