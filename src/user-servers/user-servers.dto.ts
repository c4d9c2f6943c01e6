import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, Matches } from 'class-validator';
import { IsInstant } from '../http/input/instant.js';
import { IsObjectOf, MayBeLeftOut, MayBeNull } from '../http/input/presence.js';
import { IsName, IsText } from '../http/input/text.js';
import { LOOKER_USER } from '../mcp-servers/identity-config.js';
import { McpServerConfigDto } from '../mcp-servers/mcp-servers.dto.js';

/** So many servers are issued by one request, in one transaction. */
export const USERS_MAX = 500;

export class CreateUserServersDto {
  @ApiProperty({
    type: [String],
    example: ['ana@acme.com', '17'],
    description: `Looker users, each by id or e-mail address; ${USERS_MAX} at most. This or group_id.`,
  })
  @MayBeLeftOut()
  @Matches(LOOKER_USER, {
    each: true,
    message: 'each of $property must be the id or the e-mail address of a Looker user',
  })
  @IsText(1, 254, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @ArrayMaxSize(USERS_MAX)
  @IsArray()
  users?: string[];

  @ApiProperty({
    example: '3',
    description: `The id of a group in Looker: all its active users, ${USERS_MAX} at most. This or users.`,
  })
  @MayBeLeftOut()
  @Matches(/^\d{1,20}$/, { message: '$property must be the id of a group in Looker' })
  @IsText(1, 20)
  group_id?: string;

  @ApiProperty({
    default: '{name}',
    example: '{name} (sales)',
    description: 'The name of each server; `{name}` and `{email}` stand for the user’s.',
  })
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @ApiProperty({
    description:
      'As for one MCP server. Its `identity.kind` and `identity.user` are set for each user, so that every call is made as that user.',
  })
  @IsObjectOf(() => McpServerConfigDto)
  config: McpServerConfigDto;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the URLs stop working, to the second; at least 60 seconds ahead. Null or left out: never.',
  })
  @MayBeLeftOut()
  @MayBeNull()
  @IsInstant()
  expires_at?: string | null;
}
