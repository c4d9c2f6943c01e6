import { ApiProperty } from '@nestjs/swagger';
import { IsUUID, Matches } from 'class-validator';
import { MayBeLeftOut } from '../../http/input/presence.js';
import { IsText } from '../../http/input/text.js';

export class BeginSingleSignOnQuery {
  @ApiProperty({
    format: 'uuid',
    description:
      'Of several organizations of the person. Left out: the one entered by single sign-on last; required where the person ' +
      'never did and several have a member with the address.',
  })
  @MayBeLeftOut()
  @IsUUID()
  organization_id?: string;

  @ApiProperty({ description: 'The sign-in at an MCP server that goes on afterwards, as its page names it.' })
  @MayBeLeftOut()
  @Matches(/^[\w-]+$/)
  @IsText(1, 64)
  server_sign_in?: string;
}

export class JoinBySingleSignOnDto {
  @ApiProperty({ description: 'The last part of the link in the invitation.' })
  @IsText(1, 200)
  token: string;
}

export class SingleSignOnWayView {
  @ApiProperty({ description: 'Where the browser that sent this goes: the provider.' }) url: string;
}
