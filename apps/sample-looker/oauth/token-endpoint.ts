import type { FastifyInstance } from 'fastify';
import { isRecord, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import type { TokenOrder } from '../tokens.js';
import { mayUse } from './app-access.js';
import { OauthError } from './grants.js';

export interface OauthOptions {
  /** How long the access tokens of apps live. Default: as long as those of API keys. */
  tokenSeconds?: number;
  /** Whether each refresh gives a new refresh token and ends the old one. Otherwise the answer has none: keep the old. */
  rotatesRefreshTokens?: boolean;
}

/** `POST /api/token`: codes and refresh tokens for access tokens. There is no client secret; the verifier proves the app. */
export function registerTokenEndpoint(app: FastifyInstance, instance: Instance, options: OauthOptions): void {
  const { content, grants } = instance;
  const ttlSeconds = options.tokenSeconds ?? instance.tokens.ttlSeconds;
  const answer = (userId: string, clientGuid: string, refreshToken: string | null): LookerRecord => ({
    access_token: issue(instance, { userId, clientGuid, ttlSeconds }),
    token_type: 'Bearer',
    expires_in: ttlSeconds,
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
  });
  app.post('/api/token', async (request) => {
    const body = isRecord(request.body) ? request.body : {};
    const clientGuid = required(body, 'client_id');
    const clientApp = content.oauthClientApps.find(clientGuid);
    if (clientApp?.enabled !== true) throw new OauthError('invalid_client', 'The client_id is not known.', 401);
    if (body.grant_type === 'authorization_code') {
      const [redirectUri, codeVerifier] = [required(body, 'redirect_uri'), required(body, 'code_verifier')];
      const grant = grants.redeemCode(required(body, 'code'), { clientGuid, redirectUri, codeVerifier });
      return answer(grant.userId, clientGuid, grants.issueRefreshToken(clientGuid, grant.userId));
    }
    if (body.grant_type !== 'refresh_token') {
      throw new OauthError('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token.');
    }
    if (body.redirect_uri !== undefined && body.redirect_uri !== clientApp.redirect_uri) {
      throw new OauthError('invalid_grant', 'The redirect_uri is not that of the app.');
    }
    const refreshToken = required(body, 'refresh_token');
    const { userId } = grants.redeemRefreshToken(refreshToken, clientGuid);
    if (options.rotatesRefreshTokens !== true) return answer(userId, clientGuid, null);
    const rotated = answer(userId, clientGuid, grants.issueRefreshToken(clientGuid, userId));
    grants.endRefreshToken(refreshToken);
    return rotated;
  });
}

/** Throws an OauthError when the user may not sign in to the app any more. */
function issue({ content, tokens }: Instance, order: TokenOrder & { clientGuid: string }): string {
  if (!mayUse(content.oauthClientApps.find(order.clientGuid), content.users.find(order.userId))) {
    throw new OauthError('invalid_grant', 'The user may not sign in to this app.');
  }
  return tokens.issue(order).value;
}

function required(body: LookerRecord, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new OauthError('invalid_request', `${name} is required.`);
  return value;
}
