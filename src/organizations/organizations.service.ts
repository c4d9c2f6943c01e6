import { Injectable } from '@nestjs/common';
import { createPassword, digestPassword } from '../crypto/password.js';
import { createId } from '../database/ids.js';
import { isUniqueViolation } from '../database/prisma-errors.js';
import { AppError } from '../errors/app-error.js';
import { OrganizationsRepository } from './organizations.repository.js';

/** An organization with the credentials of its owner; the password is not kept in the clear. */
export interface OwnedOrganization {
  readonly id: string;
  readonly ownerEmail: string;
  readonly ownerPassword: string;
}

@Injectable()
export class OrganizationsService {
  constructor(private readonly organizations: OrganizationsRepository) {}

  /**
   * Creates an organization and its owner, with a random password that is returned once.
   * @throws AppError `organization.email_taken`
   */
  create(name: string, ownerEmail: string): Promise<OwnedOrganization> {
    return this.insert(createId(), name, ownerEmail);
  }

  /** The organization with this id: a new one, or the existing one with a new password for its owner. */
  async ensure(id: string, name: string, ownerEmail: string): Promise<OwnedOrganization> {
    if (!(await this.organizations.isKnown(id))) return this.insert(id, name, ownerEmail);
    const ownerPassword = createPassword();
    await this.organizations.updatePassword(id, ownerEmail, await digestPassword(ownerPassword));
    return { id, ownerEmail, ownerPassword };
  }

  private async insert(id: string, name: string, email: string): Promise<OwnedOrganization> {
    const ownerEmail = email.toLowerCase();
    const ownerPassword = createPassword();
    const owner = { id: createId(), email: ownerEmail, passwordDigest: await digestPassword(ownerPassword) };
    try {
      await this.organizations.insert({ id, name }, owner);
    } catch (error) {
      if (isUniqueViolation(error))
        throw new AppError(
          'organization.email_taken',
          `${ownerEmail} is a member already. Use another e-mail address.`,
        );
      throw error;
    }
    return { id, ownerEmail, ownerPassword };
  }
}
