import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { DatabaseService } from '../database/database.service.js';
import { createId } from '../database/ids.js';
import type { Tenant } from '../database/tenant.js';
import { AuditRepository } from './audit.repository.js';
import { type BrokenLink, CHAIN_BEGINNING, endFault, linkFault, linkHash } from './audit-chain.js';
import { type AuditedChange, masked } from './audit-events.js';

const VERIFIED_AT_ONCE = 500;

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
