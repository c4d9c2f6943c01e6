import { ApiProperty } from '@nestjs/swagger';
import type { IntegratedAccount } from './accounts.repository.js';

class LookerInstanceView {
  @ApiProperty() base_url: string;
  @ApiProperty({ type: String, nullable: true, example: '26.12.4' }) release: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The Looker user whom the API key acts as.' })
  user_id: string | null;
  @ApiProperty({ type: String, nullable: true }) user_name: string | null;
}

/** An integrated account as callers see it; credentials are not among its fields. */
export class AccountView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ enum: ['looker'] }) integration: 'looker';
  @ApiProperty() looker: LookerInstanceView;
  @ApiProperty({ enum: ['connected', 'needs_reauth'] }) state: 'connected' | 'needs_reauth';
  @ApiProperty({ type: String, nullable: true }) state_reason: string | null;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;
}

export class AccountPage {
  @ApiProperty({ type: [AccountView] }) result: AccountView[];
  @ApiProperty({ type: String, nullable: true }) next_cursor: string | null;
}

export const accountView = (account: IntegratedAccount): AccountView => ({
  id: account.id,
  name: account.name,
  integration: 'looker',
  looker: {
    base_url: account.baseUrl,
    release: account.release,
    user_id: account.lookerUserId,
    user_name: account.lookerUserName,
  },
  state: account.state,
  state_reason: account.stateReason,
  created_at: account.createdAt.toISOString(),
  updated_at: account.updatedAt.toISOString(),
});
