import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import * as openid from 'openid-client';
import { isSendableToken } from '../../../access/bearer-header.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { AppError } from '../../../errors/app-error.js';
import { AnswerFault, faultOf } from '../../../http/fault-of-answer.js';
import { urlProblem } from '../../../http/guarded-agent.js';
import { sanitizedLine } from '../../../looker/sanitized-text.js';
import { type JsonRecord } from '../../../values/is-record.js';
import { EMAIL_CLAIM } from './openid-providers.dto.js';
import type { OpenidProvider } from './openid-providers.repository.js';
import { providerCallback } from './provider-callback.js';
import { type ProviderIdentity, personIn } from './provider-identity.js';
import { ProviderNetwork } from './provider-network.js';
import { ProviderSecrets } from './provider-secrets.js';

/** What has to be remembered between the way to the provider and the way back. */
export interface OpenidSignInRequest {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

const SCOPE = 'openid email profile';
const PROVIDERS_MAX = 1_000;
/** The provider's addresses and keys are read again after this time. */
const FRESH_MS = 60 * 60 * 1000;
/** A provider that does not answer as it should is not asked again for so long, however many want to sign in there. */
const LEFT_ALONE_MS = 10_000;
/** Clocks of others run a little ahead or behind. */
const CLOCKS_DIFFER_SECONDS = 30;
const SAID_CHARACTERS_MAX = 300;

/** The provider's side of a person's sign-in: the code flow of OpenID Connect with PKCE, state and nonce, all of it by the guarded network. */
@Injectable()
export class OpenidAuthorization {
  private readonly publicUrl: string;
  private readonly known = new LRUCache<string, Promise<openid.Configuration>>({ max: PROVIDERS_MAX, ttl: FRESH_MS });
  private readonly failed = new LRUCache<string, { readonly error: AppError; readonly untilMs: number }>({
    max: PROVIDERS_MAX,
  });

  constructor(
    private readonly network: ProviderNetwork,
    private readonly secrets: ProviderSecrets,
    @Inject(SETTINGS) { http }: Settings,
  ) {
    this.publicUrl = http.publicUrl;
  }

  /**
   * Where the browser goes to sign in.
   * @param prefix begins the state, which comes back with the browser.
   * @throws AppError `single_sign_on.unavailable`
   */
  async begin(
    provider: OpenidProvider,
    prefix: string,
  ): Promise<{ readonly url: string; readonly request: OpenidSignInRequest }> {
    const configuration = await this.configuration(provider);
    const request = {
      state: `${prefix}.${openid.randomState()}`,
      nonce: openid.randomNonce(),
      codeVerifier: openid.randomPKCECodeVerifier(),
    };
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callbackOf(provider),
      scope: SCOPE,
      state: request.state,
      nonce: request.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(request.codeVerifier),
      code_challenge_method: 'S256',
    });
    const problem = urlProblem(url, this.network.policy);
    if (problem !== undefined) throw unavailable(provider, new AnswerFault(`authorization_endpoint: ${problem}`));
    return { url: url.href, request };
  }

  /**
   * Redeems the code that the browser brought back, and reads who the provider vouches for.
   * @param query of the callback, as it came.
   * @throws AppError `single_sign_on.refused`, `single_sign_on.unavailable`
   */
  async finish(
    provider: OpenidProvider,
    query: string,
    { state, nonce, codeVerifier }: OpenidSignInRequest,
  ): Promise<ProviderIdentity> {
    const configuration = await this.configuration(provider);
    const url = new URL(this.callbackOf(provider));
    url.search = query;
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, url, {
        ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier, idTokenExpected: true },
      });
      if (!isSendableToken(tokens.access_token))
        throw new AnswerFault('the access token has characters that none may have');
      const claims = tokens.claims();
      // The package takes issuers with a blank in them, which stand for many.
      if (claims === undefined || claims.iss !== configuration.serverMetadata().issuer)
        throw new AnswerFault('the ID token is of another issuer');
      return personIn(claims.sub, await this.claimsOf(provider, configuration, claims, tokens.access_token), provider);
    } catch (error) {
      throw error instanceof AppError ? error : failure(provider, error);
    }
  }

  /** Many providers put claims into the ID token only when asked for, and always answer them at their own address. */
  private async claimsOf(
    { personClaim }: OpenidProvider,
    configuration: openid.Configuration,
    claims: openid.IDToken,
    accessToken: string,
  ): Promise<JsonRecord> {
    const isWhole = claims[personClaim] !== undefined && (personClaim !== EMAIL_CLAIM || 'email_verified' in claims);
    const isTold = configuration.serverMetadata().userinfo_endpoint !== undefined;
    return isWhole || !isTold ? claims : openid.fetchUserInfo(configuration, accessToken, claims.sub);
  }

  private callbackOf({ organizationId, issuer }: OpenidProvider): string {
    return providerCallback(this.publicUrl, organizationId, issuer);
  }

  /**
   * What a provider says of itself is one organization's: no other one has a part in it. Those who need it at the same time share one
   * request.
   */
  private async configuration(provider: OpenidProvider): Promise<openid.Configuration> {
    const key = `${provider.organizationId}/${provider.id}/${provider.version}`;
    const failed = this.failed.get(key);
    if (failed !== undefined && Date.now() < failed.untilMs) throw failed.error;
    const found = this.known.get(key) ?? this.discover(provider);
    this.known.set(key, found);
    try {
      return await found;
    } catch (cause) {
      const error = cause instanceof AppError ? cause : unavailable(provider, cause);
      if (this.known.peek(key) === found) {
        this.known.delete(key);
        this.failed.set(key, { error, untilMs: Date.now() + LEFT_ALONE_MS });
      }
      throw error;
    }
  }

  private async discover(provider: OpenidProvider): Promise<openid.Configuration> {
    const server = new URL(provider.issuer);
    const secret = await this.secrets.unseal(provider);
    const ask: openid.CustomFetch = (url, { method, headers, body, signal }) =>
      this.network.ask(url, {
        ...{ method: method === 'POST' ? 'POST' : 'GET', headers, signal },
        ...(body !== undefined && body !== null && { body: String(body) }),
      });
    const metadata = { [openid.clockTolerance]: CLOCKS_DIFFER_SECONDS };
    return openid.discovery(server, provider.clientId, metadata, authentication(secret), {
      [openid.customFetch]: ask,
      // What it signs is checked with its keys, also where TLS alone would do.
      execute: [
        openid.enableNonRepudiationChecks,
        // The policy admits plain http to loopback and to trusted hosts only.
        ...(server.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
      ],
    });
  }
}

/** By basic as the specification has it (OpenID Connect Core 1.0, 9), by post where a provider takes nothing else. */
function authentication(secret: string | undefined): openid.ClientAuth {
  if (secret === undefined) return openid.None();
  const [basic, post] = [openid.ClientSecretBasic(secret), openid.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported;
    const isPost = ways !== undefined && !ways.includes('client_secret_basic') && ways.includes('client_secret_post');
    return (isPost ? post : basic)(server, ...rest);
  };
}

function failure(provider: OpenidProvider, error: unknown): AppError {
  if (error instanceof openid.AuthorizationResponseError) {
    const said = sanitizedLine(error.error_description ?? error.error, SAID_CHARACTERS_MAX);
    return refused(`${provider.name} did not sign you in: ${said}. Try again, or ask its administrator.`, error);
  }
  const code = error instanceof openid.ClientError ? error.code : undefined;
  if (error instanceof openid.ResponseBodyError && ['invalid_client', 'unauthorized_client'].includes(error.error))
    return refused(
      `${provider.name} does not accept this gateway: its client id or client secret is another one by now. Tell whoever gave you the URL; an admin enters them on the dashboard’s page Organization.`,
      error,
    );
  if (error instanceof TypeError || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM')
    return unavailable(provider, error);
  return refused(`What ${provider.name} sent back does not fit this sign-in. Start again.`, error);
}

const refused = (message: string, cause: unknown) =>
  new AppError('single_sign_on.refused', message, { cause: faultOf(cause) });

const unavailable = ({ name }: OpenidProvider, cause: unknown) =>
  new AppError(
    'single_sign_on.unavailable',
    `${name} does not answer as it should. Try again in a moment; if that does not help, tell whoever gave you the URL: an admin sees on the dashboard’s page Organization what is wrong.`,
    { cause: faultOf(cause) },
  );
