import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { DatabaseService } from '../database/database.service.js';
import { createId } from '../database/ids.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { AppError } from '../errors/app-error.js';
import { type Page, pageOf, readCursor, windowOf } from '../http/page.js';
import { masked } from '../values/masked.js';
import { opaque } from '../values/opaque-text.js';
import { AuditRepository } from './audit.repository.js';
import {
  type AuditEventView,
  type AuditQuery,
  auditEventView,
  type ChainQuery,
  type ChainReportView,
} from './audit.view.js';
import { type BrokenLink, CHAIN_BEGINNING, type ChainPosition, endFault, linkFault, linkHash } from './audit-chain.js';
import type { AuditedChange } from './audit-events.js';

/** Hashed without a pause: a few milliseconds. */
const VERIFIED_AT_ONCE = 200;
/** Some seconds: an answer comes long before a proxy gives it up. */
const VERIFIED_PER_ANSWER = 100_000;

/** What a verification found: how many events it read, and the first link that is broken, if any. */
export interface ChainReport {
  readonly organizationId: string;
  readonly events: number;
  readonly broken: BrokenLink | null;
}

/** A part of one: how far it came, and where the next part begins; null at the end of the chain. */
interface ChainPart {
  readonly events: number;
  readonly broken: BrokenLink | null;
  readonly next: ChainPosition | null;
}

/** The audit trail: who changed what, from where, as a chain of hashes per organization. */
@Injectable()
export class AuditService {
  constructor(
    private readonly trail: AuditRepository,
    private readonly database: DatabaseService,
  ) {}

  /** Adds an event inside the transaction of the change it tells of: none is ever without the other. */
  async record(tx: OrganizationTransaction, principal: Principal, change: AuditedChange): Promise<void> {
    const head = await this.trail.lockHead(tx);
    const link = {
      organizationId: tx.organizationId,
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
    await this.trail.append(tx, { ...link, hash: linkHash(link) });
  }

  /** @throws AppError `permission.missing` for a caller limited to one account, `request.cursor_invalid` */
  async list(principal: Principal, query: AuditQuery): Promise<Page<AuditEventView>> {
    checkUnlimited(principal);
    const window = windowOf(query, sequenceAt);
    const filter = { action: query.action, recordId: query.record_id };
    const links = await this.database.read(principal.organizationId, (tx) =>
      this.trail.listBefore(tx, window.after, filter, window.take),
    );
    return pageOf(links, window, auditEventView, ({ sequence }) => `event:${sequence}`);
  }

  /**
   * Verifies as much of the chain as an answer has time for, from where the one before ended.
   * @throws AppError `permission.missing` for a caller limited to one account, `request.cursor_invalid`
   */
  async verifyFor(principal: Principal, query: ChainQuery): Promise<ChainReportView> {
    checkUnlimited(principal);
    const from = readCursor(query.next_cursor, positionAt);
    const { events, broken, next } = await this.verifyPart(principal.organizationId, from, VERIFIED_PER_ANSWER);
    return { events, broken, next_cursor: next === null ? null : opaque(`event:${next.sequence}:${next.hash}`) };
  }

  /** Reads an organization's whole chain and names the first link that is not as it was written. */
  async verify(organizationId: string): Promise<ChainReport> {
    const { events, broken } = await this.verifyPart(organizationId);
    return { organizationId, events, broken };
  }

  /**
   * Verifies up to `eventsMax` events after a position, to the end that the chain has now: what is added meanwhile is left for the
   * next time. It is read in pieces, each a short read of its own, so that neither a transaction nor other work waits for it.
   */
  async verifyPart(
    organizationId: string,
    from: ChainPosition = CHAIN_BEGINNING,
    eventsMax = Number.POSITIVE_INFINITY,
  ): Promise<ChainPart> {
    const { head, lastSequence } = await this.database.read(organizationId, (tx) => this.trail.findEnd(tx));
    const until = Math.min(lastSequence, from.sequence + eventsMax);
    let position = from;
    while (position.sequence < until) {
      const take = Math.min(VERIFIED_AT_ONCE, until - position.sequence);
      const links = await this.database.read(organizationId, (tx) => this.trail.listAfter(tx, position.sequence, take));
      if (links.length === 0) return brokenAt(position, { sequence: position.sequence + 1, fault: 'missing' });
      for (const link of links) {
        const broken = linkFault(position, link);
        if (broken !== undefined) return brokenAt(position, broken);
        position = { sequence: link.sequence, hash: link.hash };
      }
    }
    if (until < lastSequence) return { events: position.sequence, broken: null, next: position };
    return brokenAt(position, endFault(position, head) ?? null);
  }
}

const brokenAt = ({ sequence }: ChainPosition, broken: BrokenLink | null): ChainPart => ({
  events: sequence,
  broken,
  next: null,
});

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

function sequenceAt(place: string): number | undefined {
  const sequence = Number(PLACE.exec(place)?.[1]);
  return sequence <= SEQUENCE_MAX ? sequence : undefined;
}

/** A cursor of a verification is the last good link. */
const POSITION = /^event:(\d{1,10}):([0-9a-f]{64})$/;

function positionAt(place: string): ChainPosition | undefined {
  const [, digits, hash] = POSITION.exec(place) ?? [];
  const sequence = Number(digits);
  return hash !== undefined && sequence <= SEQUENCE_MAX ? { sequence, hash } : undefined;
}
