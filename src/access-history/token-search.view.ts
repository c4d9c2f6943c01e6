import { ApiProperty, PickType } from '@nestjs/swagger';
import { nullableTime } from '../http/answers/record-view.js';
import { EndedAccessView } from './access-history.view.js';

/**
 * What a token opens now. `working`; `in_grace`: it was replaced, and works on until `valid_until`; `expired`: it works again
 * if its record is prolonged; `replaced`: its record has a new one; `revoked`: its record is gone.
 */
export const TOKEN_STATES = ['working', 'in_grace', 'expired', 'replaced', 'revoked'] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

/** Whose a token is or was. The token itself is not repeated. */
export class FoundTokenView extends PickType(EndedAccessView, [
  'kind',
  'id',
  'name',
  'integrated_account_id',
  'account_name',
]) {
  @ApiProperty({ description: 'The last four characters of the token.' }) fingerprint: string;
  @ApiProperty({
    enum: TOKEN_STATES,
    description:
      '`in_grace`: replaced, and working until `valid_until`. `expired`: works again if it is prolonged. `replaced`: there is a new one. `revoked`: the record is gone.',
  })
  state: TokenState;
  @ApiProperty({ ...nullableTime, description: 'Until when it works. Null: without end, or it does not work.' })
  valid_until: string | null;
  @ApiProperty({ ...nullableTime, description: 'When it stopped working. Null: it works, or the time is not known.' })
  ended_at: string | null;
  @ApiProperty({ description: 'Whether the MCP server or API token is still there.' }) exists: boolean;
}
