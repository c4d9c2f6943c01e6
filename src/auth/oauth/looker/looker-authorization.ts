import { Inject, Injectable } from '@nestjs/common';
import * as openid from 'openid-client';
import { isSendableToken } from '../../../access/bearer-header.js';
import { lookerCallback } from '../../../accounts/looker-apps/app-presets.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { AppError } from '../../../errors/app-error.js';
import { AnswerFault, faultOf } from '../../../http/fault-of-answer.js';
import { LOOKER_SCOPE } from '../../../looker/looker-connection.js';
import { isRecord } from '../../../values/is-record.js';
import { type LookerApp, LookerEndpoints, unreachable } from './looker-endpoints.js';
import { type LookerPerson, lookerPerson } from './looker-person.js';

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

/** Looker's side of a person's sign-in: OAuth with PKCE and without a client secret. */
@Injectable()
export class LookerAuthorization {
  private readonly publicUrl: string;

  constructor(
    private readonly endpoints: LookerEndpoints,
    @Inject(SETTINGS) { http }: Settings,
  ) {
    this.publicUrl = http.publicUrl;
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
      throw isDenied ? new DeniedAtLooker('access_denied') : refusal(error);
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
      if (error instanceof openid.ResponseBodyError && error.status < 500)
        throw new LookerSignInOver(`Looker refuses to refresh, with ${error.status}`);
      throw error instanceof AppError ? error : unreachable(error);
    }
  }

  private redirectUri({ baseUrl }: LookerApp): string {
    return lookerCallback(this.publicUrl, baseUrl);
  }

  private async configuration(app: LookerApp): Promise<openid.Configuration> {
    const server = await this.endpoints.of(app);
    const configuration = new openid.Configuration({ ...server }, app.clientGuid, undefined, openid.None());
    // The policy admits plain http to loopback and to trusted hosts only.
    openid.allowInsecureRequests(configuration);
    configuration[openid.customFetch] = (url, { body, signal }) => this.ask(url, body, signal);
    return configuration;
  }

  /** Looker takes JSON where OAuth has a form. */
  private ask(url: string, body: openid.FetchBody, signal: AbortSignal | undefined): Promise<Response> {
    const json = JSON.stringify(Object.fromEntries(new URLSearchParams(String(body ?? ''))));
    return this.endpoints.ask(url, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: json },
      ...(signal && { signal }),
    });
  }

  private async personOf({ baseUrl }: LookerApp, accessToken: string): Promise<LookerPerson> {
    const answer = await this.endpoints.ask(`${baseUrl}/api/4.0/user?fields=id,display_name,email`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const user: unknown = answer.status === 200 ? await answer.json().catch(() => undefined) : undefined;
    const person = isRecord(user) ? lookerPerson(user) : undefined;
    if (person === undefined) throw refusal(new AnswerFault(`GET /user answered ${answer.status}`));
    return person;
  }
}

/** Looker says how long a token lives in seconds; one that says nothing is refreshed at once. */
const tokensOf = (
  { access_token, expires_in = 0, refresh_token }: openid.TokenEndpointResponse,
  refreshToken: string | null,
): LookerTokens => {
  if (![access_token, refresh_token ?? ''].every((token) => token === '' || isSendableToken(token)))
    throw new AnswerFault('Looker gave a token with characters that none may have');
  return {
    accessToken: access_token,
    expiresAtMs: Date.now() + expires_in * 1000,
    refreshToken: refresh_token ?? refreshToken,
  };
};

function refusal(cause: unknown): AppError {
  if (cause instanceof TypeError || (cause instanceof openid.ClientError && cause.code === 'OAUTH_TIMEOUT'))
    return unreachable(cause);
  const message = 'Looker did not sign you in. Go back to your assistant and connect again.';
  return new AppError('looker.login_refused', message, { cause: faultOf(cause) });
}
