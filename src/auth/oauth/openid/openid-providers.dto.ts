import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { MayBeLeftOut, MayBeNull } from '../../../http/input/presence.js';
import { IsName, IsText } from '../../../http/input/text.js';
import { IsWebAddress } from '../../../values/web-address.js';

/** The claim by which people are known where nothing else was chosen. It counts only where `email_verified` is true. */
export const EMAIL_CLAIM = 'email';
const URL_CHARACTERS_MAX = 500;
const SECRET_CHARACTERS_MAX = 2_000;

const IsIssuer = () =>
  applyDecorators(
    ApiProperty({
      example: 'https://login.acme.com',
      description: 'As its discovery document has it in `issuer`, to the letter, without /.well-known/….',
    }),
    IsWebAddress('https://login.acme.com'),
    IsText(1, URL_CHARACTERS_MAX),
  );

export class CheckOpenidProviderDto {
  @IsIssuer()
  issuer: string;
}

export class SetOpenidProviderDto extends CheckOpenidProviderDto {
  @ApiProperty({ example: 'Acme Login', description: 'What the button says at which people sign in.' })
  @IsName(100)
  name: string;

  @ApiProperty({ example: 'looker-mcp', description: 'The client id that the provider gave to this gateway.' })
  @IsName(URL_CHARACTERS_MAX)
  client_id: string;

  @ApiProperty({
    type: String,
    description:
      'The client secret that the provider gave, which no answer shows. Left out: the one that is stored stays, where issuer and client id stay. Null: a public client, which has none.',
  })
  @MayBeLeftOut()
  @MayBeNull()
  @IsText(1, SECRET_CHARACTERS_MAX)
  client_secret?: string | null;

  @ApiProperty({
    default: EMAIL_CLAIM,
    description:
      'The claim that names a person, and by which `emails` and `domains` of a server judge. `email` counts only where `email_verified` is true. Any other one is believed as it is: take one that people cannot change by themselves.',
  })
  @MayBeLeftOut()
  @IsName(128)
  person_claim?: string;
}
