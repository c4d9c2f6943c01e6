import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../database/database.service.js';

export interface NewOwner {
  readonly id: string;
  readonly email: string;
  readonly passwordDigest: string;
}

@Injectable()
export class OrganizationsRepository {
  constructor(private readonly database: DatabaseService) {}

  /** One statement for both: an organization without an owner could never be entered. */
  async insert(organization: { id: string; name: string }, owner: NewOwner): Promise<void> {
    await this.database.client.organization.create({
      data: { ...organization, members: { create: { ...owner, role: 'owner' } } },
    });
  }

  async isKnown(organizationId: string): Promise<boolean> {
    return (await this.database.client.organization.count({ where: { id: organizationId } })) > 0;
  }

  async updatePassword(organizationId: string, email: string, passwordDigest: string): Promise<void> {
    await this.database.client.member.updateMany({ where: { organizationId, email }, data: { passwordDigest } });
  }
}
