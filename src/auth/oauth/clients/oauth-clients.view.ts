import { ApiProperty } from '@nestjs/swagger';
import { type ColumnsOf, nullable, PageOf, viewOf } from '../../../http/answers/record-view.js';
import { VersionProperty } from '../../../http/input/if-match.js';

/** A client that an admin registered, as callers see it. */
export class OauthClientView {
  @ApiProperty({ format: 'uuid', description: 'The client id to enter in the client.' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ type: [String] }) redirect_uris: string[];
  @ApiProperty({ ...nullable(String), description: 'The last four characters of its secret. Null: it has none.' })
  fingerprint: string | null;
  @ApiProperty({ description: 'Whether it may come in without a person.' }) allow_client_credentials: boolean;
  @ApiProperty() created_by: string;
  @VersionProperty() version: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;
}

export class CreatedOauthClientView extends OauthClientView {
  @ApiProperty({ ...nullable(String), description: 'Shown this once. Null: a public client, which has none.' })
  client_secret: string | null;
}

export class OauthClientPage extends PageOf(OauthClientView) {}

const view = viewOf(OauthClientView);

export const oauthClientView = (client: ColumnsOf<OauthClientView>): OauthClientView => view(client);
