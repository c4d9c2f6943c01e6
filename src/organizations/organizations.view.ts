import { ApiProperty } from '@nestjs/swagger';
import { viewOf } from '../http/answers/record-view.js';
import { VersionProperty } from '../http/input/if-match.js';

/** An organization as it is stored. */
export class OrganizationRecordView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'Tool calls are kept in the log for so many days.' }) call_log_retention_days: number;
  @ApiProperty({ description: 'Whether clients that registered themselves may be signed in with.' })
  dynamic_client_registration: boolean;
  @ApiProperty({ description: 'How long an access token of a sign-in lives.' }) access_token_minutes: number;
  @ApiProperty({ description: 'How long a sign-in lasts that is not used.' }) refresh_token_days: number;
  @VersionProperty() version: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;
}

/** An organization as callers see it. */
export class OrganizationView extends OrganizationRecordView {
  @ApiProperty({ description: 'Whether it has set its own OpenID provider (`/organization/openid-provider`).' })
  has_openid_provider: boolean;
}

export const organizationRecord = viewOf(OrganizationRecordView);
