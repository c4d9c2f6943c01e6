import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role } from '../../access/roles.js';
import { VersionProperty } from '../../http/input/if-match.js';
import type { Invitation } from './invitations.repository.js';

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

export class InvitationPage {
  @ApiProperty({ type: [InvitationView] }) result: InvitationView[];
  @ApiProperty({ type: String, nullable: true }) next_cursor: string | null;
}

export const invitationView = (invitation: Invitation): InvitationView => ({
  id: invitation.id,
  email: invitation.email,
  role: invitation.role,
  created_by: invitation.createdBy,
  expires_at: invitation.expiresAt.toISOString(),
  version: invitation.version,
  created_at: invitation.createdAt.toISOString(),
});
