import type { FastifyInstance } from 'fastify';
import { isRecord, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { OauthError } from './grants.js';

export interface OauthOptions {
  /** Whether each refresh gives a new refresh token and ends the old one. Otherwise the answer has none: keep the old. */
  rotatesRefreshTokens?: boolean;
}

/** `POST /api/token`: codes and refresh tokens for access tokens. There is no client secret; the verifier proves the app. */
export function registerTokenEndpoint(app: FastifyInstance, instance: Instance, options: OauthOptions): void {
  const { content, grants } = instance;
  const answer = (userId: string, clientGuid: string, refreshToken: string | null): LookerRecord => ({
    access_token: issue(instance, userId, clientGuid),
    token_type: 'Bearer',
    expires_in: instance.tokens.ttlSeconds,
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
  });
  app.post('/api/token', async (request) => {
    const body = isRecord(request.body) ? request.body : {};
    const clientGuid = required(body, 'client_id');
    if (content.oauthClientApps.find(clientGuid)?.enabled !== true)
      throw new OauthError('invalid_client', 'The client_id is not known.', 401);
    if (body.grant_type === 'authorization_code') {
      const [redirectUri, codeVerifier] = [required(body, 'redirect_uri'), required(body, 'code_verifier')];
      const grant = grants.redeemCode(required(body, 'code'), { clientGuid, redirectUri, codeVerifier });
      return answer(grant.userId, clientGuid, grants.issueRefreshToken(clientGuid, grant.userId));
    }
    if (body.grant_type !== 'refresh_token') {
      throw new OauthError('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token.');
    }
    const refreshToken = required(body, 'refresh_token');
    const { userId } = grants.redeemRefreshToken(refreshToken, clientGuid);
    if (options.rotatesRefreshTokens !== true) return answer(userId, clientGuid, null);
    grants.endRefreshToken(refreshToken);
    return answer(userId, clientGuid, grants.issueRefreshToken(clientGuid, userId));
  });
}

/** Throws an OauthError when the user may not log in any more. */
function issue({ content, tokens }: Instance, userId: string, clientGuid: string): string {
  const user = content.users.find(userId);
  if (user === undefined || user.is_disabled === true) throw new OauthError('invalid_grant', 'The user is disabled.');
  return tokens.issue(userId, null, clientGuid).value;
}

function required(body: LookerRecord, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new OauthError('invalid_request', `${name} is required.`);
  return value;
}
