import { ApiProperty } from '@nestjs/swagger';
import { MayBeLeftOut } from '../../http/input/presence.js';
import { IsText } from '../../http/input/text.js';

export class ConnectionCheckDto {
  @ApiProperty({
    example: 'https://looker-mcp.example.com/mcp/lmg_url_…',
    description:
      'The URL as it was pasted into the client. It may be left out where people sign in; of every other server the gateway knows a digest only.',
  })
  @MayBeLeftOut()
  @IsText(1, 2_000)
  url?: string;
}
