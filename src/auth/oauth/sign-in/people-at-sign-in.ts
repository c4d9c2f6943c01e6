import { Injectable } from '@nestjs/common';
import { SessionResolver } from '../../rest-credentials/session-resolver.js';
import type { CurrentSession } from '../../sessions/current-session.js';
import { PersonSessionsService } from '../../sessions/person-sessions.service.js';
import { memberPrincipal } from '../../sessions/sessions.service.js';
import { LookerSignInFlow } from '../looker/looker-sign-in-flow.js';
import { OpenidSignInFlow } from '../openid/openid-sign-in-flow.js';
import type { ProtectedServer } from '../protected-servers.js';
import type { SignInExchange } from './sign-in-exchange.js';
import type { SignedInPerson } from './signed-in-person.js';

/** Who a browser has proved to be, in a way that the server takes. */
@Injectable()
export class PeopleAtSignIn {
  constructor(
    private readonly sessionResolver: SessionResolver,
    private readonly personSessions: PersonSessionsService,
    private readonly looker: LookerSignInFlow,
    private readonly openid: OpenidSignInFlow,
  ) {}

  /** Elsewhere first: who took that way means it, whoever is signed in at the dashboard besides. */
  async find(exchange: SignInExchange, protectedServer: ProtectedServer): Promise<SignedInPerson | undefined> {
    const { server, signIn } = protectedServer;
    const atLooker = signIn.sign_in.includes('looker') ? await this.looker.find(exchange, protectedServer) : undefined;
    if (atLooker !== undefined) return atLooker;
    const isAtProvider = signIn.sign_in.includes('openid_provider');
    const atProvider = isAtProvider ? await this.openid.find(exchange, protectedServer) : undefined;
    if (atProvider !== undefined) return atProvider;
    return signIn.sign_in.includes('member') ? this.member(exchange, server.organizationId) : undefined;
  }

  /**
   * Whoever is signed in at the dashboard, as a member of each of their organizations.
   * @returns none where nobody is signed in.
   */
  async findEverywhere(exchange: SignInExchange): Promise<readonly SignedInPerson[]> {
    const session = await this.session(exchange);
    if (session === undefined) return [];
    const { organizations } = await this.personSessions.get(session);
    const people = await Promise.all(organizations.map(({ id }) => this.memberOf(session, id, exchange)));
    return people.filter((person) => person !== undefined);
  }

  /** Whoever is signed in at the dashboard, in whichever organization, as a member of the server's organization. */
  private async member(exchange: SignInExchange, organizationId: string): Promise<SignedInPerson | undefined> {
    const session = await this.session(exchange);
    return session && this.memberOf(session, organizationId, exchange);
  }

  /** A page is read; what its forms change is guarded by their own tokens. */
  private session({ headers, cookies, from }: SignInExchange): Promise<CurrentSession | undefined> {
    return this.sessionResolver.findCurrent({ headers, cookies, from }, new Date());
  }

  private async memberOf(
    session: CurrentSession,
    organizationId: string,
    { from }: SignInExchange,
  ): Promise<SignedInPerson | undefined> {
    const found = await this.personSessions.findMember(session, organizationId);
    if (found === null) return undefined;
    const principal = memberPrincipal(found, from);
    const { id: memberId, name } = principal.subject;
    const sessionGeneration = session.session.generation;
    const elsewhere = { lookerSignInId: null, openidPersonId: null };
    return { kind: 'member', name, email: name, principal, memberId, sessionGeneration, ...elsewhere };
  }
}
