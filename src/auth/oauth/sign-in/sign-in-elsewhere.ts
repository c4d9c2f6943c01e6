import { Injectable, Logger } from '@nestjs/common';
import { RateLimits } from '../../../cache/rate-limits.js';
import { AppError } from '../../../errors/app-error.js';
import type { SignInKind } from '../../../mcp-servers/sign-in-config.js';
import { SignInRequestCookie } from '../../single-sign-on/sign-in-request-cookie.js';
import { SingleSignOnService } from '../../single-sign-on/single-sign-on.service.js';
import { DeniedAtLooker } from '../looker/looker-authorization.js';
import { LookerSignInFlow } from '../looker/looker-sign-in-flow.js';
import { OpenidSignInFlow } from '../openid/openid-sign-in-flow.js';
import { type BegunSignIn, BegunSignIns, type UnchosenSignIn } from './begun-sign-ins.js';
import { Decisions } from './decisions.js';
import { redirect, type SignInAnswer, type SignInExchange } from './sign-in-exchange.js';
import { SignInForm, waysOf } from './sign-in-form.js';

/** Where a state names the sign-in that a browser comes back for. */
const STATE = /^([\w-]{20,64})\./;
const KEY = /^[\w-]+$/;

/** Sign-ins at another site, the Looker, the organization's OpenID provider or the gateway's, from which the person comes back. */
@Injectable()
export class SignInElsewhere {
  private readonly logger = new Logger('SignIn');

  constructor(
    private readonly begun: BegunSignIns,
    private readonly looker: LookerSignInFlow,
    private readonly openid: OpenidSignInFlow,
    private readonly form: SignInForm,
    private readonly decisions: Decisions,
    private readonly limits: RateLimits,
    private readonly singleSignOn: SingleSignOnService,
    private readonly singleSignOnUnderWay: SignInRequestCookie,
  ) {}

  /**
   * Leads a member to the gateway's OpenID Connect provider, which leads back to this sign-in. Only the browser that began it knows the
   * address, from its page.
   */
  async beginSingleSignOn(exchange: SignInExchange): Promise<SignInAnswer> {
    const begun = await this.begun.get(exchange);
    checkTaken(begun, 'member');
    const wanted = {
      organizationId: begun.server?.server.organizationId,
      serverSignIn: begun.underWay.uid,
      isChosen: true,
    };
    try {
      const url = await this.singleSignOnUnderWay.set(exchange.reply, await this.singleSignOn.begin(wanted));
      this.forget(exchange);
      return redirect(url);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return this.form.answer(begun, { problem: error.message, status: error.kind.status });
    }
  }

  /** Leads the person to their Looker. */
  async beginAtLooker(exchange: SignInExchange): Promise<SignInAnswer> {
    const begun = await this.beginning(exchange, 'looker');
    return this.orForm(exchange, begun, 'looker', async () => {
      await this.limits.passBeginning(exchange.uid);
      const location = await this.looker.begin(exchange, begun.server);
      this.openid.forget(exchange);
      return redirect(location);
    });
  }

  /** Takes the person back from Looker; who said no there has said no to the client. */
  async finishAtLooker(exchange: SignInExchange, key: string): Promise<SignInAnswer> {
    const begun = await this.beginning(exchange, 'looker');
    return this.orForm(exchange, begun, 'looker', async () => {
      try {
        await this.looker.finish(exchange, begun.server, key);
        return redirect(begun.path);
      } catch (error) {
        if (!(error instanceof DeniedAtLooker)) throw error;
        return redirect(await this.decisions.refuse(exchange));
      }
    });
  }

  /** Leads the person to the OpenID provider of the server's organization. */
  async beginAtProvider(exchange: SignInExchange): Promise<SignInAnswer> {
    const begun = await this.beginning(exchange, 'openid_provider');
    return this.orForm(exchange, begun, 'openid_provider', async () => {
      await this.limits.passBeginning(exchange.uid);
      const location = await this.openid.begin(exchange, begun.server);
      this.looker.forget(exchange);
      return redirect(location);
    });
  }

  /** Takes the person back from there. */
  async finishAtProvider(exchange: SignInExchange, key: string): Promise<SignInAnswer> {
    const begun = await this.beginning(exchange, 'openid_provider');
    return this.orForm(exchange, begun, 'openid_provider', async () => {
      await this.openid.finish(exchange, begun.server, key);
      return redirect(begun.path);
    });
  }

  /** Whoever signs in by another way is nobody from there any more. */
  forget(exchange: SignInExchange): void {
    this.looker.forget(exchange);
    this.openid.forget(exchange);
  }

  /** @throws AppError `sign_in.method_off` */
  private async beginning(exchange: SignInExchange, kind: SignInKind): Promise<BegunSignIn> {
    const begun = await this.begun.getWithServer(exchange);
    checkTaken(begun, kind);
    return begun;
  }

  /** What Looker or the provider refuses is said on the page where the person can try again, or take another way. */
  private async orForm(
    { from }: SignInExchange,
    begun: BegunSignIn,
    place: SignInKind,
    step: () => Promise<SignInAnswer>,
  ): Promise<SignInAnswer> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { server, lookerUrl } = begun.server;
      const provider = place === 'looker' ? lookerUrl : await this.openid.issuerOf(begun.server);
      this.logger.warn({
        message: 'a sign-in elsewhere was refused',
        ...{ place, provider, code: error.code, request_id: from.requestId },
        ...{ organization_id: server.organizationId, mcp_server_id: server.id },
        // What the person is told may hold what the provider said: the cause holds nothing of it.
        reason: error.cause instanceof Error ? error.cause.message : error.code,
      });
      return this.form.answer(begun, { problem: error.message, status: error.kind.status });
    }
  }
}

/** @throws AppError `sign_in.method_off` */
export function checkTaken(begun: BegunSignIn | UnchosenSignIn, kind: SignInKind): void {
  if (waysOf(begun).includes(kind)) return;
  throw new AppError(
    'sign_in.method_off',
    'This server does not take this way of signing in. Go back, and take another one.',
  );
}

/**
 * The path of the sign-in that a browser comes back for, whose redirect is the same for all; undefined: of none.
 * @param place where the person signed in.
 * @param key names the site of its kind at whose address the browser came back.
 */
export function wayBack(place: 'looker' | 'openid', key: string, query: string): string | undefined {
  const uid = STATE.exec(new URLSearchParams(query).get('state') ?? '')?.[1];
  return uid === undefined || !KEY.test(key) ? undefined : `/oauth/sign-in/${uid}/${place}/callback/${key}?${query}`;
}
