import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
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
}

export class StartSingleSignOnDto extends BeginSingleSignOnQuery {
  @ApiProperty({ description: 'Of an invitation that this sign-in accepts: the last part of its link.' })
  @MayBeLeftOut()
  @IsText(1, 200)
  token?: string;
}

export class SingleSignOnWayView {
  @ApiProperty({ description: 'Where the browser that sent this goes: the provider.' }) url: string;
}
