import { createHash, randomBytes } from 'node:crypto';
import { askLooker, type SampleAddress } from './sample.js';
import { CALLBACK } from './sign-in.js';

export const LOOKER_APP = 'claude-desktop';

/** Registers an app for test clients in a Looker, as an admin does. */
export const registerApp = (looker: SampleAddress): Promise<unknown> =>
  askLooker(looker, 'POST', `/oauth_client_apps/${LOOKER_APP}`, {
    ...{ redirect_uri: CALLBACK, display_name: 'Claude Desktop', description: 'Claude Desktop', enabled: true },
  });

/** Signs a person in at Looker itself, by a client that was registered there: OAuth with PKCE, past the gateway. */
export async function bearerOf(looker: SampleAddress, userId: string): Promise<string> {
  const verifier = randomBytes(33).toString('base64url');
  const asked = new URLSearchParams({
    ...{ client_id: LOOKER_APP, redirect_uri: CALLBACK, response_type: 'code', scope: 'cors_api', state: 's' },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    ...{ code_challenge_method: 'S256', sample_user_id: userId },
  });
  const sent = await fetch(`${looker.baseUrl}/auth?${asked}`, { redirect: 'manual' });
  const code = new URL(sent.headers.get('location') ?? '').searchParams.get('code');
  const answer = await fetch(`${looker.baseUrl}/api/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ client_id: LOOKER_APP, redirect_uri: CALLBACK, grant_type: 'authorization_code' },
      ...{ code, code_verifier: verifier },
    }),
  });
  const { access_token } = (await answer.json()) as { access_token?: string };
  if (access_token === undefined) throw new Error(`no token for user ${userId}: ${answer.status}`);
  return access_token;
}
