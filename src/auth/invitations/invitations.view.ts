import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role } from '../../access/roles.js';
import { PageOf, viewOf } from '../../http/answers/record-view.js';
import { VersionProperty } from '../../http/input/if-match.js';

/** An invitation as callers see it; its token is not among its fields. */
export class InvitationView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() email: string;
  @ApiProperty({ enum: ROLES }) role: Role;
  @ApiProperty() created_by: string;
  @ApiProperty({ format: 'date-time' }) expires_at: string;
  @VersionProperty() version: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
}

/** The answer to inviting: the only one that ever holds the token. */
export class CreatedInvitationView extends InvitationView {
  @ApiProperty({ description: 'Where the invited person sets a password. Shown this once.' }) url: string;
  @ApiProperty({ description: 'Shown this once.' }) token: string;
}

/** What an invitation offers, to whoever holds its link. */
export class FoundInvitationView {
  @ApiProperty({ description: 'What is joined.' }) organization_name: string;
  @ApiProperty({ description: 'Whom it is for.' }) email: string;
  @ApiProperty({ enum: ROLES }) role: Role;
  @ApiProperty({ format: 'date-time' }) expires_at: string;
}

export class InvitationPage extends PageOf(InvitationView) {}

export const invitationView = viewOf(InvitationView);
