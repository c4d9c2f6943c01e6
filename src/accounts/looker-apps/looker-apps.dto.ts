import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { MayBeLeftOut } from '../../http/input/presence.js';
import { IsName, IsText } from '../../http/input/text.js';
import { APP_PRESETS, type AppPreset, CLIENT_GUID } from './app-presets.js';

export const CLIENT_GUID_RULE =
  '$property must begin with a letter or digit, and hold letters, digits and . _ ~ - only';

export class RegisterLookerAppDto {
  @ApiProperty({
    enum: APP_PRESETS,
    default: 'gateway',
    description:
      '`gateway`: people sign in at Looker on the pages of the gateway. The clients are for MCP servers with `oauth.provider: looker`. `custom`: the app that the other fields describe.',
  })
  @MayBeLeftOut()
  @IsIn(APP_PRESETS)
  preset?: AppPreset;

  @ApiProperty({
    example: 'claude-desktop',
    description: 'By which Looker knows the app. Left out: that of the preset; `custom` needs one.',
  })
  @MayBeLeftOut()
  @Matches(CLIENT_GUID, { message: CLIENT_GUID_RULE })
  @IsText(1, 255)
  client_guid?: string;

  @ApiProperty({
    example: 'http://127.0.0.1:7777/oauth/callback',
    description: 'Where the app takes its answers. For `custom`, which needs one, and no other preset.',
  })
  @MayBeLeftOut()
  @IsText(1, 2_000)
  redirect_uri?: string;

  @ApiProperty({ description: 'How Looker names it to people who sign in. For `custom` only.' })
  @MayBeLeftOut()
  @IsName(100)
  display_name?: string;
}
