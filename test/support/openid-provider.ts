import { createServer, type Server } from 'node:http';
import { type Configuration, Provider } from 'oidc-provider';
import request from 'supertest';
import { freePort } from './free-port.js';

/** What the provider says of a person; the subject is the login. */
export interface Person {
  readonly email?: string;
  readonly email_verified?: boolean;
}

/** A certified OpenID Connect provider, listening on loopback. */
export interface TestOpenIdProvider {
  readonly issuer: string;
  /** By login; change them as the test needs. */
  readonly people: Map<string, Person>;
  close(): Promise<void>;
}

export const CLIENT = { id: 'gateway', secret: 'the secret of the client at the provider' };

/**
 * Starts a provider with one confidential client.
 * @param redirectUri or what it is for this issuer.
 */
export async function startOpenIdProvider(
  redirectUri: string | ((issuer: string) => string | Promise<string>),
  idTokenHasEmail = false,
): Promise<TestOpenIdProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const people = new Map<string, Person>();
  const redirectUris = [typeof redirectUri === 'string' ? redirectUri : await redirectUri(issuer)];
  const configuration: Configuration = {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: redirectUris }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: !idTokenHasEmail,
    pkce: { required: () => true },
    cookies: { keys: ['cookies of the test'] },
    findAccount: (_, login) => ({ accountId: login, claims: () => ({ sub: login, ...people.get(login) }) }),
    // Nobody is asked for consent: the client belongs to the same house.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: CLIENT.id, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  };
  const provider = new Provider(issuer, configuration);
  const server: Server = createServer(provider.callback());
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    issuer,
    people,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

/** A browser: follows redirects one by one, keeps cookies by origin, and fills the provider's sign-in form. */
export class TestBrowser {
  private readonly cookies = new Map<string, Map<string, string>>();

  /**
   * Goes to an address and on, until a page that is no redirect or an address that `stop` accepts.
   * @param login who signs in where the provider asks.
   * @param home the gateway's origin, left out where the address is one of it.
   */
  async visit(
    address: string,
    login: string,
    stop: (url: URL) => boolean,
    home = new URL(address).origin,
  ): Promise<{ url: URL; response?: Response }> {
    let url = new URL(address);
    let response = await this.send(url);
    for (let steps = 0; steps < 20; steps++) {
      const location = response.headers.get('location');
      if (location === null) {
        // The gateway's own pages are for the test to fill in.
        if (url.origin === home) return { url, response };
        const form = /<form[^>]*action="([^"]+)"/.exec(await response.clone().text())?.[1];
        if (form === undefined) return { url, response };
        url = new URL(form, url);
        response = await this.send(url, new URLSearchParams({ prompt: 'login', login, password: 'any' }));
        continue;
      }
      url = new URL(location, url);
      if (stop(url)) return { url };
      response = await this.send(url);
    }
    throw new Error(`more redirects than a sign-in has: ${url}`);
  }

  /** Sends the form of a page whose action ends so, and goes no further. */
  async submit(page: { url: URL; text: string }, action: string, fields: Record<string, string>): Promise<Response> {
    const form = page.text.split('<form').find((part) => part.split('>')[0]?.includes(`${action}"`)) ?? '';
    const hidden = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const target = new URL(/action="([^"]+)"/.exec(form)?.[1] ?? '', page.url);
    const own = hidden.map(([, name = '', value = '']): [string, string] => [name, value]);
    return this.send(target, new URLSearchParams([...own, ...Object.entries(fields)]));
  }

  /** Begins as a button of the dashboard does; answers where the browser goes. */
  async start(gatewayUrl: string, target: Record<string, string>): Promise<string> {
    const answer = await this.send(new URL('/session/single-sign-on', gatewayUrl), JSON.stringify(target));
    if (answer.status !== 201) throw new Error(`not begun: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { url: string }).url;
  }

  /** Takes a cookie over, such as that of a session. */
  set(origin: string, cookie: string): void {
    const [name = '', value = ''] = cookie.split(/=(.*)/s);
    this.cookies.set(origin, (this.cookies.get(origin) ?? new Map()).set(name, value));
  }

  /** The value of a cookie that an origin has set. */
  cookie(origin: string, name: string): string | undefined {
    return this.cookies.get(origin)?.get(name);
  }

  private async send(url: URL, body?: URLSearchParams | string): Promise<Response> {
    const own = this.cookies.get(url.origin) ?? new Map<string, string>();
    this.cookies.set(url.origin, own);
    const cookie = [...own].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, ...(typeof body === 'string' && { 'content-type': 'application/json' }) },
      ...(body && { method: 'POST', body }),
    });
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(header)) own.delete(name);
      else own.set(name, value);
    }
    return response;
  }
}

/** Follows a link, and signs in as a login of the provider; `url` is where the browser ends, `session` what it is signed in with. */
export const signInAt = (
  gatewayUrl: string,
  login: string,
  path = '/session/single-sign-on',
  browser = new TestBrowser(),
) => goOn(gatewayUrl, login, gatewayUrl + path, browser);

/** The same for somebody who clicks on the dashboard's button. */
export async function startAt(
  gatewayUrl: string,
  login: string,
  target: Record<string, string>,
  browser = new TestBrowser(),
) {
  return goOn(gatewayUrl, login, await browser.start(gatewayUrl, target), browser);
}

/** The same for somebody who accepts an invitation so. */
export const joinAt = (gatewayUrl: string, login: string, token: string, browser = new TestBrowser()) =>
  startAt(gatewayUrl, login, { token }, browser);

async function goOn(gatewayUrl: string, login: string, address: string, browser: TestBrowser) {
  const { url } = await browser.visit(address, login, ({ pathname }) => pathname === '/app/', gatewayUrl);
  const token = browser.cookie(gatewayUrl, 'lmg_session');
  const session =
    token === undefined ? undefined : await request(gatewayUrl).get('/session').set('cookie', `lmg_session=${token}`);
  return { url, session, token, problem: new URLSearchParams(url.hash.split('?')[1]) };
}
