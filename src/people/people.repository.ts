import { Injectable } from '@nestjs/common';
import type { Role } from '../access/roles.js';
import { Prisma } from '../database/generated/client.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';

/** Somebody new, and how they sign in. */
export interface NewPerson {
  readonly id: string;
  /** In small letters. */
  readonly email: string;
  readonly passwordDigest?: string | null;
  /** Issuer and subject of the OpenID Connect provider. */
  readonly singleSignOnSubject?: string | null;
}

/** Somebody who has just proved who they are. */
export interface ProvedPerson {
  readonly id: string;
  readonly sessionGeneration: number;
}

export interface SessionPerson extends ProvedPerson {
  readonly hasPassword: boolean;
}

/** An organization where a person is a member. */
export interface Membership {
  readonly organizationId: string;
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
}

/**
 * People, each with an address and the ways in which they prove who they are. A transaction sees those who are members of its
 * organization, and reaches them by their membership there.
 */
@Injectable()
export class PeopleRepository {
  /** The membership comes after it, in the same transaction: until then the row can be written, and not read. */
  async insert({ db }: OrganizationTransaction, person: NewPerson): Promise<void> {
    const { id, email, passwordDigest = null, singleSignOnSubject = null } = person;
    await db.$executeRaw`
      INSERT INTO people (id, email, password_digest, single_sign_on_subject, updated_at)
      VALUES (${id}::uuid, ${email}, ${passwordDigest}, ${singleSignOnSubject}, now())`;
  }

  /** Until the transaction ends, nobody else joins an organization with this address: one proof makes one person. */
  async lockAddress({ db }: OrganizationTransaction, email: string): Promise<void> {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('address of a person'), hashtext(${email}))`;
  }

  /** The person of this address with a password of these digests, in any organization; locked until the transaction ends. */
  lockByPassword(tx: OrganizationTransaction, email: string, digests: readonly string[]): Promise<ProvedPerson | null> {
    return proved(tx, Prisma.sql`person_of_password(${email}, ${[...digests]})`);
  }

  /** The person of this address who has this subject and no password, in any organization; locked until the transaction ends. */
  lockByIdentity(tx: OrganizationTransaction, email: string, subject: string): Promise<ProvedPerson | null> {
    return proved(tx, Prisma.sql`person_of_identity(${email}, ${subject})`);
  }

  /** The person of a session, unless all sessions were ended since it was read; locked until the transaction ends. */
  async lockBySession(
    { db }: OrganizationTransaction,
    { id, sessionGeneration }: ProvedPerson,
  ): Promise<SessionPerson | null> {
    const [person] = await db.$queryRaw<SessionPerson[]>`
      SELECT id, session_generation AS "sessionGeneration", has_password AS "hasPassword"
      FROM person_of_session(${id}::uuid, ${sessionGeneration}::int)`;
    return person ?? null;
  }

  /** Where somebody who signed in is a member, by name; the transaction's own changes among it. */
  listMemberships({ db }: OrganizationTransaction, personId: string): Promise<Membership[]> {
    return db.$queryRaw<Membership[]>`
      SELECT organization_id AS "organizationId", id AS "memberId", name, role::text AS role
      FROM memberships_of_person(${personId}::uuid)`;
  }

  /** Whether the member's password is the one of these digests; if so, it stays so until the transaction ends. */
  async lockPassword(
    { organizationId, db }: OrganizationTransaction,
    memberId: string,
    digests: readonly string[],
  ): Promise<boolean> {
    // In this order: removing a member locks the member first, too.
    const rows = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM members m JOIN people p ON p.id = m.person_id
      WHERE m.organization_id = ${organizationId}::uuid AND m.id = ${memberId}::uuid
      AND p.password_digest = ANY (${[...digests]}) FOR UPDATE OF m, p`;
    return rows.length > 0;
  }

  /** Sets the password of the member's person, and ends all sessions of that person, in every organization. */
  async updatePassword(
    { organizationId, db }: OrganizationTransaction,
    memberId: string,
    passwordDigest: string,
  ): Promise<void> {
    await db.person.updateMany({
      where: { members: { some: { organizationId, id: memberId } } },
      data: { passwordDigest, sessionGeneration: { increment: 1 } },
    });
  }

  /** Ends all sessions of the member's person, in every organization. */
  async endSessions({ organizationId, db }: OrganizationTransaction, memberId: string): Promise<void> {
    await db.person.updateMany({
      where: { members: { some: { organizationId, id: memberId } } },
      data: { sessionGeneration: { increment: 1 } },
    });
  }

  /**
   * Ties the member's person to a subject of the OpenID Connect provider, which has just vouched for it.
   * @returns false for a person who is tied to another one.
   */
  async tieSubject(
    { organizationId, db }: OrganizationTransaction,
    memberId: string,
    singleSignOnSubject: string,
  ): Promise<boolean> {
    const { count } = await db.person.updateMany({
      where: {
        members: { some: { organizationId, id: memberId } },
        OR: [{ singleSignOnSubject: null }, { singleSignOnSubject }],
      },
      data: { singleSignOnSubject },
    });
    return count > 0;
  }
}

async function proved({ db }: OrganizationTransaction, found: Prisma.Sql): Promise<ProvedPerson | null> {
  const [person] = await db.$queryRaw<ProvedPerson[]>`
    SELECT id, session_generation AS "sessionGeneration" FROM ${found}`;
  return person ?? null;
}
