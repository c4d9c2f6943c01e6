import { createHash, randomBytes } from 'node:crypto';
import { LookerError } from '../looker-errors.js';

/** What a person allowed an app, waiting to be fetched with its code. */
export interface Grant {
  clientGuid: string;
  userId: string;
  redirectUri: string;
  codeChallenge: string;
  expiresAtMs: number;
}

interface RefreshGrant {
  clientGuid: string;
  userId: string;
  expiresAtMs: number;
}

const codeLifetimeMs = 60_000;
const refreshLifetimeMs = 30 * 86_400_000;
/** Oldest go first beyond this. */
const grantsMax = 5_000;

/** An error of the token endpoint, in the words of OAuth. */
export class OauthError extends LookerError {
  constructor(code: string, description: string, status = 400) {
    super(status, description, { error: code, error_description: description });
  }
}

/** The codes and refresh tokens of one instance. Times are in milliseconds of the given clock. */
export class Grants {
  private readonly byCode = new Map<string, Grant>();
  private readonly byRefreshToken = new Map<string, RefreshGrant>();

  constructor(private readonly clock: () => Date) {}

  /** A code that can be redeemed once, within a minute. */
  issueCode(grant: Omit<Grant, 'expiresAtMs'>): string {
    return store(this.byCode, { ...grant, expiresAtMs: this.clock().getTime() + codeLifetimeMs });
  }

  issueRefreshToken(clientGuid: string, userId: string): string {
    return store(this.byRefreshToken, { clientGuid, userId, expiresAtMs: this.clock().getTime() + refreshLifetimeMs });
  }

  /** Throws an OauthError unless the code is fresh, of this app and address, and the verifier is the challenge's. */
  redeemCode(code: string, given: { clientGuid: string; redirectUri: string; codeVerifier: string }): Grant {
    const grant = this.byCode.get(code);
    this.byCode.delete(code);
    if (grant === undefined || grant.expiresAtMs <= this.clock().getTime()) {
      throw new OauthError('invalid_grant', 'The code is unknown, used or expired.');
    }
    if (grant.clientGuid !== given.clientGuid || grant.redirectUri !== given.redirectUri) {
      throw new OauthError('invalid_grant', 'The code was issued to another client_id or redirect_uri.');
    }
    if (createHash('sha256').update(given.codeVerifier).digest('base64url') !== grant.codeChallenge) {
      throw new OauthError('invalid_grant', 'The code_verifier is not that of the code_challenge.');
    }
    return grant;
  }

  /** Throws an OauthError for a refresh token that is unknown, ended or another app's. */
  redeemRefreshToken(refreshToken: string, clientGuid: string): RefreshGrant {
    const grant = this.byRefreshToken.get(refreshToken);
    if (grant === undefined || grant.expiresAtMs <= this.clock().getTime() || grant.clientGuid !== clientGuid) {
      throw new OauthError('invalid_grant', 'The refresh_token is unknown or expired.');
    }
    return grant;
  }

  endRefreshToken(refreshToken: string): void {
    this.byRefreshToken.delete(refreshToken);
  }

  /** Ends what an app was given, by everybody or by one user. */
  end(clientGuid: string, userId?: string): void {
    for (const grants of [this.byCode, this.byRefreshToken]) {
      for (const [key, grant] of grants) {
        if (grant.clientGuid === clientGuid && (userId === undefined || grant.userId === userId)) grants.delete(key);
      }
    }
  }
}

function store<G>(grants: Map<string, G>, grant: G): string {
  const key = randomBytes(24).toString('base64url');
  grants.set(key, grant);
  const oldest = grants.keys().next();
  if (grants.size > grantsMax && !oldest.done) grants.delete(oldest.value);
  return key;
}
