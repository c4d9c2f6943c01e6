import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean } from 'class-validator';
import { MayBeLeftOut } from '../../../http/input/presence.js';
import { IsName, IsText } from '../../../http/input/text.js';
import { REDIRECT_URIS_MAX } from '../server/client-metadata.js';

export class CreateOauthClientDto {
  @ApiProperty({ example: 'Claude of Acme' })
  @IsName()
  name: string;

  @ApiProperty({
    type: [String],
    default: ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'],
    description:
      'Where the client takes its answers: https, or http on loopback for programs on a person’s own machine. Left out: those of Claude.',
  })
  @MayBeLeftOut()
  @IsText(1, 2_000, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @ArrayMaxSize(REDIRECT_URIS_MAX)
  @IsArray()
  redirect_uris?: string[];

  @ApiProperty({
    default: true,
    description: 'Whether it gets a secret, for clients that can keep one. False: PKCE alone protects its sign-ins.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  has_secret?: boolean;

  @ApiProperty({
    default: false,
    description:
      'Whether the client may also come in without a person, by its id and secret, at servers with `oauth.client_credentials` (RFC 6749, 4.4).',
  })
  @MayBeLeftOut()
  @IsBoolean()
  allow_client_credentials?: boolean;
}
