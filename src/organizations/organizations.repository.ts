import { Injectable } from '@nestjs/common';
import type { Tenant } from '../database/tenant.js';

export interface NewOwner {
  readonly id: string;
  readonly email: string;
  readonly passwordDigest: string;
}

@Injectable()
export class OrganizationsRepository {
  /** One statement for both: an organization without an owner could never be entered. */
  async insert({ organizationId, db }: Tenant, name: string, owner: NewOwner): Promise<void> {
    await db.organization.create({
      data: { id: organizationId, name, members: { create: { ...owner, role: 'owner' } } },
    });
  }

  async isKnown({ organizationId, db }: Tenant): Promise<boolean> {
    return (await db.organization.count({ where: { id: organizationId } })) > 0;
  }

  async updatePassword({ organizationId, db }: Tenant, email: string, passwordDigest: string): Promise<void> {
    await db.member.updateMany({ where: { organizationId, email }, data: { passwordDigest } });
  }
}
