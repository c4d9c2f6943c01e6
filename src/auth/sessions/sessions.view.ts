import { ApiProperty } from '@nestjs/swagger';
import { PERMISSIONS, type Permission } from '../../access/permissions.js';
import { permissionsOf, ROLES, type Role } from '../../access/roles.js';
import type { Membership } from '../../people/people.repository.js';
import { MemberView, memberView } from '../members/members.view.js';
import type { Session } from './sessions.repository.js';

class SessionOrganizationView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
}

class MembershipView {
  @ApiProperty({ format: 'uuid', description: 'Of the organization.' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ enum: ROLES }) role: Role;
}

/** Who is signed in, and what they may do. The token of the session is in its cookie only. */
export class SessionView {
  @ApiProperty({ type: MemberView }) member: MemberView;
  @ApiProperty({ enum: ROLES }) role: Role;
  @ApiProperty({ enum: PERMISSIONS, isArray: true }) permissions: Permission[];
  @ApiProperty({ type: SessionOrganizationView }) organization: SessionOrganizationView;
  @ApiProperty({
    type: MembershipView,
    isArray: true,
    description:
      'Where the person is a member, this organization included: POST /session/organization switches between them.',
  })
  organizations: MembershipView[];
  @ApiProperty({ format: 'date-time' }) expires_at: string;
  @ApiProperty({ description: 'To be sent as the header x-csrf-token with each request that changes something.' })
  csrf_token: string;
}

export const sessionView = (
  { member, expiresAt }: Session,
  memberships: readonly Membership[],
  csrfToken: string,
): SessionView => ({
  member: memberView(member),
  role: member.role,
  permissions: [...permissionsOf(member.role)],
  organization: { id: member.organization.id, name: member.organization.name },
  organizations: memberships.map(({ organizationId, name, role }) => ({ id: organizationId, name, role })),
  expires_at: expiresAt.toISOString(),
  csrf_token: csrfToken,
});

/** A session as the audit trail tells of it. */
export const sessionRecord = ({ id, member, address, userAgent, expiresAt }: Session) => ({
  id,
  member_id: member.id,
  address,
  user_agent: userAgent,
  expires_at: expiresAt.toISOString(),
});
