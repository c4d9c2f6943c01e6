import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { unauthenticated } from './looker-errors.js';
import type { Tree } from './projects/repository.js';

export interface Token {
  value: string;
  /** The user whose rights the bearer has. */
  userId: string;
  /** The administrator who logged in as that user; else null. */
  sudoUserId: string | null;
  /** To whom the activity of the token is attributed: the user, or the administrator who logged in as that user. */
  attributedUserId: string;
  workspaceId: string;
  /** The app that acts for the user; null after a login with an API key. */
  clientGuid: string | null;
  /** The record of its session, whose end ends the token. */
  sessionId: string;
  expiresAtMs: number;
}

/** Whose rows, and which workspace's LookML, a query is run with. */
export interface Viewer extends Readonly<Pick<Token, 'userId' | 'workspaceId'>> {
  /** The files of one project, in place of those of the workspace. */
  readonly revision?: { readonly projectName: string; readonly tree: Tree };
}

/** The viewer that a token stands for now; its workspace may be another one later. */
export function viewerOf({ userId, workspaceId }: Token): Viewer {
  return { userId, workspaceId };
}

/** For whom a token is issued. Without `ttlSeconds` it lives as long as all others. */
export interface TokenOrder {
  userId: string;
  sudoUserId?: string | null;
  attributedUserId?: string;
  clientGuid?: string | null;
  ttlSeconds?: number;
}

/** The records of sessions, one for each token. */
export interface SessionRecords {
  /** Answers the id of the record. */
  begin(token: Omit<Token, 'sessionId'>): string;
  end(sessionId: string): void;
}

/** With more tokens than this, the oldest is removed. */
const tokensMax = 5_000;

/** The access tokens of one instance. Times are in milliseconds of the given clock. */
export class Tokens {
  private readonly byValue = new Map<string, Token>();

  constructor(
    readonly ttlSeconds: number,
    private readonly clock: () => Date,
    /** Whether a token that has not expired still opens anything. */
    private readonly isInForce: (token: Token) => boolean,
    private readonly sessions: SessionRecords,
  ) {}

  issue(order: TokenOrder): Token {
    const { userId, sudoUserId = null, clientGuid = null, ttlSeconds = this.ttlSeconds } = order;
    const begun = {
      value: randomBytes(20).toString('hex'),
      userId,
      sudoUserId,
      attributedUserId: order.attributedUserId ?? userId,
      workspaceId: 'production',
      clientGuid,
      expiresAtMs: this.clock().getTime() + ttlSeconds * 1000,
    };
    const token: Token = { ...begun, sessionId: this.sessions.begin(begun) };
    this.byValue.set(token.value, token);
    const oldest = this.byValue.values().next();
    if (this.byValue.size > tokensMax && !oldest.done) this.revoke(oldest.value);
    return token;
  }

  revoke(token: Token): void {
    this.byValue.delete(token.value);
    this.sessions.end(token.sessionId);
  }

  revokeWhere(isEnded: (token: Token) => boolean): void {
    for (const token of this.byValue.values()) if (isEnded(token)) this.revoke(token);
  }

  revokeAll(): void {
    this.revokeWhere(() => true);
  }

  /** The token of `Authorization: Bearer X` or `token X`; `undefined` when it is missing, unknown, expired or taken away. */
  find(request: FastifyRequest): Token | undefined {
    const value = /^(?:bearer|token)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const token = value === undefined ? undefined : this.byValue.get(value);
    if (token === undefined || (token.expiresAtMs > this.clock().getTime() && this.isInForce(token))) return token;
    this.revoke(token);
    return undefined;
  }

  /** The token of a request. Throws a 401 when there is none in force. */
  ofRequest(request: FastifyRequest): Token {
    const token = this.find(request);
    if (token === undefined) throw unauthenticated();
    return token;
  }
}
