import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { freePort } from '../support/free-port.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CLIENT, startOpenIdProvider, type TestOpenIdProvider } from '../support/openid-provider.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';

const SETTINGS = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_NAME'].map((name) => `GATEWAY_${name}`);

describe.skipIf(isMissing(CHROMIUM))('the button of single sign-on', () => {
  let provider: TestOpenIdProvider;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;

  beforeAll(async () => {
    const port = await freePort();
    provider = await startOpenIdProvider(`http://127.0.0.1:${port}/session/single-sign-on/callback`);
    gateway = await startGateway({
      PORT: String(port),
      GATEWAY_OIDC_ISSUER: provider.issuer,
      GATEWAY_OIDC_CLIENT_ID: CLIENT.id,
      GATEWAY_OIDC_CLIENT_SECRET: CLIENT.secret,
      GATEWAY_OIDC_NAME: 'Acme login',
    });
    acme = await gateway.createOrganization('Acme');
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await provider.close();
    for (const name of SETTINGS) delete process.env[name];
  });

  /** A page that loads nothing from the internet: the provider's form names a font there. */
  async function signInPage(): Promise<{ page: Page; faults: string[] }> {
    const opened = await openPage(browser);
    await opened.page.route(
      ({ hostname }) => hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    await opened.page.goto(`${gateway.url}/app/`);
    return opened;
  }

  async function provideLogin(page: Page, login: string): Promise<void> {
    await page.waitForURL((url) => url.origin === provider.issuer);
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.waitForURL((url) => url.origin === gateway.url);
  }

  const continueWithProvider = (page: Page) => page.getByRole('button', { name: 'Continue with Acme login' });

  it('leads to the provider and back to the dashboard, signed in, also by the keyboard', async () => {
    provider.people.set('ada', { email: acme.owner.email, email_verified: true });
    const { page } = await signInPage();
    await continueWithProvider(page).focus();
    await page.keyboard.press('Enter');
    await provideLogin(page, 'ada');
    await page.getByRole('heading', { level: 1, name: 'MCP servers' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'MCP servers' }).waitFor();
    await page.close();
  });

  it('joins from the page of an invitation, which says where and as what, with one click', async () => {
    provider.people.set('joe', { email: 'joe@example.com', email_verified: true });
    const { body } = await acme.rest.post('/invitation', { email: 'joe@example.com', role: 'viewer' });
    const { page } = await signInPage();
    await page.goto(`${gateway.url}/app/#/invitation/${body.token}`);
    await page.getByText('You join Acme as a viewer').waitFor();
    await page.getByRole('button', { name: 'Join with Acme login' }).click();
    await provideLogin(page, 'joe');
    await page.getByRole('heading', { level: 1, name: 'MCP servers' }).waitFor();
    expect((await acme.rest.get('/member')).text).toContain('joe@example.com');
    await page.close();
  });

  it('leads back to the sign-in page, which says why, when the provider vouches for somebody else', async () => {
    provider.people.set('eve', { email: 'eve@example.com', email_verified: true });
    const { page } = await signInPage();
    await continueWithProvider(page).click();
    await provideLogin(page, 'eve');
    const alert = page.getByRole('alert');
    await alert.getByText('Whom you signed in as at the provider is no member here').waitFor();
    expect(await alert.textContent()).toMatch(/Request [0-9a-f-]{36}/);
    await continueWithProvider(page).waitFor();
    await page.close();
  });

  it('shows no words of an address that somebody else made, and a request id only where it is one', async () => {
    const { page } = await signInPage();
    const words = 'Call +1 555 0100 to unlock your account';
    const query = new URLSearchParams({ error: words, message: words, reason: words, request_id: words });
    await page.goto(`${gateway.url}/app/#/sign-in?${query}`);
    const alert = page.getByRole('alert');
    await alert.getByText('The sign-in came to nothing').waitFor();
    expect(await page.locator('body').textContent()).not.toContain('555');
    expect(await alert.textContent()).not.toContain('Request');
    await page.close();
  });

  it('says to whoever followed a link as another member that they still are who they were, and goes on by the button', async () => {
    const second = await gateway.createOrganization('Second');
    provider.people.set('ada', { email: acme.owner.email, email_verified: true });
    const { page } = await signInPage();
    await continueWithProvider(page).click();
    await provideLogin(page, 'ada');
    await page.getByRole('heading', { level: 1, name: 'MCP servers' }).waitFor();
    const { token } = (await second.rest.post('/invitation', { email: acme.owner.email, role: 'viewer' })).body;
    const other = await DashboardClient.signIn(gateway.url, acme.owner);
    expect((await other.post('/invitation/join', { token })).status).toBe(201);
    await page.goto(`${gateway.url}/session/single-sign-on?organization_id=${second.id}`);
    await page.getByRole('alert').getByText('You are signed in here as another member, and still are').waitFor();
    await continueWithProvider(page).click();
    await page.getByRole('heading', { level: 1, name: 'MCP servers' }).waitFor();
    await expect
      .poll(() => page.evaluate("fetch('/session').then((a) => a.json()).then((s) => s.organization.name)"))
      .toBe('Second');
    await page.close();
  });
});
