import { Injectable } from '@nestjs/common';
import { isInAccountScope } from '../access/account-scope.js';
import { type Principal, type RequestOrigin, systemPrincipal } from '../access/principal.js';
import { AuditService } from '../audit/audit.service.js';
import { createPassword } from '../crypto/password.js';
import { DatabaseService } from '../database/database.service.js';
import { createId } from '../database/ids.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { AppError } from '../errors/app-error.js';
import { checkIfMatch, type IfMatch } from '../http/input/if-match.js';
import { PasswordDigests } from '../people/password-digests.js';
import { PeopleRepository } from '../people/people.repository.js';
import { writtenAddress } from '../values/email-address.js';
import type { ChangeOrganizationDto } from './organizations.dto.js';
import { type OrganizationSignIn, OrganizationsRepository } from './organizations.repository.js';
import { type OrganizationRecordView, type OrganizationView, organizationRecord } from './organizations.view.js';

export type { OrganizationSignIn };

interface NewOwner {
  readonly email: string;
  /** Null: the owner signs in at the OpenID Connect provider. */
  readonly passwordDigest: string | null;
}

/** An organization with the credentials of its owner; the password is not kept in the clear. */
export interface OwnedOrganization {
  readonly id: string;
  readonly ownerEmail: string;
  readonly ownerPassword: string;
}

@Injectable()
export class OrganizationsService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly organizations: OrganizationsRepository,
    private readonly people: PeopleRepository,
    private readonly passwords: PasswordDigests,
  ) {}

  /**
   * Creates an organization and its owner, with a random password that is returned once. The owner may be a member of other
   * organizations too, with another password.
   * @param alongside what else comes into being in the same transaction, or nothing does.
   */
  create(
    name: string,
    ownerEmail: string,
    alongside?: (tx: OrganizationTransaction) => Promise<void>,
  ): Promise<OwnedOrganization> {
    return this.insert(createId(), name, ownerEmail, alongside);
  }

  /**
   * Creates the gateway's first organization, with an owner who has chosen the password, or has none and signs in at the
   * OpenID Connect provider. Of two who do so at once, one is refused.
   * @param from where the request came from, for the audit trail.
   * @param alongside what else comes into being in the same transaction, or nothing does.
   * @throws AppError `setup.closed`
   */
  async createFirst(
    name: string,
    { email, password }: { readonly email: string; readonly password: string | null },
    from: RequestOrigin,
    alongside: (tx: OrganizationTransaction, ownerId: string) => Promise<void>,
  ): Promise<void> {
    const id = createId();
    const address = writtenAddress(email);
    const passwordDigest = password === null ? null : await this.passwords.digest(address, password);
    const owner = { email: address, passwordDigest };
    await this.database.inTransaction(id, async (tx) => {
      if (await this.organizations.lockFirst(tx)) throw setupClosed();
      const ownerId = await this.insertIn(tx, name, owner, { ...systemPrincipal(id, 'setup'), from });
      await alongside(tx, ownerId);
    });
  }

  /** Whether the gateway has any organization. */
  async isAnyKnown(): Promise<boolean> {
    return (await this.database.organizationIds()).length > 0;
  }

  /** @throws AppError `permission.missing` */
  async get(principal: Principal): Promise<OrganizationView> {
    checkWhole(principal);
    return this.database.read(principal.organizationId, async (tx) =>
      this.withProvider(tx, organizationRecord(await this.organizations.get(tx))),
    );
  }

  /** What an organization says of signing in at its MCP servers. */
  getSignIn(organizationId: string): Promise<OrganizationSignIn> {
    return this.database.read(organizationId, (tx) => this.organizations.getSignIn(tx));
  }

  /** @throws AppError `permission.missing`, `request.precondition_failed` */
  async change(principal: Principal, body: ChangeOrganizationDto, ifMatch?: IfMatch): Promise<OrganizationView> {
    checkWhole(principal);
    const { organizationId } = principal;
    return this.database.inTransaction(organizationId, async (tx) => {
      const before = organizationRecord(await this.organizations.getForUpdate(tx));
      checkIfMatch(ifMatch, before);
      const after = organizationRecord(
        await this.organizations.update(tx, {
          ...(body.name !== undefined && { name: body.name.trim() }),
          ...(body.call_log_retention_days !== undefined && { callLogRetentionDays: body.call_log_retention_days }),
          ...(body.dynamic_client_registration !== undefined && {
            dynamicClientRegistration: body.dynamic_client_registration,
          }),
          ...(body.access_token_minutes !== undefined && { accessTokenMinutes: body.access_token_minutes }),
          ...(body.refresh_token_days !== undefined && { refreshTokenDays: body.refresh_token_days }),
        }),
      );
      const recordId = organizationId;
      await this.audit.record(tx, principal, { action: 'organization.changed', recordId, before, after });
      return this.withProvider(tx, after);
    });
  }

  /** The organization with this id: a new one, or the existing one with a new password for its owner. */
  async ensure(id: string, name: string, ownerEmail: string): Promise<OwnedOrganization> {
    if (!(await this.database.read(id, (tx) => this.organizations.isKnown(tx))))
      return this.insert(id, name, ownerEmail);
    const ownerPassword = createPassword();
    const passwordDigest = await this.passwords.digest(ownerEmail, ownerPassword);
    await this.database.inTransaction(id, (tx) => this.organizations.updatePassword(tx, ownerEmail, passwordDigest));
    return { id, ownerEmail, ownerPassword };
  }

  private async withProvider(tx: OrganizationTransaction, record: OrganizationRecordView): Promise<OrganizationView> {
    return { ...record, has_openid_provider: await this.organizations.hasOpenidProvider(tx) };
  }

  private async insert(
    id: string,
    name: string,
    email: string,
    alongside?: (tx: OrganizationTransaction) => Promise<void>,
  ): Promise<OwnedOrganization> {
    const ownerEmail = writtenAddress(email);
    const ownerPassword = createPassword();
    const passwordDigest = await this.passwords.digest(ownerEmail, ownerPassword);
    const owner = { email: ownerEmail, passwordDigest };
    await this.database.inTransaction(id, async (tx) => {
      await this.insertIn(tx, name, owner, systemPrincipal(id, 'create organization'));
      await alongside?.(tx);
    });
    return { id, ownerEmail, ownerPassword };
  }

  /** @returns the id of the owner as a member. */
  private async insertIn(
    tx: OrganizationTransaction,
    name: string,
    { email, passwordDigest }: NewOwner,
    by: Principal,
  ): Promise<string> {
    const id = tx.organizationId;
    const [personId, ownerId] = [createId(), createId()];
    await this.people.insert(tx, { id: personId, email, passwordDigest });
    await this.organizations.insert(tx, name, { id: ownerId, personId, email });
    const after = { id, name, owner: email };
    await this.audit.record(tx, by, { action: 'organization.created', recordId: id, after });
    return ownerId;
  }
}

/** Whoever asks learns no more than that the gateway has its owner, or was told not to take one here. */
export const setupClosed = (): AppError =>
  new AppError(
    'setup.closed',
    'This gateway is set up already, or its setup is turned off. Sign in, or ask an owner for an invitation.',
  );

function checkWhole(principal: Principal): void {
  if (!isInAccountScope(principal, 'all'))
    throw new AppError(
      'permission.missing',
      'An API token that is limited to one integrated account cannot see or change the organization. Use one without that limit.',
    );
}
