import { ApiProperty } from '@nestjs/swagger';
import { PageOf, viewOf } from '../http/answers/record-view.js';
import { VersionProperty } from '../http/input/if-match.js';
import { loadCatalogue } from '../tools/catalogue/load-catalogue.js';
import { differenceNames } from '../tools/instance-catalogue/instance-catalogue.js';
import type { IntegratedAccount } from './accounts.repository.js';

/** How the instance's API differs from the release that the gateway knows. */
class LookerCatalogueView {
  @ApiProperty({ example: '26.12.0', description: 'The release whose tools were reviewed.' }) bundled_release: string;
  @ApiProperty({ type: [String], description: 'Tools that only this instance has; tagged `unreviewed`.' })
  added: readonly string[];
  @ApiProperty({ type: [String], description: 'Tools that this instance lacks.' }) missing: readonly string[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) checked_at: string | null;
  @ApiProperty({ type: String, nullable: true, description: "Why the instance's description could not be used." })
  problem: string | null;
}

class LookerInstanceView {
  @ApiProperty() base_url: string;
  @ApiProperty({ type: String, nullable: true, example: '26.12.4' }) release: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The Looker user whom the API key acts as.' })
  user_id: string | null;
  @ApiProperty({ type: String, nullable: true }) user_name: string | null;
  @ApiProperty() catalogue: LookerCatalogueView;
}

/** An integrated account as callers see it; credentials are not among its fields. */
export class AccountView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ enum: ['looker'] }) integration: 'looker';
  @ApiProperty() looker: LookerInstanceView;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'By which OAuth app in Looker people sign in there. Null: nobody can.',
  })
  oauth_client_guid: string | null;
  @ApiProperty({
    enum: ['connected', 'needs_reauth', 'unreachable'],
    description:
      '`needs_reauth`: Looker refused the stored credentials; replace them. `unreachable`: it did not answer several calls in a row; the next answer ends it.',
  })
  state: IntegratedAccount['state'];
  @ApiProperty({ type: String, nullable: true }) state_reason: string | null;
  @ApiProperty({ format: 'date-time' }) state_changed_at: string;
  @VersionProperty() version: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;
}

export class AccountPage extends PageOf(AccountView) {}

const view = viewOf(AccountView);

export const accountView = (account: IntegratedAccount): AccountView =>
  view({
    ...account,
    integration: 'looker',
    looker: {
      base_url: account.baseUrl,
      release: account.release,
      user_id: account.lookerUserId,
      user_name: account.lookerUserName,
      catalogue: {
        bundled_release: loadCatalogue().release,
        ...differenceNames(account.catalogueDifference),
        checked_at: account.catalogueCheckedAt?.toISOString() ?? null,
        problem: account.catalogueProblem,
      },
    },
  });
