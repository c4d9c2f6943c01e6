import type { TestOrganization } from './gateway.js';
import { CLIENT, startOpenIdProvider, TestBrowser, type TestOpenIdProvider } from './openid-provider.js';
import { authorizeUrl, CALLBACK, codeVerifier, registerClient, type SignedIn, tokenRequest } from './sign-in.js';

export const PROVIDER = '/organization/openid-provider';

/** A provider that nobody asks. */
export const LOGIN = { name: 'Acme Login', issuer: 'https://login.example.com', client_id: 'gateway' };

/** What an organization is told of a provider whose client is the gateway. */
export const settingsOf = (issuer: string, name = 'Acme Login') => ({
  ...{ name, issuer, client_id: CLIENT.id, client_secret: CLIENT.secret },
});

/** Where an organization has people come back to from an issuer. */
export async function redirectUriOf({ rest }: TestOrganization, issuer: string): Promise<string> {
  const { body } = await rest.post(`${PROVIDER}/check`, { issuer });
  return String(body.redirect_uri);
}

/** A provider that knows one organization as its client, and that the organization has set. */
export async function startProviderOf(organization: TestOrganization, name?: string): Promise<TestOpenIdProvider> {
  const provider = await startOpenIdProvider((issuer) => redirectUriOf(organization, issuer));
  const set = await organization.rest.put(PROVIDER, settingsOf(provider.issuer, name));
  if (set.status !== 200) throw new Error(`the provider was not set: ${set.text}`);
  return provider;
}

/** A page of the gateway, as a browser has it. */
export interface Page {
  readonly status: number;
  readonly url: URL;
  readonly text: string;
}

/** A server's URL, a client that goes there, and what it has to prove in the end. */
export class SignInAtProvider {
  readonly browser = new TestBrowser();
  private readonly verifier = codeVerifier();
  private client: Awaited<ReturnType<typeof registerClient>> | undefined;

  constructor(readonly url: string) {}

  /** The page that asks who somebody is. */
  async begin(): Promise<Page> {
    this.client = await registerClient(this.origin);
    return this.open(authorizeUrl(this.origin, this.client, this.url, this.verifier), 'nobody');
  }

  /** Where the gateway leads to sign in, without going there. */
  async wayToProvider(): Promise<URL> {
    const link = await this.link();
    const { url } = await this.browser.visit(link, 'nobody', ({ origin }) => origin !== this.origin);
    return url;
  }

  /** Signs in at the provider, and comes back to a page of the gateway. */
  async come(login: string): Promise<Page> {
    return this.open(await this.link(), login);
  }

  /** Comes back to the gateway at an address that a provider, or somebody else, sends the browser to. */
  comeBack(address: string): Promise<Page> {
    return this.open(address, 'nobody');
  }

  /** Presses the button that lets the client in. */
  async allow(page: Page): Promise<URL> {
    const answer = await this.browser.submit(page, '/consent', { decision: 'allow' });
    const location = new URL(answer.headers.get('location') ?? '', page.url).href;
    if (answer.status !== 303) throw new Error(`not let in: ${answer.status} ${await answer.text()}`);
    const { url } = await this.browser.visit(location, 'nobody', ({ href }) => href.startsWith(CALLBACK));
    return url;
  }

  /** The whole of it. */
  async signIn(login: string): Promise<SignedIn> {
    const end = await this.allow(await this.come(login));
    const client = this.client ?? { client_id: '' };
    const answer = await tokenRequest(this.origin, {
      ...{ grant_type: 'authorization_code', client_id: client.client_id, redirect_uri: CALLBACK },
      ...{ code: end.searchParams.get('code') ?? '', code_verifier: this.verifier, resource: this.url },
    });
    if (answer.status !== 200) throw new Error(`no tokens: ${answer.status} ${await answer.text()}`);
    return { client, ...((await answer.json()) as Omit<SignedIn, 'client'>) };
  }

  private get origin(): string {
    return new URL(this.url).origin;
  }

  private async link(): Promise<string> {
    const page = await this.begin();
    const link = /href="([^"]+\/openid)"/.exec(page.text)?.[1];
    if (link === undefined) throw new Error(`the page leads to no provider: ${page.status} ${page.text.slice(-1500)}`);
    return new URL(link, page.url).href;
  }

  private async open(address: string, login: string): Promise<Page> {
    const { url, response } = await this.browser.visit(address, login, ({ href }) => href.startsWith(CALLBACK));
    return { url, status: response?.status ?? 303, text: (await response?.text()) ?? '' };
  }
}

export const signInByProvider = (url: string, login: string) => new SignInAtProvider(url).signIn(login);

/** A new token for the one that a sign-in has. */
export const refreshed = (url: string, { client, refresh_token }: SignedIn) =>
  tokenRequest(new URL(url).origin, {
    ...{ grant_type: 'refresh_token', client_id: client.client_id, refresh_token, resource: url },
  });
