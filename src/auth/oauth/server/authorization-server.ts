import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Scope } from '../../../access/oauth-scopes.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { TokenDigester } from '../../../crypto/bearer-token.js';
import { CookieKeys } from '../../../crypto/cookie-keys.js';
import { AppError } from '../../../errors/app-error.js';
import { isRecord } from '../../../values/is-record.js';
import { captureScope } from '../capture/capture-scope.js';
import { oauthError } from '../capture/oauth-facts.js';
import { errorPage } from '../pages/error-page.js';
import { ProtectedServers } from '../protected-servers.js';
import { SingleAddress } from '../single-address.js';
import { ClientDocuments } from './client-documents.js';
import { compareDigests } from './client-secrets.js';
import { GrantRules } from './grant-rules.js';
import { OauthRecordAdapter } from './oauth-record-adapter.js';
import { OauthRecordsRepository } from './oauth-records.repository.js';
import { oidcPackage } from './oidc-package.js';
import { providerOptions, RESPONSE_MODES } from './provider-options.js';
import { RefreshRotation } from './refresh-rotation.js';
import { withBody } from './request-with-body.js';
import { KEY_AHEAD_MS, SigningKeys } from './signing-keys.js';

/** A sign-in under way, as the authorization server remembers it. */
export interface SignInUnderWay {
  readonly uid: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly redirectUri: string;
  readonly resource: string;
  readonly scopes: readonly string[];
}

/** What somebody consented to. */
export interface Consent {
  /** The subject that tokens are issued for. */
  readonly subject: string;
  readonly clientId: string;
  readonly resource: string;
  readonly scopes: readonly Scope[];
}

/** A provider reads its keys once: it is made anew sooner than a new key signs, at another process, too. */
const PROVIDER_LIFETIME_MS = KEY_AHEAD_MS / 4;

/** Longer than it takes to write an answer down. */
const ANSWER_MS = 5_000;
const POLL_MS = 50;

/** Our OAuth 2.1 and OpenID Connect authorization server: one issuer, which is the gateway's public URL. */
@Injectable()
export class AuthorizationServer implements OnApplicationShutdown {
  private readonly logger = new Logger('AuthorizationServer');
  private provider: Promise<Provider> | undefined;
  private madeAgainMs = 0;

  constructor(
    private readonly records: OauthRecordsRepository,
    private readonly digester: TokenDigester,
    private readonly cookieKeys: CookieKeys,
    private readonly signingKeys: SigningKeys,
    private readonly servers: ProtectedServers,
    private readonly single: SingleAddress,
    private readonly grantRules: GrantRules,
    private readonly documents: ClientDocuments,
    private readonly rotation: RefreshRotation,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Fulfilled when requests can be answered; whatever stands in the way is thrown here, where an answer can still say so. */
  async ready(): Promise<void> {
    await this.running();
  }

  /**
   * Answers a request of the protocol.
   * @param body the text of the request's body, which was read already; undefined where there is none.
   */
  async answer(request: IncomingMessage, response: ServerResponse, body?: string): Promise<void> {
    const provider = await this.running();
    await provider.callback()(this.asSeenFromOutside(body === undefined ? request : withBody(request, body)), response);
  }

  /**
   * The sign-in that this browser began.
   * @throws AppError `oauth_sign_in.not_found` where there is none, or its time is over; `sign_in.unavailable` and `request.rate_limited`
   * where nobody can say which client asks.
   */
  async underWay(request: IncomingMessage, response: ServerResponse): Promise<SignInUnderWay> {
    const provider = await this.running();
    const { uid, params } = await this.interaction(provider, request, response);
    const clientId = String(params.client_id);
    const client = await provider.Client.find(clientId).catch((cause: unknown) => {
      throw this.documents.problem(cause);
    });
    return {
      uid,
      clientId,
      clientName: client?.clientName ?? '',
      redirectUri: String(params.redirect_uri),
      resource: String(params.resource ?? ''),
      scopes: String(params.scope ?? '').split(' '),
    };
  }

  /** Writes down what was consented to; answers the id of the provider's grant. */
  async grant({ subject, clientId, resource, scopes }: Consent, asked: readonly string[]): Promise<string> {
    const provider = await this.running();
    const grant = new provider.Grant({ accountId: subject, clientId });
    const given = scopes.join(' ');
    grant.addOIDCScope(`openid offline_access ${given}`);
    grant.addResourceScope(resource, given);
    // What was asked for and not given is settled, too: it is not asked for again.
    const refused = asked.filter((scope) => !scopes.some((each) => each === scope)).join(' ');
    if (refused !== '') {
      grant.rejectOIDCScope(refused);
      grant.rejectResourceScope(resource, refused);
    }
    return grant.save();
  }

  /** Lets the client go on with what was consented to. */
  async finish(request: IncomingMessage, response: ServerResponse, subject: string, grantId: string): Promise<string> {
    const result = { login: { accountId: subject, remember: false }, consent: { grantId } };
    return (await this.running()).interactionResult(this.asSeenFromOutside(request), response, result);
  }

  /** Sends the client away: the person did not consent. */
  async refuse(request: IncomingMessage, response: ServerResponse): Promise<string> {
    const result = { error: 'access_denied', error_description: 'The person who was asked did not consent.' };
    return (await this.running()).interactionResult(this.asSeenFromOutside(request), response, result, {
      mergeWithLastSubmission: false,
    });
  }

  /** Of several answers to one sign-in that cross, one is to be written down. @returns whether this one is. */
  claimAnswer(uid: string): Promise<boolean> {
    return this.adapter('Interaction').claim(uid);
  }

  /**
   * Where another answer, which may still be being written down, leads the browser.
   * @throws AppError `oauth_sign_in.not_found` where it has led it away already
   */
  async answered(request: IncomingMessage, response: ServerResponse): Promise<string> {
    const provider = await this.running();
    for (const endMs = Date.now() + ANSWER_MS; Date.now() < endMs; await sleep(POLL_MS)) {
      const { result, returnTo } = await this.interaction(provider, request, response);
      if (result !== undefined) return returnTo;
    }
    throw signInNotFound();
  }

  onApplicationShutdown(): void {
    this.provider = undefined;
  }

  private interaction(provider: Provider, request: IncomingMessage, response: ServerResponse) {
    return provider.interactionDetails(this.asSeenFromOutside(request), response).catch((cause: unknown) => {
      throw cause instanceof Error && cause.name === 'SessionNotFound' ? signInNotFound() : cause;
    });
  }

  private adapter(kind: string): OauthRecordAdapter {
    return new OauthRecordAdapter(kind, this.records, this.digester);
  }

  private running(): Promise<Provider> {
    if (this.provider === undefined || Date.now() >= this.madeAgainMs) {
      this.madeAgainMs = Date.now() + PROVIDER_LIFETIME_MS;
      this.provider = this.start().catch((error: unknown) => {
        this.provider = undefined;
        throw error;
      });
    }
    return this.provider;
  }

  private async start(): Promise<Provider> {
    const oidc = await oidcPackage();
    const options = providerOptions(
      {
        adapter: (kind) => this.adapter(kind),
        cookieKeys: this.cookieKeys.keys,
        signingKeys: await this.signingKeys.list(),
        resource: (resource, grantId) =>
          this.single.isMeant(resource) ? this.single.terms(grantId) : this.servers.terms(resource),
        mayComeAlone: (clientId, resource) => this.grantRules.mayComeAlone(clientId, resource),
        isGrantLive: async (grantId) => (await this.grantRules.find(grantId)) !== null,
        mayIntrospect: (clientId, token) => this.grantRules.mayIntrospect(clientId, token),
        mustRotate: (context) => this.rotation.isDue(context),
        document: (url, signal) => this.documents.load(url, signal),
        errorPage,
      },
      oidc,
    );
    const provider = new oidc.Provider(this.settings.http.publicUrl, options);
    const endings = new WeakMap<KoaContextWithOIDC, Promise<void>>();
    provider.use(async (context: KoaContextWithOIDC, next: () => Promise<void>) => {
      await next();
      // What was revoked opens nothing once that is answered (RFC 7009, 2).
      await endings.get(context);
      const { route, params } = context.oidc;
      // Its metadata names all that the package could do.
      if (route === 'discovery') Object.assign(context.body ?? {}, { response_modes_supported: RESPONSE_MODES });
      this.documents.refuse(context);
      const scope = captureScope();
      if (scope !== undefined) scope.error = oauthError(isRecord(context.body) ? context.body.error : undefined);
      if (route === 'token' && params?.grant_type === 'refresh_token') await this.rotation.complete(context);
    });
    provider.proxy = true;
    provider.silent = true;
    compareDigests(provider, this.digester, this.records);
    provider.on('server_error', (_, error) =>
      this.logger.error({ message: 'the authorization server failed', err: error }),
    );
    provider.on('grant.revoked', (context, grantId) => {
      const ended = this.grantRules
        .endRevoked(grantId)
        .catch((error: unknown) => this.logger.error({ message: 'a revoked sign-in was not ended', err: error }));
      endings.set(context, ended);
    });
    return provider;
  }

  /** Behind a proxy, a request has another scheme and host than the client typed. */
  private asSeenFromOutside(request: IncomingMessage): IncomingMessage {
    const { protocol, host } = new URL(this.settings.http.publicUrl);
    Object.assign(request.headers, { host, 'x-forwarded-host': host, 'x-forwarded-proto': protocol.slice(0, -1) });
    return request;
  }
}

const signInNotFound = () =>
  new AppError(
    'oauth_sign_in.not_found',
    'This sign-in was not begun in this browser, is finished, or its time is over. Connect again from your assistant.',
  );
