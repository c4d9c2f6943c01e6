import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser, openPage } from '../support/browser.js';
import { type LookerClient, openClient } from './looker-client.js';
import { OauthApp } from './oauth-app.js';

/** What somebody does in one browser: pages and forms, with the cookie of the session. */
class Visitor {
  cookie = '';

  async open(url: string, form?: Readonly<Record<string, string>>): Promise<Response> {
    const response = await fetch(url, {
      ...{ redirect: 'manual', headers: { cookie: this.cookie } },
      ...(form !== undefined && { method: 'POST', body: new URLSearchParams(form) }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(';')[0] ?? '';
    return response;
  }
}

describe('the pages of OAuth', () => {
  let looker: SampleLooker;
  let admin: LookerClient;
  let app: OauthApp;
  let visitor: Visitor;

  beforeAll(async () => {
    looker = await startSampleLooker();
    admin = await openClient(looker);
    app = new OauthApp(looker.baseUrl);
  });
  afterAll(() => looker.close());
  beforeEach(async () => {
    await admin.call('DELETE', '/oauth_client_apps/notes');
    await app.register(admin);
    visitor = new Visitor();
  });

  const answer = (name: string, more: Readonly<Record<string, string>> = {}) =>
    visitor.open(`${looker.baseUrl}/auth`, {
      ...Object.fromEntries(new URL(app.address()).searchParams),
      ...{ answer: name, ...more },
    });
  const shown = async () => (await visitor.open(app.address())).text();
  const toldTo = (response: Response) => {
    const target = new URL(response.headers.get('location') ?? '');
    expect([response.status, target.href.startsWith(app.redirectUri)]).toEqual([expect.any(Number), true]);
    return Object.fromEntries(target.searchParams);
  };

  it('whoever picked who they are stays signed in, and is asked once whether an app may act for them', async () => {
    expect(await shown()).toContain('Sign in as');
    const back = await answer('sign_in', { user_id: '4' });
    expect([back.status, back.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/auth\?client_id=notes/),
    ]);
    expect(await shown()).toContain('what Carla Mendes may read');
    const allowed = toldTo(await answer('allow'));
    expect(allowed).toMatchObject({ code: expect.any(String), state: 'a&b' });
    expect((await app.redeem(allowed.code ?? '')).status).toBe(200);
    expect(toldTo(await visitor.open(app.address()))).toMatchObject({ code: expect.any(String) });
  });

  it('no to an app is told to it, and it may ask again', async () => {
    await answer('sign_in', { user_id: '4' });
    expect(toldTo(await answer('deny'))).toMatchObject({ error: 'access_denied', state: 'a&b' });
    expect(await shown()).toContain('Notes asks to read');
  });

  it('nothing can be allowed by a browser in which nobody is signed in', async () => {
    const response = await answer('allow');
    expect(response.headers.get('location')).toMatch(/^\/auth\?/);
  });

  it('an administrator can activate an app for somebody, who then is not asked', async () => {
    await admin.call('POST', '/oauth_client_apps/notes/users/4');
    await answer('sign_in', { user_id: '4' });
    expect(toldTo(await visitor.open(app.address()))).toMatchObject({ code: expect.any(String) });
  });

  it('another account can be chosen on the page and, when no page comes, by signing out', async () => {
    await answer('sign_in', { user_id: '4' });
    await answer('sign_out');
    expect(await shown()).toContain('Sign in as');
    await answer('sign_in', { user_id: '2' });
    await answer('allow');
    await visitor.open(`${looker.baseUrl}/logout`);
    expect(await shown()).toContain('Sign in as');
  });

  it('the sign-in of a browser is good for all apps, and begins without one too', async () => {
    await visitor.open(`${looker.baseUrl}/login`, { answer: 'sign_in', user_id: '2' });
    expect(await (await visitor.open(`${looker.baseUrl}/login`)).text()).toContain('Signed in as Ada Fischer');
    expect(await shown()).toContain('what Ada Fischer may read');
    await visitor.open(`${looker.baseUrl}/login`, { answer: 'sign_out' });
    expect(await (await visitor.open(`${looker.baseUrl}/login`)).text()).toContain('Sign in as');
  });

  it('the session of a user who is disabled is none', async () => {
    await answer('sign_in', { user_id: '11' });
    await admin.call('PATCH', '/users/11', { is_disabled: true });
    expect(await shown()).toContain('Sign in as');
    expect(await shown()).not.toContain('<option value="11">');
    await answer('sign_in', { user_id: '11' });
    expect(await shown()).toContain('Sign in as');
  });

  it('somebody who is not of the group of an app is turned away', async () => {
    await admin.call('PATCH', '/oauth_client_apps/notes', { group_id: '2' });
    expect(await shown()).not.toContain('<option value="4">');
    await answer('sign_in', { user_id: '4' });
    expect(toldTo(await visitor.open(app.address()))).toMatchObject({ error: 'access_denied' });
  });

  it('a parameter that comes twice counts as missing', async () => {
    const response = await visitor.open(`${app.address()}&state=second&scope=cors_api`);
    expect(toldTo(response)).toEqual({ from: 'looker', error: 'invalid_scope', error_description: expect.any(String) });
  });

  it('are plain forms that a browser can fill in, without a fault', async () => {
    await admin.call('PATCH', '/oauth_client_apps/notes', { redirect_uri: `${looker.baseUrl}/alive` });
    const browser = await launchBrowser();
    try {
      const { page, faults } = await openPage(browser);
      await page.goto(app.address({ redirect_uri: `${looker.baseUrl}/alive` }));
      await page.getByLabel('Sign in as').selectOption({ label: 'Carla Mendes' });
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.waitForURL((url) => url.pathname === '/alive');
      expect(new URL(page.url()).searchParams.get('code')).toMatch(/^[\w-]{32}$/);
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
