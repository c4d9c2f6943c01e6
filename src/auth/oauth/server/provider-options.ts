import type { JWK } from 'jose';
import type { ClientMetadata, Configuration, JWKS, KoaContextWithOIDC } from 'oidc-provider';

import { SCOPES } from '../../../access/oauth-scopes.js';
import type { ResourceTerms } from '../protected-servers.js';
import { AUTH_METHODS, KNOWN_CLIENTS } from './client-metadata.js';
import type { OauthRecordAdapter } from './oauth-record-adapter.js';

const CODE_SECONDS = 60;
const DOCUMENT_MS = 2_500;
/** Long enough for a person to find a password. */
export const SIGN_IN_SECONDS = 30 * 60;
/** `form_post` is none of them: its page needs a script, and ours have none. */
export const RESPONSE_MODES: readonly string[] = ['query', 'fragment'];
const DAY_SECONDS = 24 * 60 * 60;
/** Beyond the longest life of a refresh token, which holds it. */
const GRANT_SECONDS = 10 * 366 * DAY_SECONDS;

/** For whom a token was issued, and for what. */
export interface IssuedToken {
  readonly clientId?: string | undefined;
  /** Undefined: a program came in by itself. */
  readonly grantId?: string | undefined;
  readonly aud?: unknown;
}

/** What the authorization server asks the rest of the gateway. */
export interface IssuerRules {
  readonly adapter: (kind: string) => OauthRecordAdapter;
  readonly cookieKeys: readonly string[];
  readonly signingKeys: readonly JWK[];
  /**
   * What a token for this resource may do, and how long it lives.
   * @param grantId what it would be issued on; undefined as long as nobody has consented.
   * @returns undefined where there is no such resource.
   */
  readonly resource: (resource: string, grantId?: string) => Promise<ResourceTerms | undefined>;
  /** Whether a client may come in at a resource without a person. */
  readonly mayComeAlone: (clientId: string, resource: string) => Promise<boolean>;
  /** Whether a grant still holds: a client that has lost it gets no new token. */
  readonly isGrantLive: (grantId: string) => Promise<boolean>;
  /** Whether a client may be told what a token is for (RFC 7662); where not, the token is none to it. */
  readonly mayIntrospect: (clientId: string, token: IssuedToken) => Promise<boolean>;
  /** Whether the refresh token of a request is to be replaced. */
  readonly mustRotate: (context: KoaContextWithOIDC) => Promise<boolean>;
  /** Fetches a client ID metadata document, from no address inside our network. */
  readonly document: (url: string, signal: AbortSignal) => Promise<Response>;
  readonly errorPage: (message: string) => string;
}

/** The package, which is loaded when somebody first signs in: it takes as long as the rest of a small gateway. */
type Oidc = Pick<typeof import('oidc-provider'), 'errors' | 'interactionPolicy'>;

/** The configuration of `oidc-provider`: OAuth 2.1 with what MCP (2025-06-18 on, Authorization) asks for, and nothing beside it. */
export function providerOptions(rules: IssuerRules, oidc: Oidc): Configuration {
  const refreshSeconds = new WeakMap<KoaContextWithOIDC, number>();
  return {
    adapter: (kind) => rules.adapter(kind),
    clients: KNOWN_CLIENTS as ClientMetadata[],
    // Both have the members of RFC 7517; their types were written twice.
    jwks: { keys: [...rules.signingKeys] } as JWKS,
    cookies: {
      keys: [...rules.cookieKeys],
      names: { session: 'lmg_oauth', interaction: 'lmg_oauth_sign_in', resume: 'lmg_oauth_resume' },
    },
    clientAuthMethods: [...AUTH_METHODS],
    clientBasedCORS: () => true,
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', ...SCOPES],
    pkce: { required: () => true },
    routes: ROUTES,
    features: {
      ...FEATURES,
      introspection: {
        enabled: true,
        allowedPolicy: (_, client, token) => rules.mayIntrospect(client.clientId, token),
      },
      resourceIndicators: resourceIndicators(rules, oidc, refreshSeconds),
    },
    findAccount: async (_, sub, token) => {
      const grantId = token !== undefined && 'grantId' in token ? token.grantId : undefined;
      if (grantId !== undefined && !(await rules.isGrantLive(grantId))) return undefined;
      return { accountId: sub, claims: () => ({ sub }) };
    },
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    // Of public and of confidential clients alike (OAuth 2.1, 4.3.1).
    rotateRefreshToken: async (context) => {
      if (!(await rules.mustRotate(context))) return false;
      const { RefreshToken: token, Grant: grant } = context.oidc.entities;
      const terms = await rules.resource(String(token?.resource), grant?.jti);
      if (terms !== undefined) refreshSeconds.set(context, terms.refreshTokenSeconds);
      return true;
    },
    // A client gives back what it was let in for, by whichever token of it (RFC 7009, 2.1).
    revokeGrantPolicy: () => true,
    expiresWithSession: () => false,
    interactions: { policy: signInEachTime(oidc), url: (_, { uid }) => `/oauth/sign-in/${uid}` },
    ttl: {
      ...LIFETIMES,
      AccessToken: (_, token) => token.resourceServer?.accessTokenTTL ?? CODE_SECONDS,
      ClientCredentials: (_, token) => token.resourceServer?.accessTokenTTL ?? CODE_SECONDS,
      RefreshToken: (context) => refreshSeconds.get(context) ?? DAY_SECONDS,
    },
    fetch: (url, init) => rules.document(String(url), init?.signal ?? AbortSignal.timeout(DOCUMENT_MS)),
    renderError: (context, { error, error_description }) => {
      context.type = 'html';
      context.body = rules.errorPage(error_description ?? error);
    },
  };
}

const ROUTES = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  registration: '/oauth/register',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  jwks: '/oauth/jwks',
};

const FEATURES = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
  clientCredentials: { enabled: true },
  revocation: { enabled: true },
  registration: { enabled: true, issueRegistrationAccessToken: false },
  clientIdMetadataDocument: { enabled: true, ack: 'draft-02' },
} as const;

const LIFETIMES = {
  AuthorizationCode: CODE_SECONDS,
  Interaction: SIGN_IN_SECONDS,
  Session: SIGN_IN_SECONDS,
  Grant: GRANT_SECONDS,
  IdToken: 60 * 60,
} as const;

type Features = NonNullable<Configuration['features']>;

/** Tokens are bound to the one MCP server that they were asked for (RFC 8707). */
const resourceIndicators = (
  rules: IssuerRules,
  { errors }: Oidc,
  refreshSeconds: WeakMap<KoaContextWithOIDC, number>,
): Features['resourceIndicators'] => ({
  enabled: true,
  defaultResource: (_context, _client, oneOf) => {
    if (oneOf === undefined)
      throw new errors.InvalidTarget(
        'resource is missing: name in it the MCP server that the token is for, by its URL',
      );
    return oneOf ?? [];
  },
  getResourceServerInfo: async (context, resource, client) => {
    const terms = await rules.resource(resource, context.oidc.entities.Grant?.jti);
    if (terms === undefined || (isAlone(context) && !(await rules.mayComeAlone(client.clientId, resource))))
      throw new errors.InvalidTarget('there is no MCP server with sign-in at this resource');
    refreshSeconds.set(context, terms.refreshTokenSeconds);
    // Who names none means all, as people's clients do (RFC 6749, 3.3).
    if (isAlone(context) && context.oidc.params?.scope === undefined)
      Object.assign(context.oidc.params ?? {}, { scope: SCOPES.join(' ') });
    return {
      scope: SCOPES.join(' '),
      audience: terms.audience,
      accessTokenFormat: 'opaque',
      accessTokenTTL: terms.accessTokenSeconds,
    };
  },
});

/** Whether a program comes in without a person. */
const isAlone = ({ oidc }: KoaContextWithOIDC) => oidc.params?.grant_type === 'client_credentials';

/** Each authorization is signed in to and consented to by itself: nothing that a browser remembers opens anything. */
function signInEachTime({ interactionPolicy }: Oidc): ReturnType<typeof interactionPolicy.base> {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  const isSignedIn = new Check('each_time', 'each client is signed in to by itself', 'login_required', ({ oidc }) =>
    oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
  );
  policy.get('login')?.checks.add(isSignedIn);
  return policy;
}
