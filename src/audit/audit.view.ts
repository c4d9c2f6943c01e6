import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../http/input/presence.js';
import { IsIntInQuery } from '../http/input/query-values.js';
import { IsText } from '../http/input/text.js';
import type { StoredAuditLink } from './audit-chain.js';
import { AUDIT_ACTIONS } from './audit-events.js';

/** Which events to list, newest first. */
export class AuditQuery {
  @ApiProperty({ required: false, enum: AUDIT_ACTIONS })
  @MayBeLeftOut()
  @IsIn(AUDIT_ACTIONS)
  action?: string;

  @ApiProperty({ required: false, format: 'uuid', description: 'The record that was changed.' })
  @MayBeLeftOut()
  @IsUUID()
  record_id?: string;

  @ApiProperty({ required: false, default: 50, minimum: 1, maximum: 100 })
  @MayBeLeftOut()
  @IsIntInQuery()
  @Min(1)
  @Max(100)
  limit?: number;

  @ApiProperty({ required: false, description: 'The next_cursor of the page before, exactly as it came.' })
  @MayBeLeftOut()
  @IsText(0, 200)
  next_cursor?: string;
}

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

export class AuditPage {
  @ApiProperty({ type: [AuditEventView] }) result: AuditEventView[];
  @ApiProperty({ type: String, nullable: true }) next_cursor: string | null;
}

class BrokenLinkView {
  @ApiProperty() sequence: number;
  @ApiProperty({ enum: ['altered', 'missing', 'out of order', 'cut off at the end'] }) fault: string;
}

export class ChainQuery {
  @ApiProperty({ required: false, description: 'The next_cursor of the part before, exactly as it came.' })
  @MayBeLeftOut()
  @IsText(0, 200)
  next_cursor?: string;
}

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

export const auditEventView = (link: StoredAuditLink): AuditEventView => ({
  id: link.id,
  sequence: link.sequence,
  at: link.at,
  action: link.action,
  record: link.record,
  record_id: link.recordId,
  actor: link.actor,
  before: link.before,
  after: link.after,
  hash: link.hash,
});
