import { Inject, Injectable } from '@nestjs/common';
import { lookerKey } from '../../../accounts/looker-apps/app-presets.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { SecretBox } from '../../../crypto/secret-box.js';
import { AppError } from '../../../errors/app-error.js';
import { SealedCookie } from '../../sessions/sealed-cookie.js';
import type { ProtectedServer } from '../protected-servers.js';
import { SIGN_IN_SECONDS } from '../server/provider-options.js';
import type { SignInExchange } from '../sign-in/sign-in-exchange.js';
import type { SignedInPerson } from '../sign-in/signed-in-person.js';
import { LookerAuthorization, type LookerSignInRequest } from './looker-authorization.js';
import type { LookerApp } from './looker-endpoints.js';
import { LookerSignInsService } from './looker-sign-ins.service.js';

/** What a browser is asked to keep while its person signs in at Looker, and who it was in the end. */
interface LookerSteps {
  readonly accountId: string;
  readonly request?: LookerSignInRequest;
  readonly signInId?: string;
}

/** A person's way to their Looker and back, in the middle of letting a client in. */
@Injectable()
export class LookerSignInFlow {
  private readonly isSecure: boolean;

  constructor(
    private readonly authorization: LookerAuthorization,
    private readonly signIns: LookerSignInsService,
    private readonly box: SecretBox,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.isSecure = settings.http.publicUrl.startsWith('https:');
  }

  /**
   * Where the browser goes to sign in.
   * @throws AppError `sign_in.method_off` where the account has no app in its Looker, `looker.unreachable`
   */
  async begin(exchange: SignInExchange, server: ProtectedServer): Promise<string> {
    const { url, request } = await this.authorization.begin(appOf(server), exchange.uid);
    await this.cookie(exchange).set(exchange.reply, { accountId: server.server.integratedAccountId, request });
    return url;
  }

  /**
   * Finds out who came back from Looker, and remembers it for the rest of this sign-in.
   * @param key names the Looker at whose address the browser came back.
   * @throws DeniedAtLooker, AppError `looker.login_refused`, `looker.unreachable`
   */
  async finish(exchange: SignInExchange, server: ProtectedServer, key: string): Promise<void> {
    const cookie = this.cookie(exchange);
    const steps = await cookie.read(exchange.cookies);
    const { organizationId, integratedAccountId: id } = server.server;
    if (steps?.request === undefined || steps.accountId !== id) throw notBegun();
    const app = appOf(server);
    // Its code is another Looker's, whom nobody else may hand it to.
    if (key !== lookerKey(app.baseUrl)) throw fromElsewhere();
    const { tokens, person } = await this.authorization.finish(app, exchange.query, steps.request);
    const signIn = await this.signIns.create({ organizationId, id, baseUrl: app.baseUrl }, person, tokens);
    await cookie.set(exchange.reply, { accountId: id, signInId: signIn.id });
  }

  /** Who signed in at the server's Looker in this browser, for this very client. */
  async find(exchange: SignInExchange, { server }: ProtectedServer): Promise<SignedInPerson | undefined> {
    const steps = await this.cookie(exchange).read(exchange.cookies);
    if (steps?.signInId === undefined || steps.accountId !== server.integratedAccountId) return undefined;
    const { organizationId, integratedAccountId } = server;
    const signIn = await this.signIns.find({ organizationId, id: steps.signInId });
    if (signIn === null || signIn.endedAt !== null) return undefined;
    const { id, email } = signIn;
    const name = email ?? signIn.name;
    const subject = { kind: 'looker_user' as const, id, name };
    const principal = { organizationId, subject, permissions: new Set([]), integratedAccountId, from: exchange.from };
    const asMember = { memberId: null, sessionGeneration: null };
    return { kind: 'looker', name, email, principal, ...asMember, lookerSignInId: id, openidPersonId: null };
  }

  forget(exchange: SignInExchange): void {
    this.cookie(exchange).clear(exchange.reply);
  }

  private cookie({ uid }: SignInExchange): SealedCookie<LookerSteps> {
    return new SealedCookie(this.box, {
      name: 'lmg_looker_sign_in',
      path: `/oauth/sign-in/${uid}`,
      secure: this.isSecure,
      lifetimeSeconds: SIGN_IN_SECONDS,
    });
  }
}

function appOf({ lookerApp }: ProtectedServer): LookerApp {
  if (lookerApp !== null) return lookerApp;
  throw new AppError(
    'sign_in.method_off',
    'Nobody can sign in at this Looker yet: an administrator has to register the gateway there first. Tell whoever gave you the URL.',
  );
}

const notBegun = () =>
  new AppError(
    'looker.login_refused',
    'This sign-in at Looker was not begun in this browser, or too long ago. Go back to your assistant and connect again.',
  );

const fromElsewhere = () =>
  new AppError(
    'looker.login_refused',
    'You come back from another Looker than this server’s, so the sign-in there was not used. Do not connect again before you have asked whoever gave you the URL.',
  );
