import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { SetupCodes } from '../../src/crypto/setup-code.js';
import { readDatabaseIdentity } from '../../src/database/database-identity.js';
import { accessibilityFaults, launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { TOP_TEN_STATES } from '../support/sample.js';

const SCREENSHOTS = 'test/screenshots';
const OWNER = { email: 'ada@acme.example', password: 'correct horse battery' };
const VIEWS = [
  { width: 1440, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;

describe.skipIf(isMissing(CHROMIUM))('the first run', () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let browser: Browser;
  let code: string;

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    [looker, browser] = await Promise.all([startSampleLooker(), launchBrowser()]);
  });

  beforeEach(async () => {
    gateway = await startGateway();
    code = gateway.app.get(SetupCodes, { strict: false }).codeOf(await readDatabaseIdentity(gateway.databaseUrl));
  });

  afterEach(() => gateway.close());

  afterAll(async () => {
    await browser.close();
    await looker.close();
  });

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();

  async function setUp(page: Page): Promise<void> {
    await page.getByLabel('Organization').fill('Acme');
    await page.getByLabel('Your e-mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByLabel('Once more').fill(OWNER.password);
    await button(page, 'Create the organization').click();
  }

  async function connect(page: Page, clientSecret: string): Promise<void> {
    await page.getByLabel('Name').fill('Acme BI');
    await page.getByLabel('Address of the Looker API').fill(looker.baseUrl);
    await page.getByLabel('Client ID').fill(looker.clientId);
    await page.getByLabel('Client secret').fill(clientSecret);
    await button(page, 'Check and connect').click();
  }

  const issue = async (page: Page): Promise<string> => {
    await button(page, 'Issue the URL').click();
    return page.getByRole('textbox', { name: 'URL' }).inputValue();
  };

  async function ask(url: string): Promise<void> {
    const client = await connectModern(url);
    expect((await client.callTool('looker_query_run_inline', TOP_TEN_STATES)).isError).toBe(false);
    await client.close();
  }

  it.each(VIEWS)(
    'leads from an empty database to the first call, shown as it arrives, and goes on after each reload ($width px, $colorScheme)',
    async ({ width, colorScheme }) => {
      const { page } = await openPage(browser, { viewport: { width, height: 900 }, colorScheme });
      const problems: string[] = [];
      const look = async (name: string) => {
        if (process.env.SCREENSHOTS === 'on')
          await page.screenshot({
            path: `${SCREENSHOTS}/first-run-${name}-${width}-${colorScheme}.png`,
            fullPage: true,
          });
        problems.push(...(await accessibilityFaults(page)));
        if (!(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')))
          problems.push(`${name} scrolls sideways`);
      };

      await page.goto(`${gateway.url}/app/`);
      await heading(page, 'Set up this gateway');
      await page.getByLabel('Setup code').fill('0000-0000-0000-0000-0000');
      await setUp(page);
      await page.getByText('This is not the code in the log of the gateway').waitFor();
      await look('setup');
      await page.getByLabel('Setup code').fill(code);
      await button(page, 'Create the organization').click();

      await heading(page, 'Connect your Looker');
      await page.reload();
      await heading(page, 'Connect your Looker');
      await connect(page, 'wrong');
      await page.getByText(/refused the login and said: ".+"\. Check/).waitFor();
      await look('looker');
      await page.getByLabel('Client secret').fill(looker.clientSecret);
      await button(page, 'Check and connect').click();

      await heading(page, 'Issue a URL');
      await page.goto(`${gateway.url}/app/#/start`);
      await page.reload();
      await heading(page, 'Issue a URL');
      await look('url');
      const url = await issue(page);
      await page.getByText('the call shows up here a moment after it was made').waitFor();
      await look('waiting');

      await ask(url);
      await page.getByText('gateway-tests has called looker_query_run_inline.').waitFor();
      await look('arrived');
      await page.reload();
      await page.getByText('gateway-tests has called looker_query_run_inline.').waitFor();
      await visit(page, gateway.url, '/start?step=organization', 'Getting started');
      await page.getByText(OWNER.email, { exact: true }).waitFor();
      await look('organization');
      await visit(page, gateway.url, '/start?step=looker', 'Getting started');
      await page.getByRole('button', { name: 'Use Acme BI' }).waitFor();
      await look('looker-chosen');
      await visit(page, gateway.url, '/servers', 'MCP servers');
      expect(await page.getByText('Getting started').count()).toBe(0);
      expect(problems).toEqual([]);
      await page.close();
    },
  );

  it('takes the code from the link in the log, and is closed to whoever comes later', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${gateway.url}/app/#/setup?code=${code}`);
    await heading(page, 'Set up this gateway');
    expect(await page.getByLabel('Setup code').inputValue()).toBe(code);
    await setUp(page);
    await heading(page, 'Connect your Looker');
    const { page: stranger } = await openPage(browser);
    await stranger.goto(`${gateway.url}/app/#/setup?code=${code}`);
    await heading(stranger, 'Sign in');
    await stranger.close();
    await page.close();
  });

  it('gives a lost URL anew from the servers page on, after which the old one ends', async () => {
    const acme = await gateway.createOrganization('Acme');
    const accountId = await acme.rest.connect({
      base_url: looker.baseUrl,
      client_id: looker.clientId,
      client_secret: looker.clientSecret,
    });
    const lost = await acme.rest.issue(accountId, { name: 'Lost' });
    const { page, faults } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await page.getByText('A URL is issued, and nothing was called yet.').waitFor();
    await page.getByRole('link', { name: 'Continue' }).click();
    await heading(page, 'Use the URL of Lost');
    await button(page, 'Replace it by a new URL').click();
    const url = await page.getByRole('textbox', { name: 'URL' }).inputValue();
    await expect(ask(lost.url)).rejects.toThrow();
    await ask(url);
    await page.getByText('gateway-tests has called looker_query_run_inline.').waitFor();
    await page.getByRole('link', { name: 'Done, show the MCP servers' }).click();
    await heading(page, 'MCP servers');
    expect(await page.getByText('Getting started').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });
});
