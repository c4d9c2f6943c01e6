import { ApiProperty } from '@nestjs/swagger';
import { VersionProperty } from '../http/input/if-match.js';
import type { Organization } from './organizations.repository.js';

export class OrganizationView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'Tool calls are kept in the log for so many days.' }) call_log_retention_days: number;
  @VersionProperty() version: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;
}

export const organizationView = (row: Organization): OrganizationView => ({
  id: row.id,
  name: row.name,
  call_log_retention_days: row.callLogRetentionDays,
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});
