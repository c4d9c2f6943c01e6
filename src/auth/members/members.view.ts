import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role } from '../../access/roles.js';
import { VersionProperty } from '../../http/input/if-match.js';
import type { Member } from './members.repository.js';

/** A member as callers see it. */
export class MemberView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() email: string;
  @ApiProperty({ enum: ROLES }) role: Role;
  @VersionProperty() version: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
}

export class MemberPage {
  @ApiProperty({ type: [MemberView] }) result: MemberView[];
  @ApiProperty({ type: String, nullable: true }) next_cursor: string | null;
}

export const memberView = (member: Pick<Member, 'id' | 'email' | 'role' | 'version' | 'createdAt'>): MemberView => ({
  id: member.id,
  email: member.email,
  role: member.role,
  version: member.version,
  created_at: member.createdAt.toISOString(),
});
