import { ApiProperty } from '@nestjs/swagger';
import { PERMISSIONS } from '../../access/permissions.js';
import { PageOf, viewOf } from '../../http/answers/record-view.js';
import { VersionProperty } from '../../http/input/if-match.js';

/** An API token as callers see it; the token itself is not among its fields. */
export class ApiTokenView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ enum: PERMISSIONS, isArray: true }) scopes: string[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) integrated_account_id: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The last four characters of its token. Null: of an old one that was not used for long.',
  })
  fingerprint: string | null;
  @ApiProperty() created_by: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) expires_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute.' })
  last_used_at: string | null;
  @VersionProperty() version: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
}

/** The answer to creating a token: the only one that ever holds it. */
export class CreatedApiTokenView extends ApiTokenView {
  @ApiProperty({ description: 'Shown this once.' }) token: string;
}

export class ApiTokenPage extends PageOf(ApiTokenView) {}

export const apiTokenView = viewOf(ApiTokenView);
