import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../../database/database.service.js';
import { AppError } from '../../errors/app-error.js';
import { PeopleRepository } from '../../people/people.repository.js';
import { type Member, MembersRepository } from '../members/members.repository.js';
import type { CurrentSession, SignInOrigin } from './current-session.js';
import type { SwitchOrganizationDto } from './sessions.dto.js';
import { memberPrincipal, type OpenedSession, SessionsService } from './sessions.service.js';
import { type SessionView, sessionView } from './sessions.view.js';

/** What a person who signed in to one organization may do about the others where they are a member. */
@Injectable()
export class PersonSessionsService {
  constructor(
    private readonly database: DatabaseService,
    private readonly people: PeopleRepository,
    private readonly members: MembersRepository,
    private readonly sessions: SessionsService,
  ) {}

  /** Who is signed in, and where else they are a member. */
  async get({ principal, session, csrfToken }: CurrentSession): Promise<SessionView> {
    const memberships = await this.database.read(principal.organizationId, (tx) =>
      this.people.listMemberships(tx, session.member.person.id),
    );
    return sessionView(session, memberships, csrfToken);
  }

  /** The person of a session as a member of an organization; null where they are none. */
  findMember({ session }: CurrentSession, organizationId: string): Promise<Member | null> {
    return this.database.read(organizationId, (tx) => this.members.findByPerson(tx, session.member.person.id));
  }

  /**
   * Opens a session in another organization of the person, in the place of the caller's. An organization that the person is no
   * member of and one that there is not are one answer.
   * @throws AppError `member.not_found`, `credential.invalid`
   */
  async switchTo(
    current: CurrentSession,
    { organization_id }: SwitchOrganizationDto,
    from: SignInOrigin,
  ): Promise<OpenedSession> {
    const { generation, member, bySingleSignOn } = current.session;
    const found = await this.findMember(current, organization_id);
    if (found === null) throw notMember();
    const opened = await this.database.inTransaction(organization_id, async (tx) => {
      // The membership may have ended meanwhile, and so may all sessions of the person: no session outlives a new password.
      await this.members.lock(tx, found.id);
      const target = await this.members.find(tx, found.id);
      if (target === null) throw notMember();
      const person = { id: member.person.id, sessionGeneration: generation };
      if ((await this.people.lockBySession(tx, person)) === null) throw signedOut();
      return this.sessions.open(tx, target, from, bySingleSignOn);
    });
    return this.replace(current, opened);
  }

  /**
   * Ends the caller's session, which another one has been opened for. Where somebody signed out meanwhile, that holds for both.
   * @throws AppError `credential.invalid`
   */
  async replace(current: CurrentSession, opened: OpenedSession): Promise<OpenedSession> {
    if (await this.sessions.end(current)) return opened;
    const { session } = opened;
    await this.sessions.end({ principal: memberPrincipal(session.member, current.principal.from), session });
    throw signedOut();
  }
}

export const signedOut = () =>
  new AppError('credential.invalid', 'You were signed out meanwhile. Sign in again with POST /session.');

const notMember = () =>
  new AppError(
    'member.not_found',
    'You are a member of no organization with this id. GET /session lists those that you can switch to.',
  );
