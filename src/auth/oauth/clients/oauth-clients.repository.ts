import { Injectable } from '@nestjs/common';
import type { Prisma } from '../../../database/generated/client.js';
import type { OrganizationTransaction } from '../../../database/organization-transaction.js';
import { lockRow } from '../../../database/row-lock.js';
import { columnsOf } from '../../../http/answers/record-view.js';
import type { PageWindow } from '../../../http/page.js';
import { OauthClientView } from './oauth-clients.view.js';

const SELECT = columnsOf(OauthClientView) satisfies Prisma.OauthClientSelect;

export type OauthClient = Prisma.OauthClientGetPayload<{ select: typeof SELECT }>;
export type NewOauthClient = Omit<Prisma.OauthClientUncheckedCreateInput, 'organizationId' | 'version'>;

@Injectable()
export class OauthClientsRepository {
  insert({ organizationId, db }: OrganizationTransaction, client: NewOauthClient): Promise<OauthClient> {
    return db.oauthClient.create({ data: { organizationId, ...client }, select: SELECT });
  }

  find({ organizationId, db }: OrganizationTransaction, id: string): Promise<OauthClient | null> {
    return db.oauthClient.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  /** The same, locked until the transaction ends. */
  async findForUpdate(tx: OrganizationTransaction, id: string): Promise<OauthClient | null> {
    await lockRow(tx, 'oauth_clients', id);
    return this.find(tx, id);
  }

  list({ organizationId, db }: OrganizationTransaction, window: PageWindow): Promise<OauthClient[]> {
    return db.oauthClient.findMany({
      where: { organizationId, ...window.before },
      orderBy: { id: 'desc' },
      take: window.take,
      select: SELECT,
    });
  }

  async remove({ organizationId, db }: OrganizationTransaction, id: string): Promise<void> {
    await db.oauthClient.delete({ where: { organizationId_id: { organizationId, id } } });
  }
}
