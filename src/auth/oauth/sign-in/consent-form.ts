import { Injectable } from '@nestjs/common';
import { SCOPES, type Scope } from '../../../access/oauth-scopes.js';
import { pageHeaders } from '../../../http/answers/html-page.js';
import { OpenidSignInFlow } from '../openid/openid-sign-in-flow.js';
import { type ConsentPageContent, consentPage } from '../pages/consent-page.js';
import { type ProtectedServer, ProtectedServers } from '../protected-servers.js';
import { type BegunSignIn, BegunSignIns } from './begun-sign-ins.js';
import { clientOf, targetOf } from './client-at-sign-in.js';
import { FormTokens } from './form-tokens.js';
import type { SignInAnswer } from './sign-in-exchange.js';
import { type SignedInPerson, subjectOf } from './signed-in-person.js';

/** What a client would be let in for. */
interface Offer {
  readonly tools: ConsentPageContent['tools'];
  /** Of what was asked for, what the server's tools need: nobody consents to more. */
  readonly scopes: readonly Scope[];
  /** Who lets it in, where, and for what: the answer of a page that said something else lets nothing in. */
  readonly said: readonly string[];
}

/** The page where a person lets a client in. Its answer is to what it said, and to nothing that has taken the place of that since. */
@Injectable()
export class ConsentForm {
  constructor(
    private readonly begun: BegunSignIns,
    private readonly servers: ProtectedServers,
    private readonly openid: OpenidSignInFlow,
    private readonly formTokens: FormTokens,
  ) {}

  /** @param isChanged whether a page that said something else was answered just now. */
  async answer(begun: BegunSignIn, person: SignedInPerson, isChanged = false): Promise<SignInAnswer> {
    const { underWay, server, path } = begun;
    const { tools, scopes, said } = await this.offer(begun, person);
    const content: ConsentPageContent = {
      path,
      formToken: this.formTokens.create(underWay.uid, said),
      isChanged,
      client: clientOf(underWay),
      namedBy: await this.begun.clientNamedBy(underWay.clientId),
      organizationName: server.organization.name,
      serverName: server.server.name,
      isChosen: begun.isChosen,
      person: person.name,
      vouchedBy: await this.vouchedBy(person, server),
      lookerIdentity: person.lookerSignInId === null ? 'the service account of this server' : `you, ${person.name}`,
      lookerHost: server.lookerHost,
      tools,
      scopes,
      lastsDays: server.organization.refreshTokenDays,
      serverExpiresAt: server.server.expiresAt,
    };
    const headers = pageHeaders(["'self'", targetOf(underWay)]);
    return { status: isChanged ? 409 : 200, headers, body: consentPage(content) };
  }

  /**
   * What the person has agreed to; undefined where the page that they answered said something else than what is true now: in another
   * window somebody else may have signed in, or another server been chosen, and an admin may have given the server more tools.
   * @param agreed what the page said, as the token of its form has it.
   */
  async agreed(
    agreed: readonly string[],
    begun: BegunSignIn,
    person: SignedInPerson,
  ): Promise<readonly Scope[] | undefined> {
    const { scopes, said } = await this.offer(begun, person);
    return JSON.stringify(agreed) === JSON.stringify(said) ? scopes : undefined;
  }

  private async offer({ underWay, server }: BegunSignIn, person: SignedInPerson): Promise<Offer> {
    const tools = await this.servers.tools(server);
    const writing = tools.filter(({ effect }) => effect !== 'read').length;
    const isAskedFor = (scope: Scope) => underWay.scopes.includes(scope);
    const scopes = SCOPES.filter((scope) => isAskedFor(scope) && (scope !== 'looker:write' || writing > 0));
    const writes = writing > 0 ? 'writes' : 'reads';
    const said = [subjectOf(person), server.server.id, server.lookerHost, writes, ...scopes];
    return { tools: { reading: tools.length - writing, writing }, scopes, said };
  }

  /** Of whoever is known by somebody else's word: what the organization's provider is called, or the host of its Looker. */
  private async vouchedBy({ kind }: SignedInPerson, server: ProtectedServer): Promise<string | undefined> {
    if (kind === 'looker') return server.lookerHost;
    return kind === 'openid_provider' ? this.openid.nameOf(server) : undefined;
  }
}
