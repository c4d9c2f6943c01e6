import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { accessibilityFaults, launchBrowser, openPage } from '../support/browser.js';
import { clientWith, type LookerClient, openClient } from './looker-client.js';
import { OauthApp } from './oauth-app.js';

const VIEWS = [390, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

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

  it('whoever picked who they are stays signed in, and is asked whether an app may act for them', async () => {
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
    expect(await shown()).not.toContain('may read</p>');
  });

  it('one browser is one person and afterwards another, since whoever allowed an app is asked whether they go on', async () => {
    const userOf = async (response: Response) => {
      const { body } = await app.redeem(toldTo(response).code ?? '');
      const { body: user } = await clientWith(looker.baseUrl, body.access_token ?? '').call('GET', '/user?fields=id');
      return user;
    };
    await answer('sign_in', { user_id: '13' });
    expect(await userOf(await answer('allow'))).toEqual({ id: '13' });
    expect(await shown()).toContain('You are signed in as Ana Silva');
    expect(await userOf(await answer('allow'))).toEqual({ id: '13' });
    await answer('sign_out');
    expect(await shown()).toContain('Sign in as');
    await answer('sign_in', { user_id: '14' });
    expect(await userOf(await answer('allow'))).toEqual({ id: '14' });
    await answer('sign_out');
    expect(await userOf(await answer('sign_in', { user_id: '13' }))).toEqual({ id: '13' });
  });

  it('each person is told by what they may do and which customers they see, and who sees some only stands first', async () => {
    const page = await shown();
    const people = page.split('<button class="person"').slice(1);
    expect(people[0]).toMatch(/Ana Silva[\s\S]*Sees customers of California only\.[\s\S]*User: may [^<]*save content/);
    expect(people[1]).toMatch(
      /Ben Novak[\s\S]*Sees customers of New York and Texas only\.[\s\S]*Explorer: may [^<]*explore/,
    );
    expect(people.find((person) => person.includes('Sam Sample'))).toMatch(/all states\.[\s\S]*may do everything/);
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

  it('an administrator can activate an app for somebody, who then is not asked for leave', async () => {
    await admin.call('POST', '/oauth_client_apps/notes/users/4');
    expect(toldTo(await answer('sign_in', { user_id: '4' }))).toMatchObject({ code: expect.any(String) });
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
    expect(await shown()).not.toContain('value="11"');
    await answer('sign_in', { user_id: '11' });
    expect(await shown()).toContain('Sign in as');
  });

  it('somebody who is not of the group of an app is turned away', async () => {
    await admin.call('PATCH', '/oauth_client_apps/notes', { group_id: '2' });
    expect(await shown()).not.toContain('value="4"');
    expect(toldTo(await answer('sign_in', { user_id: '4' }))).toMatchObject({ error: 'access_denied' });
    const page = await shown();
    expect(page).toContain('You are signed in as Carla Mendes, who may not use this app.');
    expect(page).toContain('Sam Sample');
  });

  it('a parameter that comes twice counts as missing', async () => {
    const response = await visitor.open(`${app.address()}&state=second&scope=cors_api`);
    expect(toldTo(response)).toEqual({ from: 'looker', error: 'invalid_scope', error_description: expect.any(String) });
  });

  it.each(VIEWS)('are plain forms without a fault in a browser, $width wide and $colorScheme', async (view) => {
    await admin.call('PATCH', '/oauth_client_apps/notes', { redirect_uri: `${looker.baseUrl}/alive` });
    const browser = await launchBrowser();
    try {
      const { page, faults } = await openPage(browser, {
        ...{ colorScheme: view.colorScheme, viewport: { width: view.width, height: 800 } },
      });
      const found: string[] = [];
      const look = async (step: string) => {
        const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        const path = `test/screenshots/sample-${step}-${view.width}-${view.colorScheme}.png`;
        if (process.env.SCREENSHOTS === 'on') await page.screenshot({ path, fullPage: true });
        found.push(...(await accessibilityFaults(page)), ...(width > 0 ? [`${step} is ${width} pixels too wide`] : []));
      };
      const address = app.address({ redirect_uri: `${looker.baseUrl}/alive` });
      const arrived = () => page.waitForURL((url) => url.pathname === '/alive');
      await page.goto(address);
      await look('people');
      await page.getByText('Somebody else').click();
      await page.getByRole('button', { name: 'Carla Mendes' }).waitFor();
      await look('everybody');
      await page.getByRole('button', { name: 'Ana Silva' }).click();
      await page.getByRole('button', { name: 'Allow' }).waitFor();
      await look('consent');
      await page.getByRole('button', { name: 'Allow' }).click();
      await arrived();
      expect(new URL(page.url()).searchParams.get('code')).toMatch(/^[\w-]{32}$/);
      await page.goto(address);
      await page.getByRole('button', { name: 'Go on as Ana Silva' }).waitFor();
      await look('again');
      await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
      await page.getByRole('button', { name: 'Ben Novak' }).click();
      await page.getByRole('button', { name: 'Allow' }).click();
      await arrived();
      await page.goto(`${looker.baseUrl}/login`);
      await page.getByRole('heading', { name: 'Signed in as Ben Novak' }).waitFor();
      await look('login');
      await page.goto(app.address({ client_id: 'unknown' }));
      await page.getByRole('heading', { name: 'This request was refused' }).waitFor();
      await look('refused');
      expect(found).toEqual([]);
      // An icon that the app lacks, and the page that refuses.
      expect(faults.filter((text) => !/status of 40[04]/.test(text))).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
