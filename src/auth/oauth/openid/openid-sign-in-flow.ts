import { Inject, Injectable } from '@nestjs/common';
import { PartyLimit } from '../../../access/party-limit.js';
import { Broadcast } from '../../../cache/broadcast.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { SecretBox } from '../../../crypto/secret-box.js';
import { DatabaseService } from '../../../database/database.service.js';
import { createId } from '../../../database/ids.js';
import { AppError } from '../../../errors/app-error.js';
import { siteOf } from '../../../http/client-network.js';
import { isLetIn } from '../../../mcp-servers/who-may-sign-in.js';
import { SealedCookie } from '../../sessions/sealed-cookie.js';
import type { ProtectedServer } from '../protected-servers.js';
import { SIGN_IN_SECONDS } from '../server/provider-options.js';
import type { SignInExchange } from '../sign-in/sign-in-exchange.js';
import type { SignedInPerson } from '../sign-in/signed-in-person.js';
import { OpenidAuthorization, type OpenidSignInRequest } from './openid-authorization.js';
import { OpenidPeopleRepository, type OpenidPerson } from './openid-people.repository.js';
import { type OpenidProvider, OpenidProvidersRepository } from './openid-providers.repository.js';
import { providerKey } from './provider-callback.js';
import type { ProviderIdentity } from './provider-identity.js';

/** What a browser is asked to keep while its person signs in at the organization's provider, and who it was in the end. */
interface ProviderSteps {
  readonly organizationId: string;
  readonly providerId: string;
  readonly generation: number;
  readonly request?: OpenidSignInRequest;
  readonly personId?: string;
}

/** Of one organization. Each takes two or three requests to its provider, of ten seconds at most. */
const EXCHANGES = { atOnceMax: 4, waitingMax: 64, waitingPerCallerMax: 16 };

/** A person's way to the OpenID provider of a server's organization and back, in the middle of letting a client in. */
@Injectable()
export class OpenidSignInFlow {
  private readonly isSecure: boolean;
  private readonly exchanges = new PartyLimit(EXCHANGES);

  constructor(
    private readonly database: DatabaseService,
    private readonly providers: OpenidProvidersRepository,
    private readonly people: OpenidPeopleRepository,
    private readonly authorization: OpenidAuthorization,
    private readonly box: SecretBox,
    private readonly broadcast: Broadcast,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.isSecure = settings.http.publicUrl.startsWith('https:');
  }

  /** What the provider of a server's organization is called; undefined: it has none. */
  async nameOf({ server }: ProtectedServer): Promise<string | undefined> {
    return (await this.providerOf(server.organizationId))?.name;
  }

  /** Who the provider of a server's organization is; undefined: it has none. */
  async issuerOf({ server }: ProtectedServer): Promise<string | undefined> {
    return (await this.providerOf(server.organizationId))?.issuer;
  }

  /**
   * Where the browser goes to sign in.
   * @throws AppError `sign_in.method_off` where the organization has no provider, `single_sign_on.unavailable`
   */
  async begin(exchange: SignInExchange, { server: { organizationId } }: ProtectedServer): Promise<string> {
    const provider = await this.providerOf(organizationId);
    if (provider === null) throw noProvider();
    const { url, request } = await this.authorization.begin(provider, exchange.uid);
    await this.cookie(exchange).set(exchange.reply, { ...stepsOf(provider), request });
    return url;
  }

  /**
   * Finds out who came back from the provider, and remembers it for the rest of this sign-in.
   * @param key names the provider at whose address the browser came back.
   * @throws AppError `single_sign_on.refused`, `single_sign_on.unavailable`, `permission.missing`, `request.rate_limited`
   */
  async finish(exchange: SignInExchange, server: ProtectedServer, key: string): Promise<void> {
    const { organizationId } = server.server;
    const cookie = this.cookie(exchange);
    const steps = await cookie.read(exchange.cookies);
    const request = steps?.request;
    if (steps === undefined || request === undefined || steps.organizationId !== organizationId) throw notBegun();
    const provider = await this.providerOf(organizationId);
    if (provider === null || !isSame(steps, provider)) throw changedMeanwhile();
    // Its code is another provider's, whom nobody else may hand it to.
    if (key !== providerKey(organizationId, provider.issuer)) throw fromElsewhere();
    const identity = await this.exchanges.withSlot(organizationId, siteOf(exchange.from.address), () =>
      this.authorization.finish(provider, exchange.query, request),
    );
    const person = await this.admit(steps, identity, server);
    await cookie.set(exchange.reply, { ...stepsOf(provider), personId: person.id });
  }

  /** Who signed in at the provider of the server's organization in this browser, for this very client. */
  async find(exchange: SignInExchange, { server }: ProtectedServer): Promise<SignedInPerson | undefined> {
    const steps = await this.cookie(exchange).read(exchange.cookies);
    const { organizationId } = server;
    const personId = steps?.organizationId === organizationId ? steps.personId : undefined;
    if (personId === undefined) return undefined;
    // With its provider, or when that has other people, its row goes.
    const person = await this.database.read(organizationId, (tx) => this.people.find(tx, personId));
    if (person === null) return undefined;
    const { id, name, email } = person;
    const subject = { kind: 'openid_user' as const, id, name };
    const { integratedAccountId } = server;
    const principal = { organizationId, subject, permissions: new Set([]), integratedAccountId, from: exchange.from };
    return {
      kind: 'openid_provider',
      name,
      email,
      principal,
      memberId: null,
      sessionGeneration: null,
      lookerSignInId: null,
      openidPersonId: id,
    };
  }

  forget(exchange: SignInExchange): void {
    this.cookie(exchange).clear(exchange.reply);
  }

  /**
   * Writes down who came. Of whom the server does not let in, nothing is kept; of whoever was let in before it is kept what they are called
   * now, since their sign-ins are judged by that.
   */
  private async admit(
    steps: ProviderSteps,
    identity: ProviderIdentity,
    { server, signIn }: ProtectedServer,
  ): Promise<OpenidPerson> {
    const { organizationId } = server;
    const isIn = isLetIn(signIn, { kind: 'openid_provider', email: identity.email });
    const newId = createId();
    const person = await this.database.inTransaction(organizationId, async (tx) => {
      const provider = await this.providers.findForUpdate(tx);
      if (provider === null || !isSame(steps, provider)) throw changedMeanwhile();
      return isIn
        ? this.people.upsert(tx, provider.id, identity, newId)
        : this.people.update(tx, provider.id, identity);
    });
    if (person !== null) this.broadcast.publish({ record: 'openid_person', organizationId, id: person.id });
    if (!isIn || person === null) throw notLetIn(identity, server.name);
    return person;
  }

  private providerOf(organizationId: string): Promise<OpenidProvider | null> {
    return this.database.read(organizationId, (tx) => this.providers.find(tx));
  }

  private cookie({ uid }: SignInExchange): SealedCookie<ProviderSteps> {
    return new SealedCookie(this.box, {
      name: 'lmg_openid_sign_in',
      path: `/oauth/sign-in/${uid}`,
      secure: this.isSecure,
      lifetimeSeconds: SIGN_IN_SECONDS,
    });
  }
}

const stepsOf = ({ organizationId, id, generation }: OpenidProvider) => ({
  ...{ organizationId, providerId: id, generation },
});

const isSame = ({ providerId, generation }: ProviderSteps, provider: OpenidProvider): boolean =>
  providerId === provider.id && generation === provider.generation;

const noProvider = () =>
  new AppError(
    'sign_in.method_off',
    'The organization has no OpenID provider any more. Take another way of signing in, or tell whoever gave you the URL.',
  );

const notBegun = () =>
  new AppError('single_sign_on.refused', 'This sign-in was not begun here, or too long ago. Start again.');

const changedMeanwhile = () =>
  new AppError(
    'single_sign_on.refused',
    'The organization has changed its OpenID provider while you were signing in. Start again.',
  );

const fromElsewhere = () =>
  new AppError(
    'single_sign_on.refused',
    'You came back from another provider than the one where you were sent to sign in. Start again.',
  );

const notLetIn = ({ name }: ProviderIdentity, server: string) =>
  new AppError(
    'permission.missing',
    `${name} may not sign in to ${server}. Ask whoever gave you the URL to name you there, or sign in as somebody else.`,
  );
