import { ApiProperty } from '@nestjs/swagger';
import { viewOf } from '../http/answers/record-view.js';
import { VersionProperty } from '../http/input/if-match.js';

export class OrganizationView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'Tool calls are kept in the log for so many days.' }) call_log_retention_days: number;
  @VersionProperty() version: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;
}

export const organizationView = viewOf(OrganizationView);
