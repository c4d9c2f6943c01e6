import { Inject, Injectable } from '@nestjs/common';
import * as openid from 'openid-client';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { AppError } from '../../errors/app-error.js';
import { faultOf } from '../../http/fault-of-answer.js';
import { emailAddress, writtenAddress } from '../../values/email-address.js';
import { type RefusalReason, SingleSignOnRefused } from './single-sign-on-refused.js';

const SCOPE = 'openid email';
/** Between a click in the browser and its answer. */
const TIMEOUT_SECONDS = 10;
/** The provider's addresses and keys are read again after this time. */
const FRESH_MS = 60 * 60 * 1000;

/** What has to be remembered between the way to the provider and the way back. */
export interface SignInRequest {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** A person, as the provider vouches for. */
export interface Identity {
  /** Issuer and subject: the only name that a provider never gives to another person (OpenID Connect Core 1.0, 5.7). */
  readonly subject: string;
  /** In small letters; the provider has verified that it is the person's. */
  readonly email: string;
}

type Oidc = NonNullable<Settings['signIn']['oidc']>;

/** The OpenID Connect provider of the settings: authorization code flow with PKCE, state and nonce. */
@Injectable()
export class OpenIdProvider {
  private readonly callbackUrl: string;
  private discovered: { readonly at: number; readonly configuration: Promise<openid.Configuration> } | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    this.callbackUrl = `${settings.http.publicUrl}/session/single-sign-on/callback`;
  }

  /**
   * Where the browser goes to prove who its person is.
   * @throws AppError `sign_in.method_off`, `single_sign_on.unavailable`
   */
  async begin(): Promise<{ readonly url: string; readonly request: SignInRequest }> {
    const configuration = await this.configuration();
    const request = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      codeVerifier: openid.randomPKCECodeVerifier(),
    };
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callbackUrl,
      scope: SCOPE,
      state: request.state,
      nonce: request.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(request.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, request };
  }

  /**
   * Redeems the code that the browser brought back.
   * @param query of the callback, as it came, with or without the question mark.
   * @throws AppError `sign_in.method_off`, `single_sign_on.refused`, `single_sign_on.unavailable`
   */
  async finish(query: string, { state, nonce, codeVerifier }: SignInRequest): Promise<Identity> {
    const configuration = await this.configuration();
    const url = new URL(this.callbackUrl);
    url.search = query;
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw refused('answer_does_not_fit', 'The provider sent no identity.');
      // Many providers put the address into the ID token only when asked for, and always answer it here.
      const { email, email_verified } =
        typeof claims.email === 'string'
          ? claims
          : await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      return { subject: `${claims.iss} ${claims.sub}`, email: verifiedEmail(email, email_verified) };
    } catch (error) {
      throw error instanceof AppError ? error : failure(error);
    }
  }

  private async configuration(): Promise<openid.Configuration> {
    const { oidc } = this.settings.signIn;
    if (oidc === null) throw new AppError('sign_in.method_off', 'This gateway has no single sign-on. Use a password.');
    if (this.discovered === undefined || Date.now() - this.discovered.at > FRESH_MS)
      this.discovered = { at: Date.now(), configuration: discover(oidc) };
    try {
      return await this.discovered.configuration;
    } catch (cause) {
      this.discovered = undefined;
      throw unavailable(cause);
    }
  }
}

async function discover({ issuer, clientId, clientSecret }: Oidc): Promise<openid.Configuration> {
  const server = new URL(issuer);
  const authentication = clientSecret === undefined ? openid.None() : openid.ClientSecretBasic(clientSecret);
  return openid.discovery(server, clientId, undefined, authentication, {
    timeout: TIMEOUT_SECONDS,
    // The settings admit plain http on loopback only.
    ...(server.protocol === 'http:' && { execute: [openid.allowInsecureRequests] }),
  });
}

/** An address that the provider has not verified is whatever a person typed there: it proves nothing. */
function verifiedEmail(email: unknown, isVerified: unknown): string {
  if (typeof email !== 'string')
    throw refused(
      'no_email',
      'The provider told no e-mail address. Its administrator can let this client have the scope "email".',
    );
  if (isVerified !== true)
    throw refused(
      'email_not_verified',
      'The provider does not say that your e-mail address is verified. Ask its administrator.',
    );
  if (emailAddress(email) === undefined)
    throw refused('email_no_address', 'The provider told an e-mail address that is none.');
  return writtenAddress(email);
}

function failure(error: unknown): AppError {
  if (error instanceof openid.AuthorizationResponseError)
    return refused('refused_by_provider', `The provider refused: ${error.error_description ?? error.error}.`, error);
  const code = error instanceof openid.ClientError ? error.code : undefined;
  if (error instanceof TypeError || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM')
    return unavailable(error);
  return refused('answer_does_not_fit', 'What the provider sent back does not fit this sign-in. Start again.', error);
}

const refused = (reason: RefusalReason, message: string, cause?: unknown) =>
  new SingleSignOnRefused(reason, message, cause === undefined ? {} : { cause: faultOf(cause) });

const unavailable = (cause: unknown) =>
  new AppError('single_sign_on.unavailable', 'The provider of single sign-on does not answer. Try again later.', {
    cause: faultOf(cause),
  });
