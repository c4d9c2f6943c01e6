import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import * as openid from 'openid-client';
import type { Agent } from 'undici';
import { lookerCallback } from '../../../accounts/looker-apps/app-presets.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { AppError } from '../../../errors/app-error.js';
import { type AddressPolicy, createGuardedAgent, urlProblem } from '../../../http/guarded-agent.js';
import { guardedFetch } from '../../../http/guarded-fetch.js';
import { LOOKER_SCOPE } from '../../../looker/looker-sessions.js';
import { isRecord } from '../../../values/is-record.js';
import { type LookerPerson, lookerPerson } from './looker-person.js';

/** An OAuth client app of ours in a Looker. */
export interface LookerApp {
  /** Origin of the API. */
  readonly baseUrl: string;
  readonly clientGuid: string;
}

/** What has to be remembered between the way to Looker and the way back. */
export interface LookerSignInRequest {
  readonly state: string;
  readonly codeVerifier: string;
}

/** What Looker gives for a code. */
export interface LookerTokens {
  readonly accessToken: string;
  /** Unix time in milliseconds. */
  readonly expiresAtMs: number;
  readonly refreshToken: string | null;
}

/** Looker refuses to refresh: whoever signed in has to do it again. */
export class LookerSignInOver extends Error {
  override readonly name = 'LookerSignInOver';
}

/** Looker says that the person, or Looker itself, does not let the gateway in. */
export class DeniedAtLooker extends Error {
  override readonly name = 'DeniedAtLooker';
}

const TIMEOUT_MS = 10_000;
const BYTES_MAX = 256 * 1024;
const LOOKERS_MAX = 1_000;
const KEPT_MS = 10 * 60 * 1000;
const RETRY_MS = 10_000;

/** Looker's side of a person's sign-in: OAuth with PKCE and without a client secret. */
@Injectable()
export class LookerAuthorization implements OnApplicationShutdown {
  private readonly publicUrl: string;
  private readonly agent: Agent;
  private readonly policy: AddressPolicy;
  private readonly webUrls = new LRUCache<string, string>({ max: LOOKERS_MAX });

  constructor(@Inject(SETTINGS) { http, looker }: Settings) {
    this.publicUrl = http.publicUrl;
    this.policy = { loopbackAllowed: looker.loopbackAllowed, trustedHosts: looker.trustedHosts };
    const { connectTimeoutMs } = looker;
    this.agent = createGuardedAgent({ ...this.policy, connectTimeoutMs, connectionsPerHostMax: 8 });
  }

  /**
   * Where the browser goes to sign in at Looker.
   * @param prefix begins the state, which comes back with the browser.
   * @throws AppError `looker.unreachable`
   */
  async begin(
    app: LookerApp,
    prefix: string,
  ): Promise<{ readonly url: string; readonly request: LookerSignInRequest }> {
    const configuration = await this.configuration(app);
    const request = { state: `${prefix}.${openid.randomState()}`, codeVerifier: openid.randomPKCECodeVerifier() };
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: this.redirectUri(app),
      scope: LOOKER_SCOPE,
      state: request.state,
      code_challenge: await openid.calculatePKCECodeChallenge(request.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, request };
  }

  /**
   * Redeems the code that the browser brought back, and asks whose it is (Looker operation `me`).
   * @param query of the callback, as it came.
   * @throws DeniedAtLooker, AppError `looker.login_refused`, `looker.unreachable`
   */
  async finish(
    app: LookerApp,
    query: string,
    { state, codeVerifier }: LookerSignInRequest,
  ): Promise<{ readonly tokens: LookerTokens; readonly person: LookerPerson }> {
    const url = new URL(this.redirectUri(app));
    url.search = query;
    try {
      const configuration = await this.configuration(app);
      const checks = { expectedState: state, pkceCodeVerifier: codeVerifier };
      const tokens = tokensOf(await openid.authorizationCodeGrant(configuration, url, checks), null);
      return { tokens, person: await this.personOf(app, tokens.accessToken) };
    } catch (error) {
      if (error instanceof AppError) throw error;
      // By then the state has been found to be that of this very sign-in: no other page can end it so.
      const isDenied = error instanceof openid.AuthorizationResponseError && error.error === 'access_denied';
      throw isDenied ? new DeniedAtLooker(error.message, { cause: error }) : refusal(error);
    }
  }

  /**
   * New tokens for those that end. An answer without a refresh token means that the old one goes on.
   * @throws LookerSignInOver, AppError `looker.unreachable`
   */
  async refresh(app: LookerApp, refreshToken: string): Promise<LookerTokens> {
    try {
      const configuration = await this.configuration(app);
      const parameters = { redirect_uri: this.redirectUri(app) };
      return tokensOf(await openid.refreshTokenGrant(configuration, refreshToken, parameters), refreshToken);
    } catch (error) {
      if (error instanceof openid.ResponseBodyError && error.status < 500) throw new LookerSignInOver(error.message);
      throw error instanceof AppError ? error : unreachable(error);
    }
  }

  /** Where people open a Looker, kept for a while; the address of its API where Looker does not tell. */
  async getWebUrl(baseUrl: string): Promise<string> {
    const known = this.webUrls.get(baseUrl);
    if (known !== undefined) return known;
    const url = await this.webUrl(baseUrl).catch(() => undefined);
    this.webUrls.set(baseUrl, url ?? baseUrl, { ttl: url === undefined ? RETRY_MS : KEPT_MS });
    return url ?? baseUrl;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private redirectUri({ baseUrl }: LookerApp): string {
    return lookerCallback(this.publicUrl, baseUrl);
  }

  /** The endpoints as Looker's own metadata has them, else where they have always been. */
  private async configuration({ baseUrl, clientGuid }: LookerApp): Promise<openid.Configuration> {
    const web = await this.webUrl(baseUrl);
    const told = await this.document(`${web}/.well-known/oauth-authorization-server`);
    const server = {
      issuer: web,
      authorization_endpoint: this.usable(told?.authorization_endpoint) ?? `${web}/auth`,
      token_endpoint: this.usable(told?.token_endpoint) ?? `${baseUrl}/api/token`,
    };
    const configuration = new openid.Configuration(server, clientGuid, undefined, openid.None());
    // The policy admits plain http to loopback and to trusted hosts only.
    openid.allowInsecureRequests(configuration);
    configuration[openid.customFetch] = (url, { body, signal }) => this.ask(url, body, signal);
    return configuration;
  }

  /** Where people open this Looker; its API may be elsewhere (Looker operation `versions`). */
  private async webUrl(baseUrl: string): Promise<string> {
    const versions = await this.document(`${baseUrl}/versions`);
    const told = this.usable(versions?.web_server_url);
    return told === undefined ? new URL(baseUrl).origin : new URL(told).origin;
  }

  private usable(url: unknown): string | undefined {
    if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
    return urlProblem(new URL(url), this.policy) === undefined ? url : undefined;
  }

  /** A JSON object at an address; undefined for anything else. */
  private async document(url: string): Promise<Record<string, unknown> | undefined> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await guardedFetch(this.agent, url, { bytesMax: BYTES_MAX, signal }).catch((error: unknown) => {
      throw unreachable(error);
    });
    if (answer.status !== 200) return undefined;
    const document: unknown = await answer.json().catch(() => undefined);
    return isRecord(document) ? document : undefined;
  }

  /** Looker takes JSON where OAuth has a form. */
  private ask(url: string, body: openid.FetchBody, signal: AbortSignal | undefined): Promise<Response> {
    const json = JSON.stringify(Object.fromEntries(new URLSearchParams(String(body ?? ''))));
    return guardedFetch(this.agent, url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: json,
      bytesMax: BYTES_MAX,
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
    });
  }

  private async personOf({ baseUrl }: LookerApp, accessToken: string): Promise<LookerPerson> {
    const answer = await guardedFetch(this.agent, `${baseUrl}/api/4.0/user?fields=id,display_name,email`, {
      headers: { authorization: `Bearer ${accessToken}` },
      bytesMax: BYTES_MAX,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const user: unknown = answer.status === 200 ? await answer.json() : undefined;
    const person = isRecord(user) ? lookerPerson(user) : undefined;
    if (person === undefined) throw refusal(new Error(`GET /user answered ${answer.status}`));
    return person;
  }
}

/** Looker says how long a token lives in seconds; one that says nothing is refreshed at once. */
const tokensOf = (
  { access_token, expires_in = 0, refresh_token }: openid.TokenEndpointResponse,
  refreshToken: string | null,
): LookerTokens => ({
  accessToken: access_token,
  expiresAtMs: Date.now() + expires_in * 1000,
  refreshToken: refresh_token ?? refreshToken,
});

function refusal(cause: unknown): AppError {
  if (cause instanceof TypeError || (cause instanceof openid.ClientError && cause.code === 'OAUTH_TIMEOUT'))
    return unreachable(cause);
  const said =
    cause instanceof openid.AuthorizationResponseError ? (cause.error_description ?? cause.error) : undefined;
  const message =
    said === undefined ? 'Looker did not sign you in' : `Looker did not sign you in: ${said.slice(0, 300)}`;
  return new AppError('looker.login_refused', `${message}. Go back to your assistant and connect again.`, { cause });
}

const unreachable = (cause: unknown) =>
  new AppError('looker.unreachable', 'Looker does not answer at its address of sign-in. Try again in a moment.', {
    cause,
  });
