import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

describe.skipIf(isMissing(CHROMIUM))('the list of MCP servers', () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker), 'Acme BI');
    browser = await launchBrowser();
    for (const [name, days] of [
      ['Alpha', null],
      ['Beta', 1],
      ['Gamma', 30],
    ] as const)
      await issue(name, days);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  const issue = (name: string, days: number | null, account = accountId) =>
    acme.rest.issue(account, { name, config: { tags: ['users'] }, ...(days !== null && { expires_at: inDays(days) }) });
  const call = async (url: string, times: number) => {
    const client = await connectModern(url);
    for (let done = 0; done < times; done += 1) await client.callTool('looker_users_me');
    await client.close();
  };
  const names = async (page: Page) =>
    page.getByRole('table', { name: 'MCP servers' }).locator('tbody tr td:first-child a').allTextContents();
  const choose = async (page: Page, label: string, option: string) => {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const listsOnly = async (page: Page, expected: string[]) => {
    await expect.poll(() => names(page)).toEqual(expected);
  };

  /** What the page asks the gateway for, once everything is there. */
  async function requestsOf(page: Page): Promise<string[]> {
    const asked: string[] = [];
    // The page before must have nothing left to ask.
    await page.goto('about:blank');
    page.on('request', (request) => {
      if (request.resourceType() === 'fetch') asked.push(new URL(request.url()).pathname);
    });
    await visit(page, gateway.url, '/servers', 'MCP servers');
    await page.getByRole('table', { name: 'MCP servers' }).waitFor();
    return asked;
  }

  it('asks as often for 40 servers as for 3, and once for the calls of all', async () => {
    const ask = async () => {
      const { page } = await openPage(browser);
      // What was read is fresh for some seconds; a slow machine must not use them up.
      await page.clock.setFixedTime(new Date());
      await signInAt(page, gateway.url, acme.owner);
      const asked = await requestsOf(page);
      await page.close();
      return asked;
    };
    const few = await ask();
    for (let number = 1; number <= 37; number += 1) await issue(`Server ${number}`, null);
    const many = await ask();
    expect(many.sort()).toEqual(few.sort());
    expect(many.filter((path) => path === '/usage/servers')).toHaveLength(1);
    // The one look into the log is for whether a first call has come.
    expect(many.filter((path) => path === '/usage' || path === '/log')).toEqual(['/log']);
    process.stdout.write(`requests of the list of 40 servers: ${many.length}\n`);
  });

  it('finds by name, state and account, sorts, and has all of it in the address', async () => {
    const other = await acme.rest.connect(credentialsOf(looker), 'Second BI');
    await issue('Delta', 2, other);
    const { url } = await issue('Epsilon', 10, other);
    await call(url, 3);
    const { page, faults } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, '/servers', 'MCP servers');
    await choose(page, 'State', 'Ending soon');
    await choose(page, 'Order', 'Ending first');
    await listsOnly(page, ['Beta', 'Delta']);
    await expect.poll(() => page.url()).toMatch(/#\/servers\?.*state=soon/);
    await choose(page, 'Integrated account', 'Second BI');
    await listsOnly(page, ['Delta']);

    await expect.poll(() => page.url()).toMatch(/[?&]account=/);
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);
    await listsOnly(page, ['Delta']);
    await page.goBack();
    await visit(page, gateway.url, '/servers?sort=calls', 'MCP servers');
    await expect.poll(async () => (await names(page))[0]).toBe('Epsilon');
    await page.getByRole('textbox', { name: 'Find by name' }).pressSequentially('gam', { delay: 30 });
    await listsOnly(page, ['Gamma']);
    await expect.poll(() => page.url()).toContain('name=gam');
    const [delta] = (await acme.rest.get(`/integrated-account/${other}/mcp`)).body.result.filter(
      ({ name }: { name: string }) => name === 'Delta',
    );
    for (const typed of [delta.fingerprint, `…${delta.fingerprint}`]) {
      await page.getByRole('textbox', { name: 'Find by name' }).fill(typed);
      await listsOnly(page, ['Delta']);
    }
    await page.getByRole('textbox', { name: 'Find by name' }).fill('nothing has this name');
    await page.getByRole('link', { name: 'Show all' }).click();
    await expect.poll(async () => (await names(page)).length).toBe(25);
    await page.getByRole('button', { name: 'Page 2' }).click();
    await expect.poll(async () => (await names(page)).length).toBe(17);
    await expect.poll(() => page.url()).toMatch(/page=/);
    expect(await page.getByRole('textbox', { name: 'Find by name' }).inputValue()).toBe('');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('says from the second of its end on that a URL has expired just now, what becomes of it and what brings it back', async () => {
    const { page } = await openPage(browser);
    const now = Date.now();
    const expires_at = new Date(Math.ceil(now / 1000) * 1000 + 600_000).toISOString().replace('.000', '');
    const { id } = await acme.rest.issue(accountId, { name: 'Ending', config: { tags: ['users'] }, expires_at });
    await signInAt(page, gateway.url, acme.owner);
    await page.clock.install({ time: Date.parse(expires_at) - 600_000 });
    await visit(page, gateway.url, `/servers/${accountId}/${id}`, 'Ending');
    const badge = page.getByRole('region', { name: 'About it' }).locator('.mantine-Badge-label');
    // Stands still, so that it is no later however long the page took.
    await page.clock.pauseAt(Date.parse(expires_at) - 20_000);
    await expect.poll(() => badge.textContent()).toBe('in less than a minute');
    await page.clock.fastForward(21_000);
    await page.clock.resume();
    await page.getByRole('alert').getByText('the next hourly clean-up deletes it').waitFor();
    expect(await badge.textContent()).toBe('Expired just now');
    await page.getByRole('alert').getByText('“Change expiry” brings it back').waitFor();
    await page.getByText('The call log holds none of this URL.').waitFor();
    expect(await page.getByText('Paste the URL into an MCP client').count()).toBe(0);
    await page.close();
  });
});
