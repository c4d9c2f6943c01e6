import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { accessibilityFaults, cutTexts, launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

const SCREENSHOTS = 'test/screenshots';
const VIEWS = [
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;
const LONG_NAME = 'Globex Corporation of North America and its Subsidiaries';

describe.skipIf(isMissing(CHROMIUM))('a person of several organizations in the dashboard', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let browser: Browser;
  let people = 0;

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    [acme, globex] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Globex')];
    await acme.rest.issue(await acme.rest.connect(credentialsOf(looker)), { name: 'Of Acme' });
    await globex.rest.issue(await globex.rest.connect(credentialsOf(looker)), { name: 'Of Globex' });
    await globex.rest.patch('/organization', { name: LONG_NAME });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  const invite = async ({ rest }: TestOrganization, email: string) =>
    (await rest.post('/invitation', { email, role: 'admin' })).body.token as string;
  const joined = async (...organizations: TestOrganization[]) => {
    const person = { email: `ana-${++people}@example.com`, password: 'the password of Ana' };
    for (const { owner } of organizations)
      await (await DashboardClient.signIn(gateway.url, owner)).join(person.email, 'admin', person.password);
    return person;
  };
  const organizationIn = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Organization:/ });
  const see = (page: Page, text: string) => page.getByRole('banner').getByText(text).waitFor();

  /** Looks at the page in every view; a menu that is open stays open. */
  async function look(page: Page, name: string): Promise<void> {
    for (const { width, colorScheme } of VIEWS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      if (process.env.SCREENSHOTS === 'on')
        await page.screenshot({ path: `${SCREENSHOTS}/${name}-${width}-${colorScheme}.png` });
      const isWide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
      const problems = [
        ...(await accessibilityFaults(page)),
        ...(await cutTexts(page)),
        ...(isWide ? ['scrolls'] : []),
      ];
      expect(problems, `${name} ${width} ${colorScheme}`).toEqual([]);
    }
  }

  it('goes on in another one by the menu in the header, and sees that one alone', async () => {
    const person = await joined(acme, globex);
    const { page, faults } = await openPage(browser);
    await signInAt(page, gateway.url, person);
    await see(page, LONG_NAME);
    await visit(page, gateway.url, '/people', 'People and keys');
    await page.getByText(globex.owner.email).waitFor();
    await organizationIn(page).click();
    await page.getByRole('menuitem', { name: /^Acme/ }).waitFor();
    await look(page, 'organizations');
    await page.getByRole('menuitem', { name: /^Acme/ }).click();
    await see(page, 'Acme');
    await page.getByRole('heading', { level: 1, name: 'MCP servers' }).waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('link', { name: 'People and keys' }).click();
    await page.getByText(acme.owner.email).waitFor();
    expect(await page.getByText(globex.owner.email).count()).toBe(0);
    await page.reload();
    await see(page, 'Acme');
    await page.getByRole('tab', { name: 'You' }).click();
    await page.getByText('in all your organizations, where it is the same').waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it('sees nothing of the other one on the page where it was chosen, and begins anew in every tab', async () => {
    const person = await joined(acme, globex);
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    context.setDefaultTimeout(60_000);
    const [page, beside] = [await context.newPage(), await context.newPage()];
    await signInAt(page, gateway.url, person);
    await see(page, LONG_NAME);
    await visit(beside, gateway.url, '/people', 'People and keys');
    await beside.getByText(globex.owner.email).waitFor();
    await visit(page, gateway.url, '/servers', 'MCP servers');
    await page.getByRole('link', { name: 'Of Globex', exact: true }).waitFor();
    await organizationIn(page).click();
    await page.getByRole('menuitem', { name: /^Acme/ }).click();
    await page.getByRole('link', { name: 'Of Acme', exact: true }).waitFor();
    expect(await page.getByText('Of Globex').count()).toBe(0);
    await beside.getByRole('link', { name: 'Of Acme', exact: true }).waitFor();
    await see(beside, 'Acme');
    await context.close();
  });

  it('has no menu with one organization', async () => {
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, await joined(acme));
    await see(page, 'Acme');
    expect(await organizationIn(page).count()).toBe(0);
    await page.close();
  });

  it('joins by the link as who is signed in, and is told of an invitation for somebody else', async () => {
    const person = await joined(acme);
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, person);
    await visit(page, gateway.url, `/invitation/${await invite(globex, 'other@example.com')}`, 'Accept the invitation');
    await page.getByText(`You are signed in as ${person.email}, who is not invited.`).waitFor();
    await page.getByText('The invitation is for other@example.com').waitFor();
    await look(page, 'invitation-of-somebody-else');
    await page.getByRole('button', { name: 'Join as other@example.com' }).click();
    await page.getByRole('button', { name: 'Join', exact: true }).waitFor();
    await visit(page, gateway.url, `/invitation/${await invite(globex, person.email)}`, 'Accept the invitation');
    await page.getByText(`You are signed in as ${person.email}.`).waitFor();
    await look(page, 'invitation-signed-in');
    await page.getByRole('button', { name: `Join as ${person.email}` }).click();
    await see(page, LONG_NAME);
    await organizationIn(page).click();
    await page.getByRole('menuitem', { name: /^Acme/ }).waitFor();
    await page.close();
  });

  it('is told at once of a link that opens nothing, before a password is chosen', async () => {
    const { page } = await openPage(browser);
    await visit(page, gateway.url, '/invitation/lmg_inv_x', 'Accept the invitation');
    await page.getByRole('alert').getByText('This invitation was used, replaced, revoked or expired').waitFor();
    expect(await page.getByLabel('Password').count()).toBe(0);
    await look(page, 'invitation-none');
    await page.close();
  });

  it('who is not signed in does so first, and comes back to the invitation', async () => {
    const person = await joined(acme);
    const { page } = await openPage(browser);
    await visit(page, gateway.url, `/invitation/${await invite(globex, person.email)}`, 'Accept the invitation');
    await page.getByText(`You join ${LONG_NAME} as an admin`).waitFor();
    await page.getByRole('button', { name: 'Join', exact: true }).waitFor();
    await look(page, 'invitation-signed-out');
    await page.getByRole('link', { name: 'Sign in first' }).click();
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: `Join as ${person.email}` }).click();
    await see(page, LONG_NAME);
    await page.close();
  });
});
