import { SCOPES } from '../../../access/oauth-scopes.js';
import { type CapturedFact, facts } from '../../../capture/captured-message.js';
import { hostText, knownAmong, knownText, ownText, type SafeText } from '../../../capture/safe-text.js';
import { GRANT_TYPES } from '../server/client-metadata.js';

const PARAMETERS = [
  ...['client_id', 'response_type', 'response_mode', 'redirect_uri', 'scope', 'state', 'resource', 'prompt', 'nonce'],
  ...['code_challenge', 'code_challenge_method', 'grant_type', 'code', 'code_verifier', 'refresh_token', 'login_hint'],
  ...['client_secret', 'token', 'token_type_hint', 'audience'],
];
const SHOWN_SCOPES = [...SCOPES, 'openid', 'offline_access', 'profile', 'email'];
/** RFC 6749, 4.1.2.1 and 5.2; RFC 7009, 2.2.1; RFC 8707, 2; OpenID Connect Core 1.0, 3.1.2.6. */
const ERRORS = [
  ...['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type'],
  ...['unsupported_response_type', 'invalid_scope', 'access_denied', 'server_error', 'temporarily_unavailable'],
  ...['unsupported_token_type', 'invalid_target', 'invalid_redirect_uri', 'login_required', 'consent_required'],
  ...['interaction_required', 'invalid_token', 'unsupported_response_mode', 'invalid_client_metadata'],
];

/** An error of OAuth by its code. */
export const oauthError = (code: unknown): SafeText | undefined =>
  typeof code === 'string' && code !== '' ? knownText(code, ERRORS) : undefined;

/** What is kept of the parameters of a request: which there are, and the values of those that hold no secret. */
export function parameterFacts(parameters: URLSearchParams, resourceOfServer: string): CapturedFact[] {
  if (parameters.size === 0) return [];
  const known = (name: string, values: readonly string[]) => {
    const value = parameters.get(name);
    return value === null ? undefined : knownText(value, values);
  };
  const [scope, redirect, clientId] = ['scope', 'redirect_uri', 'client_id'].map((name) => parameters.get(name));
  return facts({
    parameters: knownAmong([...parameters.keys()], PARAMETERS),
    response_type: known('response_type', ['code', 'token', 'id_token']),
    grant_type: known('grant_type', GRANT_TYPES),
    scope: scope ? knownAmong(scope.split(' '), SHOWN_SCOPES) : undefined,
    resource: resourceText(parameters.get('resource'), resourceOfServer),
    redirect_host: redirect ? hostText(redirect) : undefined,
    code_challenge_method: known('code_challenge_method', ['S256', 'plain']),
    client_kind: clientId?.startsWith('https:') ? ownText('known by its metadata document') : undefined,
  });
}

function resourceText(resource: string | null, ofServer: string): SafeText | undefined {
  if (resource === null) return undefined;
  const [given, own] = [resource.replace(/\/$/, ''), ofServer.replace(/\/$/, '')];
  if (given === own) return ownText('this server');
  if (given.startsWith(own)) return ownText('this server, with more behind its address');
  const path = own.replace(/^https?:\/\/[^/]+/, '');
  if (given.toLowerCase().includes(path)) return ownText('this server, at another address than PUBLIC_URL');
  return given === own.replace(/\/[^/]*$/, '') ? ownText('the address of all servers') : ownText('another address');
}
