import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { accessibilityFaults, cutTexts, launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CLIENT, startOpenIdProvider, type TestOpenIdProvider } from '../support/openid-provider.js';
import { PROVIDER, redirectUriOf } from '../support/organization-provider.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, CALLBACK, codeVerifier, registerClient } from '../support/sign-in.js';

const SCREENSHOTS = 'test/screenshots';

describe.skipIf(isMissing(CHROMIUM))('the organization’s OpenID provider in the dashboard', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let provider: TestOpenIdProvider;
  let account: string;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    [looker, gateway, browser] = await Promise.all([startSampleLooker(), startGateway(), launchBrowser()]);
    acme = await gateway.createOrganization('Acme');
    account = await acme.rest.connect(credentialsOf(looker));
    provider = await startOpenIdProvider((issuer) => redirectUriOf(acme, issuer));
    provider.people.set('eva', { email: 'eva@partner.com', email_verified: true });
    ({ page, faults } = await openPage(browser));
    await signInAt(page, gateway.url, acme.owner);
  });

  afterAll(async () => {
    await browser.close();
    await provider.close();
    await gateway.close();
    await looker.close();
  });

  /** What is wrong with the page as it is shown, narrow and wide, light and dark; pictures of it are for eyes. */
  async function looksWell(of: Page, name: string): Promise<void> {
    for (const [width, colorScheme] of [
      [390, 'dark'],
      [1024, 'light'],
      [1440, 'light'],
    ] as const) {
      await of.setViewportSize({ width, height: 900 });
      await of.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await of.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      if (process.env.SCREENSHOTS === 'on')
        await of.screenshot({ path: `${SCREENSHOTS}/${name}-${width}.png`, fullPage: true });
      expect([name, width, await accessibilityFaults(of), await cutTexts(of)]).toEqual([name, width, [], []]);
    }
  }

  it('is set up with the redirect URI to register there, after a check that says what is wrong', async () => {
    await visit(page, gateway.url, '/organization', 'Organization');
    await page.getByText('None is set').waitFor();
    await page.getByRole('button', { name: 'Set up a provider' }).click();
    const issuer = page.getByRole('textbox', { name: 'Issuer' });
    await issuer.fill(`${provider.issuer}/nowhere`);
    await page.getByRole('button', { name: 'Check it, and show the redirect URI' }).click();
    await page.getByText('Nobody could sign in there').waitFor();
    await looksWell(page, 'openid-wrong');
    await issuer.fill(provider.issuer);
    await page.getByRole('button', { name: 'Check it, and show the redirect URI' }).click();
    await page.getByText('It answers, and people can be sent there').waitFor();
    expect(await page.getByRole('textbox', { name: 'Redirect URI to register there' }).inputValue()).toBe(
      await redirectUriOf(acme, provider.issuer),
    );
    await page.getByRole('textbox', { name: 'Name on the button' }).fill('Acme Login');
    await page.getByRole('textbox', { name: 'Client ID' }).fill(CLIENT.id);
    await page.getByRole('textbox', { name: 'Client secret' }).fill(CLIENT.secret);
    await looksWell(page, 'openid-dialog');
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('stored, and never shown').waitFor();
    await looksWell(page, 'openid-set');
    expect(await page.content()).not.toContain(CLIENT.secret);
    expect((await acme.rest.get(PROVIDER)).body).toMatchObject({ issuer: provider.issuer, has_client_secret: true });
  });

  it('lets somebody in who presses its button, and who is listed by their address', async () => {
    const config = { auth: 'oauth', oauth: { sign_in: ['openid_provider', 'member'] } };
    const { url } = await acme.rest.issue(account, { name: 'Sales questions', config });
    const person = await openPage(browser);
    const isCallback = (to: URL) => to.href.startsWith(CALLBACK);
    await person.page.route(isCallback, (route) => route.fulfill({ body: 'Done' }));
    await person.page.goto(authorizeUrl(gateway.url, await registerClient(gateway.url), url, codeVerifier()));
    await looksWell(person.page, 'openid-who');
    await person.page.getByRole('link', { name: 'Sign in with Acme Login' }).click();
    await person.page.locator('input[name=login]').fill('eva');
    await person.page.locator('input[name=password]').fill('any');
    await person.page.locator('button[type=submit]').click();
    await person.page.getByText('eva@partner.com, says Acme Login').waitFor();
    await looksWell(person.page, 'openid-consent');
    await person.page.getByRole('button', { name: 'Let it in' }).click();
    await person.page.waitForURL(isCallback);
    await person.page.close();
    await visit(page, gateway.url, '/people?tab=sign-ins', 'People and keys');
    await page
      .getByRole('row')
      .filter({ hasText: 'eva@partner.com' })
      .getByText('signed in at your OpenID provider')
      .waitFor();
  });

  it('is removed by its name, and everybody who came by it is out', async () => {
    await visit(page, gateway.url, '/organization', 'Organization');
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('textbox', { name: /to confirm/ }).fill('Acme Login');
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('None is set').waitFor();
    expect((await acme.rest.get('/oauth-grant')).body.result).toEqual([]);
  });

  it('nothing went wrong in the pages', () => {
    expect(faults).toEqual([]);
  });
});
