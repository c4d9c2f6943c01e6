import { ApiProperty } from '@nestjs/swagger';
import { IsText } from '../http/input/text.js';

export class FindTokenDto {
  @ApiProperty({
    description:
      'A whole MCP URL, URL token or API token, as it was found: spaces, quotes, a path or `Authorization: Bearer` around it do no harm. The first one in the text counts.',
    example: 'https://gateway.example.com/mcp/lmg_url_…',
  })
  @IsText(1, 10_000)
  url: string;
}
