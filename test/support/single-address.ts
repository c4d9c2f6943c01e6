import { FormBrowser } from './form-browser.js';
import {
  authorizeUrl,
  CALLBACK,
  codeVerifier,
  type RegisteredClient,
  registerClient,
  tokenRequest,
} from './sign-in.js';
import { toolCallRequest } from './tool-call-request.js';

/** What the token endpoint answers. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly error?: string;
}

/** A client of the one address of all servers, and the member who lets it in. */
export class SingleAddress {
  readonly url: string;

  constructor(
    private readonly origin: string,
    private readonly member: { readonly email: string; readonly password: string },
  ) {
    this.url = `${origin}/mcp`;
  }

  post(token?: string, call = toolCallRequest(1, 'looker_users_me', {}), url = this.url): Promise<Response> {
    return fetch(url, { ...call, headers: { ...call.headers, ...(token && { authorization: `Bearer ${token}` }) } });
  }

  /** Where the client sends its person, who has not signed in yet. */
  open(client: RegisteredClient, browser: FormBrowser, verifier = codeVerifier(), more = {}) {
    return browser.open(authorizeUrl(this.origin, client, this.url, verifier, more));
  }

  /** The member has signed in, and is asked which server. */
  async choicePage(browser: FormBrowser, client: RegisteredClient, verifier = codeVerifier(), more = {}) {
    return browser.send(await this.open(client, browser, verifier, more), '/member', this.member);
  }

  /** A whole sign-in with a new client, for one server of several. */
  async signInTo(serverId: string, more = {}): Promise<Tokens & { readonly client: RegisteredClient }> {
    const [client, verifier, browser] = [await registerClient(this.origin), codeVerifier(), new FormBrowser()];
    const choice = await this.choicePage(browser, client, verifier, more);
    const consent = await browser.send(choice, '/choose', { server: serverId });
    const end = new URL((await browser.send(consent, '/consent', { decision: 'allow' })).url);
    const answer = await tokenRequest(this.origin, {
      ...{ grant_type: 'authorization_code', client_id: client.client_id, redirect_uri: CALLBACK },
      ...{ code: end.searchParams.get('code') ?? '', code_verifier: verifier, resource: this.url },
    });
    if (answer.status !== 200) throw new Error(`no tokens: ${answer.status} ${await answer.text()}`);
    return { client, ...((await answer.json()) as Tokens) };
  }

  async refresh({ client, refresh_token }: Tokens & { readonly client: RegisteredClient }) {
    const body = { grant_type: 'refresh_token', client_id: client.client_id, refresh_token, resource: this.url };
    const answer = await tokenRequest(this.origin, body);
    return { status: answer.status, client, ...((await answer.json()) as Tokens) };
  }
}
