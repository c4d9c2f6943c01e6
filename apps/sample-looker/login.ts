import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isRecord } from './api.js';
import { badRequest, LookerError, notFound } from './looker-errors.js';
import type { Token, Tokens } from './tokens.js';

/** An API key, by which `POST /login` lets a program in. */
export interface ApiCredential {
  clientSecret: string;
  userId: string;
}

/** Where the instance runs, which decides as whom an administrator may log in. */
export const deploymentTypes = ['self_hosted', 'looker_hosted', 'google_cloud_core'] as const;
export type DeploymentType = (typeof deploymentTypes)[number];

/** The users and API keys that logging in looks up. */
export interface LoginDirectory {
  deploymentType: DeploymentType;
  credential(clientId: string): ApiCredential | undefined;
  /** `undefined` for a user who does not exist. */
  userState(userId: string): { isDisabled: boolean; isAdmin: boolean; isEmbed: boolean } | undefined;
  loggedOut(token: Token): void;
}

/** `login`, `login_user` and `logout`. Unknown and wrong credentials answer 404, as Looker does. */
export function registerLoginRoutes(app: FastifyInstance, tokens: Tokens, directory: LoginDirectory): void {
  app.post('/login', async (request) => {
    const { clientId, clientSecret } = credentialsOf(request);
    const credential = directory.credential(clientId);
    if (credential === undefined || credential.clientSecret !== clientSecret) throw notFound();
    if (directory.userState(credential.userId)?.isDisabled !== false) throw notFound();
    return accessToken(tokens.issue({ userId: credential.userId }), tokens.ttlSeconds);
  });

  // `associative` attributes what the token does to the administrator who asked for it, unless it is false.
  app.post<{ Params: { user_id: string }; Querystring: { associative?: string } }>(
    '/login/:user_id',
    async (request) => {
      const token = tokens.ofRequest(request);
      if (directory.userState(token.userId)?.isAdmin !== true) throw new LookerError(403, 'Forbidden');
      const target = directory.userState(request.params.user_id);
      if (target === undefined || target.isDisabled) throw notFound();
      if (directory.deploymentType === 'google_cloud_core' && !target.isEmbed) {
        throw new LookerError(403, 'On Looker (Google Cloud core) only embed users can be logged in as.');
      }
      const { user_id: userId } = request.params;
      const isAssociative = request.query.associative !== 'false';
      const attributedUserId = isAssociative ? token.userId : userId;
      return accessToken(tokens.issue({ userId, sudoUserId: token.userId, attributedUserId }), tokens.ttlSeconds);
    },
  );

  app.delete('/logout', async (request, reply) => {
    const token = tokens.ofRequest(request);
    tokens.revoke(token);
    directory.loggedOut(token);
    return reply.code(204).send('');
  });
}

function credentialsOf(request: FastifyRequest): { clientId: string; clientSecret: string } {
  const body = isRecord(request.body) ? request.body : {};
  const query = isRecord(request.query) ? request.query : {};
  const clientId = body.client_id ?? query.client_id;
  const clientSecret = body.client_secret ?? query.client_secret;
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string' || clientId === '' || clientSecret === '') {
    throw badRequest('client_id and client_secret are required.');
  }
  return { clientId, clientSecret };
}

function accessToken(token: Token, ttlSeconds: number): Record<string, unknown> {
  return { access_token: token.value, token_type: 'Bearer', expires_in: ttlSeconds, refresh_token: null };
}
