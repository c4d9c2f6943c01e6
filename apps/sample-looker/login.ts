import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isRecord } from './api.js';
import { badRequest, LookerError, notFound, unauthenticated } from './looker-errors.js';

export interface Token {
  value: string;
  /** Whose rights the bearer has. */
  userId: string;
  /** Who logged in, when that is another user. */
  sudoUserId: string | null;
  workspaceId: string;
  /** The app that acts for the user; null for who logged in with an API key. */
  clientGuid: string | null;
  expiresAtMs: number;
}

/** An API key: what `POST /login` asks for. */
export interface ApiCredential {
  clientSecret: string;
  userId: string;
}

/** What logging in needs to know about people. */
export interface LoginDirectory {
  credential(clientId: string): ApiCredential | undefined;
  /** `undefined` for a user who does not exist. */
  userState(userId: string): { isDisabled: boolean; isAdmin: boolean } | undefined;
}

/** Oldest tokens go first beyond this. */
const tokensMax = 5_000;

/** The access tokens of one instance. Times are in milliseconds of the given clock. */
export class Tokens {
  private readonly byValue = new Map<string, Token>();

  constructor(
    readonly ttlSeconds: number,
    private readonly clock: () => Date,
  ) {}

  issue(userId: string, sudoUserId: string | null = null, clientGuid: string | null = null): Token {
    const token: Token = {
      value: randomBytes(20).toString('hex'),
      userId,
      sudoUserId,
      workspaceId: 'production',
      clientGuid,
      expiresAtMs: this.clock().getTime() + this.ttlSeconds * 1000,
    };
    this.byValue.set(token.value, token);
    const oldest = this.byValue.keys().next();
    if (this.byValue.size > tokensMax && !oldest.done) this.byValue.delete(oldest.value);
    return token;
  }

  revoke(token: Token): void {
    this.byValue.delete(token.value);
  }

  revokeWhere(isEnded: (token: Token) => boolean): void {
    for (const token of this.byValue.values()) if (isEnded(token)) this.revoke(token);
  }

  revokeAll(): void {
    this.byValue.clear();
  }

  /** The token of `Authorization: Bearer X` or `token X`. Throws a 401 when it is missing, unknown or expired. */
  ofRequest(request: FastifyRequest): Token {
    const value = /^(?:bearer|token)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const token = value === undefined ? undefined : this.byValue.get(value);
    if (token === undefined) throw unauthenticated();
    if (token.expiresAtMs <= this.clock().getTime()) {
      this.byValue.delete(token.value);
      throw unauthenticated();
    }
    return token;
  }
}

/** `login`, `login_user` and `logout`. Unknown and wrong credentials answer 404, as Looker does. */
export function registerLoginRoutes(app: FastifyInstance, tokens: Tokens, directory: LoginDirectory): void {
  app.post('/login', async (request) => {
    const { clientId, clientSecret } = credentialsOf(request);
    const credential = directory.credential(clientId);
    if (credential === undefined || credential.clientSecret !== clientSecret) throw notFound();
    if (directory.userState(credential.userId)?.isDisabled !== false) throw notFound();
    return accessToken(tokens.issue(credential.userId), tokens.ttlSeconds);
  });

  app.post<{ Params: { user_id: string } }>('/login/:user_id', async (request) => {
    const token = tokens.ofRequest(request);
    if (directory.userState(token.userId)?.isAdmin !== true) throw new LookerError(403, 'Forbidden');
    const target = directory.userState(request.params.user_id);
    if (target === undefined || target.isDisabled) throw notFound();
    return accessToken(tokens.issue(request.params.user_id, token.userId), tokens.ttlSeconds);
  });

  app.delete('/logout', async (request, reply) => {
    tokens.revoke(tokens.ofRequest(request));
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
