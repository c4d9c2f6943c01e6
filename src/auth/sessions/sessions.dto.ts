import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsByteLength, IsEmail, IsUUID, Matches } from 'class-validator';
import { PASSWORD_BYTES_MAX, PASSWORD_BYTES_MIN } from '../../crypto/password.js';
import { MayBeLeftOut } from '../../http/input/presence.js';
import { IsName, IsText } from '../../http/input/text.js';

/** The longest mail address there is (RFC 5321, 4.5.3.1). */
const EMAIL_CHARACTERS_MAX = 320;

/** Characters that nobody sees: with them, an address looks like that of somebody else. */
const ALL_SEEN = /^\P{Default_Ignorable_Code_Point}*$/u;

/** The address of somebody new. Its local part may hold almost anything (RFC 6531), so that it has the rules of a name too. */
export const IsEmailAddress = (): PropertyDecorator =>
  applyDecorators(
    IsEmail(),
    IsName(EMAIL_CHARACTERS_MAX),
    Matches(ALL_SEEN, { message: '$property must not hold invisible characters' }),
  );

/** How a field refuses a new password. */
const passwordRule = (field: string) => ({
  message: `${field} must have ${PASSWORD_BYTES_MIN} to ${PASSWORD_BYTES_MAX} bytes`,
});

/** Checks a password that is about to be set. */
export const IsNewPassword = (field: string): PropertyDecorator =>
  IsByteLength(PASSWORD_BYTES_MIN, PASSWORD_BYTES_MAX, passwordRule(field));

export class SignInDto {
  @ApiProperty({ example: 'admin@acme.com' })
  // No stricter: local mode's owner is at localhost.
  @IsName(EMAIL_CHARACTERS_MAX)
  email: string;

  @ApiProperty({ format: 'password' })
  @IsText(1, 1000)
  password: string;

  @ApiProperty({
    format: 'uuid',
    description: 'Of several organizations where the address has this password. Left out: the one signed in to last.',
  })
  @MayBeLeftOut()
  @IsUUID()
  organization_id?: string;
}

export class SwitchOrganizationDto {
  @ApiProperty({ format: 'uuid', description: 'One of `organizations` in the answer of GET /session.' })
  @IsUUID()
  organization_id: string;
}

export class ChangePasswordDto {
  @ApiProperty({ format: 'password' })
  @IsText(1, 1000)
  current_password: string;

  @ApiProperty({ format: 'password', description: `${PASSWORD_BYTES_MIN} to ${PASSWORD_BYTES_MAX} bytes.` })
  @IsNewPassword('new_password')
  new_password: string;
}
