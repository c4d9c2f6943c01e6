import { Injectable } from '@nestjs/common';
import { Prisma } from '../database/generated/client.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { CHAIN_BEGINNING, type ChainPosition, type StoredAuditLink } from './audit-chain.js';

const json = (value: unknown) => (value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue));

@Injectable()
export class AuditRepository {
  /** The head of the chain, held until the transaction ends: events of one organization are added one at a time. */
  async lockHead({ organizationId, db }: OrganizationTransaction): Promise<ChainPosition> {
    await db.$executeRaw`
      INSERT INTO audit_heads (organization_id, sequence, hash)
      VALUES (${organizationId}::uuid, ${CHAIN_BEGINNING.sequence}, ${CHAIN_BEGINNING.hash}) ON CONFLICT DO NOTHING`;
    const [head] = await db.$queryRaw<ChainPosition[]>`
      SELECT sequence, hash FROM audit_heads WHERE organization_id = ${organizationId}::uuid FOR UPDATE`;
    if (head === undefined) throw new Error('an audit chain has no head');
    return head;
  }

  async append({ organizationId, db }: OrganizationTransaction, link: StoredAuditLink): Promise<void> {
    const { actor, before, after, ...rest } = link;
    await db.auditEvent.create({
      data: {
        ...rest,
        organizationId,
        actor: actor as Prisma.InputJsonValue,
        before: json(before),
        after: json(after),
      },
    });
    await db.auditHead.update({ where: { organizationId }, data: { sequence: link.sequence, hash: link.hash } });
  }

  /** The head and the number of the newest event, of the same moment: they differ only where somebody changed one of them. */
  async findEnd({
    organizationId,
    db,
  }: OrganizationTransaction): Promise<{ head: ChainPosition; lastSequence: number }> {
    const [row] = await db.$queryRaw<{ sequence: number | null; hash: string | null; last: number | null }[]>`
      SELECT h.sequence, h.hash, e.last
      FROM (SELECT max(sequence) AS last FROM audit_events WHERE organization_id = ${organizationId}::uuid) e
      LEFT JOIN audit_heads h ON h.organization_id = ${organizationId}::uuid`;
    const { sequence, hash } = { ...CHAIN_BEGINNING, ...(row?.hash != null && { hash: row.hash }) };
    return { head: { sequence: row?.sequence ?? sequence, hash }, lastSequence: row?.last ?? 0 };
  }

  /** Up to `take` events after a sequence number, oldest first. */
  async listAfter(
    { organizationId, db }: OrganizationTransaction,
    sequence: number,
    take: number,
  ): Promise<StoredAuditLink[]> {
    const rows = await db.auditEvent.findMany({
      where: { organizationId, sequence: { gt: sequence } },
      orderBy: { sequence: 'asc' },
      take,
    });
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  /** Up to `take` events before a sequence number (from the newest, when undefined), newest first. */
  async listBefore(
    { organizationId, db }: OrganizationTransaction,
    sequence: number | undefined,
    filter: { readonly action?: string | undefined; readonly recordId?: string | undefined },
    take: number,
  ): Promise<StoredAuditLink[]> {
    const rows = await db.auditEvent.findMany({
      where: {
        organizationId,
        ...(sequence !== undefined && { sequence: { lt: sequence } }),
        ...(filter.action !== undefined && { action: filter.action }),
        ...(filter.recordId !== undefined && { recordId: filter.recordId }),
      },
      orderBy: { sequence: 'desc' },
      take,
    });
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }
}
