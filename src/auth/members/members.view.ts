import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role } from '../../access/roles.js';
import { PageOf, viewOf } from '../../http/answers/record-view.js';
import { VersionProperty } from '../../http/input/if-match.js';

/** A member as callers see it. */
export class MemberView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() email: string;
  @ApiProperty({ enum: ROLES }) role: Role;
  @VersionProperty() version: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
}

export class MemberPage extends PageOf(MemberView) {}

export const memberView = viewOf(MemberView);
