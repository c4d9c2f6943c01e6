import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { unauthenticated } from './looker-errors.js';

export interface Token {
  value: string;
  /** The user whose rights the bearer has. */
  userId: string;
  /** The administrator who logged in as that user; else null. */
  sudoUserId: string | null;
  workspaceId: string;
  /** The app that acts for the user; null after a login with an API key. */
  clientGuid: string | null;
  expiresAtMs: number;
}

/** With more tokens than this, the oldest is removed. */
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
