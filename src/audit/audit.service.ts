import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { DatabaseService } from '../database/database.service.js';
import { createId } from '../database/ids.js';
import type { Tenant } from '../database/tenant.js';
import { AppError } from '../errors/app-error.js';
import { readCursor, writeCursor } from '../http/cursor.js';
import { AuditRepository } from './audit.repository.js';
import { type AuditPage, type AuditQuery, auditEventView, type ChainReportView } from './audit.view.js';
import { type BrokenLink, CHAIN_BEGINNING, endFault, linkFault, linkHash } from './audit-chain.js';
import { type AuditedChange, masked } from './audit-events.js';

const VERIFIED_AT_ONCE = 500;
const EVENTS_LISTED = 50;

/** What a verification found: how many events it read, and the first link that is broken, if any. */
export interface ChainReport {
  readonly organizationId: string;
  readonly events: number;
  readonly broken: BrokenLink | null;
}

/** The audit trail: who changed what, from where, as a chain of hashes per organization. */
@Injectable()
export class AuditService {
  constructor(
    private readonly trail: AuditRepository,
    private readonly database: DatabaseService,
  ) {}

  /** Adds an event inside the transaction of the change it tells of: none is ever without the other. */
  async record(tenant: Tenant, principal: Principal, change: AuditedChange): Promise<void> {
    const head = await this.trail.lockHead(tenant);
    const link = {
      organizationId: tenant.organizationId,
      sequence: head.sequence + 1,
      id: createId(),
      at: new Date().toISOString(),
      action: change.action,
      record: change.action.split('.')[0] ?? '',
      recordId: change.recordId,
      actor: { ...principal.subject, address: principal.from.address, request_id: principal.from.requestId },
      before: change.before === undefined ? null : masked(change.before),
      after: change.after === undefined ? null : masked(change.after),
      previousHash: head.hash,
    };
    await this.trail.append(tenant, { ...link, hash: linkHash(link) });
  }

  /** @throws AppError `permission.missing` for a caller limited to one account, `request.cursor_invalid` */
  async list(principal: Principal, query: AuditQuery): Promise<AuditPage> {
    checkUnlimited(principal);
    const limit = query.limit ?? EVENTS_LISTED;
    const before = readCursor(query.next_cursor, sequenceAt);
    const filter = { action: query.action, recordId: query.record_id };
    const links = await this.database.read(principal.organizationId, (tenant) =>
      this.trail.listBefore(tenant, before, filter, limit + 1),
    );
    const shown = links.slice(0, limit);
    const last = links.length > limit ? shown.at(-1) : undefined;
    return { result: shown.map(auditEventView), next_cursor: last === undefined ? null : cursorOf(last.sequence) };
  }

  /** @throws AppError `permission.missing` for a caller limited to one account */
  async verifyFor(principal: Principal): Promise<ChainReportView> {
    checkUnlimited(principal);
    const { events, broken } = await this.verify(principal.organizationId);
    return { events, broken };
  }

  /** Reads an organization's whole chain, in pieces, and names the first link that is not as it was written. */
  async verify(organizationId: string): Promise<ChainReport> {
    return this.database.within(organizationId, async (tenant) => {
      let position = CHAIN_BEGINNING;
      for (;;) {
        const links = await this.trail.listAfter(tenant, position.sequence, VERIFIED_AT_ONCE);
        for (const link of links) {
          const broken = linkFault(position, link);
          if (broken !== undefined) return { organizationId, events: position.sequence, broken };
          position = link;
        }
        if (links.length < VERIFIED_AT_ONCE) break;
      }
      const broken = endFault(position, await this.trail.findHead(tenant)) ?? null;
      return { organizationId, events: position.sequence, broken };
    });
  }
}

/** The trail tells of the whole organization: a credential limited to one account sees none of it. */
function checkUnlimited({ integratedAccountId }: Principal): void {
  if (integratedAccountId !== null)
    throw new AppError(
      'permission.missing',
      'This credential is limited to one integrated account; the trail is for all.',
    );
}

/** A cursor is the sequence number of the last event shown: what the database's integer holds, and no more. */
const PLACE = /^event:([1-9]\d{0,9})$/;
const SEQUENCE_MAX = 2 ** 31 - 1;

const cursorOf = (sequence: number): string => writeCursor(`event:${sequence}`);

function sequenceAt(place: string): number | undefined {
  const sequence = Number(PLACE.exec(place)?.[1]);
  return sequence <= SEQUENCE_MAX ? sequence : undefined;
}
