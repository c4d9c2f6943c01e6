import { createHash, randomBytes } from 'node:crypto';
import type { LookerClient } from './looker-client.js';

const redirectUri = 'https://app.example.com/callback?from=looker';
const verifier = randomBytes(33).toString('base64url');

export interface TokenAnswer {
  status: number;
  body: Record<string, string>;
}

/** An app "notes" that people sign in to with their accounts of one sample Looker. */
export class OauthApp {
  readonly guid = 'notes';
  readonly redirectUri = redirectUri;
  readonly codeChallenge = createHash('sha256').update(verifier).digest('base64url');
  readonly registration = {
    ...{ redirect_uri: redirectUri, display_name: 'Notes', description: 'Takes notes', enabled: true },
  };

  constructor(private readonly baseUrl: string) {}

  register(admin: LookerClient) {
    return admin.call('POST', `/oauth_client_apps/${this.guid}`, this.registration);
  }

  /** Where the app sends a browser; null takes a parameter away. */
  address(changes: Readonly<Record<string, string | null>> = {}): string {
    const given = {
      ...{ client_id: this.guid, redirect_uri: redirectUri, response_type: 'code', scope: 'cors_api', state: 'a&b' },
      ...{ code_challenge: this.codeChallenge, code_challenge_method: 'S256', ...changes },
    };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(given)) if (value !== null) query.set(name, value);
    return `${this.baseUrl}/auth?${query}`;
  }

  /** A code that this user allowed, without a browser. */
  async codeOf(userId: string): Promise<string> {
    const answer = await fetch(this.address({ sample_user_id: userId }), { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  }

  async signIn(userId: string): Promise<TokenAnswer> {
    return this.redeem(await this.codeOf(userId));
  }

  redeem(code: string, changes: object = {}): Promise<TokenAnswer> {
    const given = { grant_type: 'authorization_code', code, code_verifier: verifier };
    return this.post({ ...given, client_id: this.guid, redirect_uri: redirectUri, ...changes });
  }

  refresh(refreshToken = '', changes: object = {}): Promise<TokenAnswer> {
    const given = { grant_type: 'refresh_token', refresh_token: refreshToken };
    return this.post({ ...given, client_id: this.guid, redirect_uri: redirectUri, ...changes });
  }

  private async post(body: object): Promise<TokenAnswer> {
    const headers = { 'content-type': 'application/json' };
    const url = `${this.baseUrl}/api/token`;
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  }
}
