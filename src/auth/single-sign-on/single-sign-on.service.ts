import { Injectable } from '@nestjs/common';
import { ConcurrencyLimit } from '../../access/concurrency-limit.js';
import { DatabaseService } from '../../database/database.service.js';
import type { IdentifiedMember } from '../../database/organization-transaction.js';
import { siteOf } from '../../http/client-network.js';
import { PeopleRepository } from '../../people/people.repository.js';
import { InvitationAcceptanceService } from '../invitations/invitation-acceptance.service.js';
import { MembersRepository } from '../members/members.repository.js';
import type { CurrentSession, SignInOrigin } from '../sessions/current-session.js';
import { memberIn, type OpenedSession, SessionsService } from '../sessions/sessions.service.js';
import { SignInLimiter } from '../sessions/sign-in-limiter.js';
import { type Identity, OpenIdProvider } from './openid-provider.js';
import type { PendingSignIn } from './sign-in-request-cookie.js';
import type { StartSingleSignOnDto } from './single-sign-on.dto.js';
import { SingleSignOnRefused } from './single-sign-on-refused.js';

/** Where the browser goes to sign in, and what to remember until it comes back. */
export interface StartedSignIn {
  readonly url: string;
  readonly request: PendingSignIn;
}

/** What a sign-in is for, and whether somebody wants it who clicked on a page of ours. */
export type WantedSignIn = Pick<PendingSignIn, 'isChosen'> &
  Partial<Pick<PendingSignIn, 'invitation' | 'organizationId' | 'serverSignIn'>>;

/** Each takes two or three requests to the provider, of ten seconds at most. */
const EXCHANGES = { atOnceMax: 16, waitingMax: 64, waitingPerCallerMax: 16 };

@Injectable()
export class SingleSignOnService {
  private readonly exchanges = new ConcurrencyLimit(EXCHANGES);

  constructor(
    private readonly limiter: SignInLimiter,
    private readonly provider: OpenIdProvider,
    private readonly database: DatabaseService,
    private readonly members: MembersRepository,
    private readonly people: PeopleRepository,
    private readonly sessions: SessionsService,
    private readonly invitations: InvitationAcceptanceService,
  ) {}

  /**
   * Begins a sign-in.
   * @throws AppError `sign_in.method_off`, `single_sign_on.unavailable`
   */
  async begin({ invitation, organizationId, serverSignIn, isChosen }: WantedSignIn): Promise<StartedSignIn> {
    const { url, request } = await this.provider.begin();
    return { url, request: { ...request, invitation, organizationId, serverSignIn, isChosen } };
  }

  /**
   * Begins a sign-in that somebody wants who clicked on a page of ours, as that of an invitation: who is signed in at the provider is
   * asked nothing more there.
   * @throws AppError `invitation.not_found`, `request.rate_limited`, `sign_in.method_off`, `single_sign_on.unavailable`
   */
  async start({ token, organization_id }: StartSingleSignOnDto, from: SignInOrigin): Promise<StartedSignIn> {
    if (token !== undefined) await this.invitations.find({ token }, from);
    return this.begin({ invitation: token, organizationId: organization_id, isChosen: true });
  }

  /**
   * Signs in whoever the provider vouches for: a member with this e-mail address, or the invited one. Of members in several
   * organizations it is the one in the organization that was asked for, else the one that this person signed in to here last.
   * Where the person never did, an organization must be asked for: each of them may have made its member by itself.
   * @param query of the provider's answer.
   * @param current whoever is signed in in this browser: their session is replaced by that of another member only where somebody
   * began the sign-in with a click.
   * @throws AppError `sign_in.method_off`, `single_sign_on.refused`, `single_sign_on.unavailable`, `invitation.not_found`,
   * `request.rate_limited`
   */
  async finish(
    query: string,
    underWay: PendingSignIn,
    from: SignInOrigin,
    current: CurrentSession | undefined,
  ): Promise<OpenedSession> {
    return this.limiter.judging({ address: from.address }, () =>
      this.exchanges.withSlot(siteOf(from.address), async () => {
        const identity = await this.provider.finish(query, underWay);
        return underWay.invitation === undefined
          ? this.signIn(identity, underWay, from, current)
          : this.invitations.acceptAs(underWay.invitation, identity, from);
      }),
    );
  }

  private async signIn(
    { subject, email }: Identity,
    { organizationId, isChosen }: PendingSignIn,
    from: SignInOrigin,
    current: CurrentSession | undefined,
  ): Promise<OpenedSession> {
    const found = await this.database.findMembersByIdentity(email, subject);
    const match = organizationId === undefined ? onlyMember(found, email) : memberIn(found, organizationId);
    if (match === undefined) throw notMember(email);
    if (!isChosen && current !== undefined && current.session.member.id !== match.id)
      throw signedInAsAnother(current, organizationId);
    return this.database.inTransaction(match.organizationId, async (tx) => {
      // The first sign-in ties the person to the subject: an address that the provider gives to somebody else later
      // does not give them this person's memberships.
      await this.members.updateLastSingleSignOn(tx, match.id, new Date());
      const isTied = await this.people.tieSubject(tx, match.id, subject);
      const member = isTied ? await this.members.find(tx, match.id) : null;
      if (member === null) throw notMember(email);
      return this.sessions.open(tx, member, from, true);
    });
  }
}

/**
 * The member that a sign-in enters by itself: one that the subject entered before, else one of the only person with the address.
 */
function onlyMember(found: readonly IdentifiedMember[], email: string): IdentifiedMember | undefined {
  const [first, ...others] = found;
  if (first?.isTied || others.every(({ personId }) => personId === first?.personId)) return first;
  throw new SingleSignOnRefused(
    'several_organizations',
    `${email} is a member of several organizations here and has not signed in this way yet. Ask an admin of the one that you want ` +
      'to enter for its id, and open /session/single-sign-on?organization_id=<id> on this host. Later sign-ins need no id.',
  );
}

const notMember = (email: string) =>
  new SingleSignOnRefused(
    'no_member',
    `${email} is no member here, or was another person's account. Ask an admin for an invitation.`,
  );

const signedInAsAnother = ({ session: { member } }: CurrentSession, organizationId: string | undefined) =>
  new SingleSignOnRefused(
    'signed_in_as_another',
    `${member.email} is signed in in this browser, and stays so: a link does not make somebody another member.`,
    { organizationId },
  );
