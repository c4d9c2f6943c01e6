import { ApiProperty, IntersectionType, PickType } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { PageOf, viewOf } from '../http/answers/record-view.js';
import { MayBeLeftOut } from '../http/input/presence.js';
import { PageQuery } from '../http/page.js';
import { AUDIT_ACTIONS } from './audit-events.js';

class AuditFilter {
  @ApiProperty({ enum: AUDIT_ACTIONS })
  @MayBeLeftOut()
  @IsIn(AUDIT_ACTIONS)
  action?: string;

  @ApiProperty({ format: 'uuid', description: 'The record that was changed.' })
  @MayBeLeftOut()
  @IsUUID()
  record_id?: string;
}

/** Which events to list, newest first. */
export class AuditQuery extends IntersectionType(AuditFilter, PageQuery) {}

/** One change, as the trail holds it. */
export class AuditEventView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ description: 'Counts from 1 without gaps, per organization.' }) sequence: number;
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty({ enum: AUDIT_ACTIONS }) action: string;
  @ApiProperty() record: string;
  @ApiProperty() record_id: string;
  @ApiProperty({ type: Object, description: 'Kind, id and name of who did it, address and request id.' })
  actor: unknown;
  @ApiProperty({ type: Object, nullable: true }) before: unknown;
  @ApiProperty({ type: Object, nullable: true }) after: unknown;
  @ApiProperty({ description: 'SHA-256 over the event and the hash of the one before it.' }) hash: string;
}

export class AuditPage extends PageOf(AuditEventView) {}

class BrokenLinkView {
  @ApiProperty() sequence: number;
  @ApiProperty({ enum: ['altered', 'missing', 'out of order', 'cut off at the end'] }) fault: string;
}

export class ChainQuery extends PickType(PageQuery, ['next_cursor']) {}

export class ChainReportView {
  @ApiProperty({ description: 'How many events were read and found good.' }) events: number;
  @ApiProperty({ type: BrokenLinkView, nullable: true, description: 'The first link that is not as it was written.' })
  broken: BrokenLinkView | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of a chain that is too long for one answer: go on from here, until this is null.',
  })
  next_cursor: string | null;
}

export const auditEventView = viewOf(AuditEventView);
