import { ApiProperty } from '@nestjs/swagger';
import { nullable } from '../http/answers/record-view.js';

/** `kept`: the user has a server already that works, and whoever has its URL uses it on. */
export const USER_SERVER_OUTCOMES = ['issued', 'kept', 'refused'] as const;
export type UserServerOutcome = (typeof USER_SERVER_OUTCOMES)[number];

/** What became of one Looker user. */
export class UserServerView {
  @ApiProperty({ description: 'The user as they were named; of a group, the id.' }) user: string;
  @ApiProperty(nullable(String)) looker_user_id: string | null;
  @ApiProperty(nullable(String)) email: string | null;
  @ApiProperty({ ...nullable(String), description: 'The name of the server.' }) name: string | null;
  @ApiProperty({
    enum: USER_SERVER_OUTCOMES,
    description: '`kept`: there is a server already that acts as this user and works. `refused`: see `why`.',
  })
  outcome: UserServerOutcome;
  @ApiProperty({ ...nullable(String), format: 'uuid' }) mcp_server_id: string | null;
  @ApiProperty({ ...nullable(String), description: 'The MCP URL of a server that was issued. Shown this once.' })
  url: string | null;
  @ApiProperty({ ...nullable(String), description: 'Why none was issued.' }) why: string | null;
}

export class UserServersView {
  @ApiProperty({ type: [UserServerView] }) result: UserServerView[];
  @ApiProperty() issued: number;
  @ApiProperty() kept: number;
  @ApiProperty() refused: number;
}

/** The columns of the same as a file. */
export const USER_SERVER_COLUMNS = [
  'user',
  'looker_user_id',
  'email',
  'name',
  'outcome',
  'mcp_server_id',
  'url',
  'why',
] as const satisfies readonly (keyof UserServerView)[];
