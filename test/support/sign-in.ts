import { createHash, randomBytes } from 'node:crypto';
import { FormBrowser } from './form-browser.js';
import type { RestClient } from './rest-client.js';

export const CALLBACK = 'http://localhost:53369/callback';

/** A client that registered itself. */
export interface RegisteredClient {
  readonly client_id: string;
  readonly client_secret?: string;
}

/** What a sign-in ends with. */
export interface SignedIn {
  readonly client: RegisteredClient;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly scope: string;
}

export async function registerClient(
  origin: string,
  metadata: Record<string, unknown> = {},
): Promise<RegisteredClient> {
  const answer = await fetch(`${origin}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Test client',
      redirect_uris: [CALLBACK],
      token_endpoint_auth_method: 'none',
      ...metadata,
    }),
  });
  if (answer.status !== 201) throw new Error(`not registered: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as RegisteredClient;
}

export const codeVerifier = () => randomBytes(33).toString('base64url');

/** Where a client sends its person. */
export function authorizeUrl(
  origin: string,
  { client_id }: RegisteredClient,
  resource: string,
  verifier: string,
  more: Record<string, string> = {},
): string {
  const parameters = {
    client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'the-state',
    resource,
    scope: 'looker:read looker:write',
    ...more,
  };
  return `${origin}/oauth/authorize?${new URLSearchParams(parameters)}`;
}

/** A member signs in by the pages, and lets the client in; answers where the browser was sent. */
export async function letIn(
  asked: string,
  member: { email: string; password: string },
  browser = new FormBrowser(),
  callback = CALLBACK,
) {
  const signIn = await browser.open(asked);
  const next = await browser.send(signIn, '/member', member);
  const [, server] = /name="server" value="([^"]+)" required/.exec(next.text) ?? [];
  // At the address of all servers the first one will do.
  const consent = server === undefined ? next : await browser.send(next, '/choose', { server });
  const end = await browser.send(consent, '/consent', { decision: 'allow' });
  if (!end.url.startsWith(callback)) throw new Error(`not let in: ${end.status} ${end.url} ${end.text.slice(-1500)}`);
  return new URL(end.url);
}

/** Signs in at the sample Looker as one of its users, and lets the client in; answers where the browser was sent. */
export const asLookerUser = (userId: string) => async (asked: URL) => {
  const browser = new FormBrowser();
  const page = await browser.open(asked.href);
  const link = /href="([^"]+\/looker)"/.exec(page.text)?.[1] ?? '';
  const atLooker = await browser.open(new URL(link, page.url).href);
  const answer = await fetch(`${atLooker.url}&sample_user_id=${userId}`, { redirect: 'manual' });
  const consent = await browser.open(answer.headers.get('location') ?? '');
  const end = await browser.send(consent, '/consent', { decision: 'allow' });
  if (!end.url.startsWith(CALLBACK)) throw new Error(`not let in: ${end.status} ${end.url} ${end.text.slice(-1500)}`);
  return new URL(end.url);
};

export const tokenRequest = (origin: string, body: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${origin}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(body) });

/** A member's whole sign-in with a new client. */
export async function signInAt(
  url: string,
  member: { email: string; password: string },
  more: Record<string, string> = {},
): Promise<SignedIn> {
  const { origin } = new URL(url);
  const client = await registerClient(origin);
  const verifier = codeVerifier();
  const end = await letIn(authorizeUrl(origin, client, url, verifier, more), member);
  const answer = await tokenRequest(origin, {
    grant_type: 'authorization_code',
    client_id: client.client_id,
    code: end.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: verifier,
    resource: url,
  });
  if (answer.status !== 200) throw new Error(`no tokens: ${answer.status} ${await answer.text()}`);
  return { client, ...((await answer.json()) as Omit<SignedIn, 'client'>) };
}

/** A new server with sign-in, and a member's grant there. */
export async function grantAt(rest: RestClient, accountId: string, member: { email: string; password: string }) {
  const server = await rest.issue(accountId, { config: { auth: 'oauth' } });
  const tokens = await signInAt(server.url, member);
  const { body } = await rest.get(`/oauth-grant?mcp_server_id=${server.id}`);
  return { server, tokens, id: String(body.result[0].id) };
}
