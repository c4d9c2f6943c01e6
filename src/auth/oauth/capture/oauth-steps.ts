import type { MessageSender } from '../../../capture/captured-message.js';

/** By method and route what a request is for, the address that is shown of it, and who sends it. Nothing else of OAuth is recorded. */
export const OAUTH_STEPS = {
  'GET /.well-known/oauth-protected-resource': ['resource metadata', '/.well-known/oauth-protected-resource', 'client'],
  'GET /.well-known/oauth-protected-resource/mcp/:id': [
    'resource metadata',
    '/.well-known/oauth-protected-resource/mcp/:id',
    'client',
  ],
  'GET /oauth/authorize': ['authorization', '/oauth/authorize', 'browser'],
  'GET /oauth/authorize/:uid(^[\\w-]+$)': ['back to the client', '/oauth/authorize/:uid', 'browser'],
  'POST /oauth/token': ['tokens', '/oauth/token', 'client'],
  'POST /oauth/revoke': ['tokens given back', '/oauth/revoke', 'client'],
  'GET /oauth/sign-in/:uid': ['page of the sign-in', '/oauth/sign-in/:uid', 'browser'],
  'GET /oauth/sign-in/:uid/looker': ['to Looker', '/oauth/sign-in/:uid/looker', 'browser'],
  'GET /oauth/sign-in/:uid/looker/callback/:key': [
    'back from Looker',
    '/oauth/sign-in/:uid/looker/callback/:key',
    'browser',
  ],
  'GET /oauth/sign-in/:uid/openid': ['to the OpenID provider', '/oauth/sign-in/:uid/openid', 'browser'],
  'GET /oauth/sign-in/:uid/openid/callback/:key': [
    'back from the OpenID provider',
    '/oauth/sign-in/:uid/openid/callback/:key',
    'browser',
  ],
  'GET /oauth/sign-in/:uid/single-sign-on': ['to single sign-on', '/oauth/sign-in/:uid/single-sign-on', 'browser'],
  'POST /oauth/sign-in/:uid/member': ['sign-in by password', '/oauth/sign-in/:uid/member', 'browser'],
  'POST /oauth/sign-in/:uid/choose': ['choice of the server', '/oauth/sign-in/:uid/choose', 'browser'],
  'POST /oauth/sign-in/:uid/consent': ['consent', '/oauth/sign-in/:uid/consent', 'browser'],
} as const satisfies Readonly<Record<string, readonly [string, string, MessageSender]>>;

export type OauthRoute = keyof typeof OAUTH_STEPS;

export const isOauthRoute = (route: string): route is OauthRoute => Object.hasOwn(OAUTH_STEPS, route);

/** Requests at the token endpoint are for different things. */
export const TOKEN_STEPS = {
  authorization_code: 'tokens for a code',
  refresh_token: 'token refresh',
  client_credentials: 'token of a program',
} as const;

export const isTokenStep = (grantType: unknown): grantType is keyof typeof TOKEN_STEPS =>
  typeof grantType === 'string' && Object.hasOwn(TOKEN_STEPS, grantType);
