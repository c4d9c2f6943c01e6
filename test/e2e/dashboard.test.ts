import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { LOGIN, PROVIDER } from '../support/organization-provider.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

describe.skipIf(isMissing(CHROMIUM))('the dashboard', () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    await acme.rest.put(PROVIDER, LOGIN);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();

  async function fillConnection(page: Page, name: string, clientSecret: string): Promise<void> {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Address of the Looker API').fill(looker.baseUrl);
    await page.getByLabel('Client ID').fill(looker.clientId);
    await page.getByLabel('Client secret').fill(clientSecret);
    await button(page, 'Check and connect').click();
  }

  it('leads an admin from the first sign-in to a URL that works, its calls in the log, less of it, more time, and its end', async () => {
    const { page, faults } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await page.getByText('Connect a Looker instance first').waitFor();

    await visit(page, gateway.url, '/accounts', 'Integrated accounts');
    await button(page, 'Connect Looker').click();
    await fillConnection(page, 'Acme BI', looker.clientSecret);
    await page.getByRole('heading', { level: 1, name: 'Acme BI' }).waitFor();

    await page.getByRole('link', { name: 'Issue a URL' }).click();
    await page.getByLabel('Name').fill('Ana');
    await page.getByText(/^\d+ tools, /).waitFor();
    await button(page, 'Issue the URL').click();
    const url = await page.getByRole('textbox', { name: 'URL' }).inputValue();
    await page.getByText('Copy it now').waitFor();
    // The URL leads to this machine, where Claude on the web finds nothing; what runs here is offered in its place.
    await page.getByRole('tab', { name: 'Claude Pro, Max' }).click();
    await page.getByText('Claude Pro, Max cannot use this URL').waitFor();
    expect(await page.getByRole('link', { name: 'Add to Claude' }).count()).toBe(0);
    await button(page, 'Use Claude Code').click();
    await page.getByText(`claude mcp add --transport http ana ${url}`).waitFor();

    const client = await connectModern(url);
    expect((await client.listTools()).every((tool) => tool.annotations?.readOnlyHint === true)).toBe(true);
    expect((await client.callTool('looker_query_run_inline', TOP_TEN_STATES)).isError).toBe(false);

    await page.getByRole('link', { name: 'Done, show the server' }).click();
    await page.getByText('It changes nothing in Looker').waitFor();
    await page.getByRole('link', { name: 'All of its calls' }).click();
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    await button(page, 'looker_query_run_inline').click();
    await page.getByRole('dialog').getByText('gateway-tests 1.0.0').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'MCP servers' }).click();
    await page.getByRole('link', { name: 'Ana', exact: true }).click();
    await page.getByRole('link', { name: 'Narrow it' }).click();
    await page.getByText('Of 1 call in 30 days, 0 would have failed.').waitFor();
    await button(page, 'Narrow it').click();
    await button(page, 'Undo').waitFor();
    // A client keeps a list for a minute; a new one has none.
    const narrowed = await connectModern(url);
    expect((await narrowed.listTools()).map(({ name }) => name)).toEqual(['looker_query_run_inline']);
    await narrowed.close();
    await page.getByRole('link', { name: 'Ana', exact: true }).click();
    await button(page, 'Change expiry').click();
    await page.getByRole('dialog').getByText('Days', { exact: true }).first().click();
    await page.getByRole('textbox', { name: 'Days' }).fill('20');
    await button(page, 'Change').click();
    await page.getByText(/^in (19|20) days$/).waitFor();
    expect((await client.callTool('looker_query_run_inline', TOP_TEN_STATES)).isError).toBe(false);
    await button(page, 'Revoke').click();
    const revoke = page.getByRole('dialog').getByRole('button', { name: 'Revoke the URL' });
    expect(await revoke.isDisabled()).toBe(true);
    await page.getByLabel(/to confirm/).fill('Ana');
    await revoke.click();
    await page.getByText('No URL is issued yet').waitFor();
    await expect(client.callTool('looker_query_run_inline', TOP_TEN_STATES)).rejects.toThrow();
    expect(faults).toEqual([]);
    await page.close();
  });

  it('says beside the field why a Looker was not connected, in the words that it refused with', async () => {
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, '/accounts', 'Integrated accounts');
    await button(page, 'Connect Looker').click();
    await fillConnection(page, 'Other', 'wrong');
    await page.getByText(/refused the login and said/).waitFor();
    const described = await page.getByLabel('Client secret').getAttribute('aria-describedby');
    const [reason] = (described ?? '').split(' ');
    expect(await page.locator(`[id="${reason}"]`).textContent()).toMatch(/refused the login and said: ".+"\. Check/);
    await page.close();
  });

  it('says in the words of the form what an address and a name must be, and asks nobody', async () => {
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, '/accounts', 'Integrated accounts');
    await button(page, 'Connect Looker').click();
    const dialog = page.getByRole('dialog');
    for (const address of ['', 'acme.cloud.looker.com', 'ftp://acme.example', 'https://acme.example/api/4.0']) {
      await dialog.getByLabel('Address of the Looker API').fill(address);
      await dialog.getByRole('button', { name: 'Check and connect' }).click();
      await dialog.getByText('Begin with https://, and leave out the path.').waitFor();
      await dialog.getByText('Give it a name').waitFor();
    }
    await page.close();
  });

  it('shows a viewer everything, and nothing that would change it', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const accountId = await acme.rest.connect(credentialsOf(looker), 'Seen by viewers');
    const server = await acme.rest.issue(accountId, { name: 'Seen by viewers too' });
    const viewer = { email: 'viewer@acme.example', password: 'a viewer has a password' };
    await owner.join(viewer.email, 'viewer', viewer.password);
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, viewer);
    const paths: [string, string][] = [
      ['/servers', 'MCP servers'],
      [`/servers/${accountId}/${server.id}`, 'Seen by viewers too'],
      ['/accounts', 'Integrated accounts'],
      [`/accounts/${accountId}`, 'Seen by viewers'],
      ['/people', 'People and keys'],
      ['/people?tab=invitations', 'People and keys'],
      ['/people?tab=api-tokens', 'People and keys'],
      ['/organization', 'Organization'],
    ];
    const changing =
      /issue|connect|revoke|rotate|delete|rename|refresh|replace|expiry|invite|make|remove|save|more actions/i;
    for (const [path, heading] of paths) {
      await visit(page, gateway.url, path, heading);
      const main = page.getByRole('main');
      expect(await main.getByRole('button', { name: changing }).count(), path).toBe(0);
      expect(await main.getByRole('link', { name: /issue/i }).count(), path).toBe(0);
      expect(await main.getByRole('textbox').count(), path).toBe(0);
    }
    await page.close();
  });

  it('leads back, after signing in, to the page that was asked for', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${gateway.url}/app/#/people?tab=you`);
    await page.getByLabel('E-mail').fill(acme.owner.email);
    await page.getByLabel('Password', { exact: true }).fill(acme.owner.password);
    await button(page, 'Sign in').click();
    await page.getByRole('heading', { level: 1, name: 'People and keys' }).waitFor();
    await button(page, 'Sign out everywhere').click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await page.close();
  });

  it('names the file of local mode at the sign-in in local mode only', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${gateway.url}/app/#/sign-in`);
    await page.getByLabel('E-mail').waitFor();
    expect(await page.getByText('local.json').count()).toBe(0);
    await page.route('**/session/methods', (route) =>
      route.fulfill({ json: { password: true, local: true, single_sign_on: null } }),
    );
    await page.reload();
    await page.getByText('local.json').waitFor();
    await page.close();
  });

  it('lets an invited person in, with a password of their own, by a link that is shown once', async () => {
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, '/people?tab=invitations', 'People and keys');
    await button(page, 'Invite').click();
    await page.getByLabel('E-mail').fill('kim@acme.example');
    await button(page, 'Make the link').click();
    const link = await page.getByRole('textbox', { name: 'invitation link' }).inputValue();
    const { page: theirs } = await openPage(browser);
    await theirs.goto(link);
    await theirs.getByLabel('New password').fill('correct horse battery');
    await theirs.getByLabel('Once more').fill('correct horse battery');
    await button(theirs, 'Join').click();
    await theirs.getByRole('heading', { level: 1, name: 'MCP servers' }).waitFor();
    await theirs.close();
    await page.close();
  });
});
