import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { askLooker, credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

type Line = Record<string, string>;

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

describe.skipIf(isMissing(CHROMIUM))('the contractors page', () => {
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
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();
  const row = (page: Page, table: string, name: string) =>
    page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: name });
  /** What a page shows under a name. */
  const fact = (page: Page, section: string, name: string) =>
    page
      .getByRole('region', { name: section })
      .locator('dl > div')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('dd')
      .textContent();

  it('leads from a URL with an end through its use and its extension to its end, a report, and the same as CSV', async () => {
    const { page, faults } = await openPage(browser, { acceptDownloads: true });
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, `/servers/new?account=${accountId}`, 'Issue a URL');
    await page.getByLabel('Name').fill('Northwind');
    await page.getByRole('radio', { name: /^Dashboard author/ }).click();
    await page.getByRole('radiogroup', { name: 'Expiry' }).getByText('Days', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Days' }).fill('2');
    await button(page, 'Issue the URL').click();
    const url = await page.getByRole('textbox', { name: 'URL' }).inputValue();

    const client = await connectModern(url);
    expect((await client.callTool('looker_query_run_inline', TOP_TEN_STATES)).isError).toBe(false);
    const created = await client.callTool('create_a_looker_folder', { name: 'Northwind’s', parent_id: '1' });
    const { id: folderId } = JSON.parse(created.text) as { id: string };
    expect(await askLooker(looker, 'GET', `/folders/${folderId}`)).toMatchObject({ name: 'Northwind’s' });

    await page.getByRole('link', { name: 'Contractors' }).click();
    const living = row(page, 'Access with an end', 'Northwind');
    await living.getByText(/^(1 day 23 h|2 days)$/).waitFor();
    await living.getByText('just now').waitFor();
    await living.getByRole('cell', { name: '2', exact: true }).waitFor();
    await button(page, 'Change expiry of Northwind').click();
    await page.getByRole('textbox', { name: 'Days' }).fill('20');
    await button(page, 'Change').click();
    await living.getByText(/^(19|20) days$/).waitFor();

    await button(page, 'End now: Northwind').click();
    await page.getByLabel(/to confirm/).fill('Northwind');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke the URL' }).click();
    const ended = row(page, 'Ended access', 'Northwind');
    await ended.getByText(`Revoked, by ${acme.owner.email}`).waitFor();
    await row(page, 'Access with an end', 'Northwind').waitFor({ state: 'detached' });
    await expect(client.callTool('looker_query_run_inline', TOP_TEN_STATES)).rejects.toThrow();

    await ended.getByRole('link', { name: 'Report on Northwind' }).click();
    await page.getByRole('heading', { level: 1, name: 'Northwind' }).waitFor();
    expect(await fact(page, 'What it was allowed to do', 'How it ended')).toBe('Revoked');
    expect(await fact(page, 'All of its calls', 'Calls')).toBe('2');
    expect(await fact(page, 'All of its calls', 'Rows read')).toBe('10');
    expect(await fact(page, 'All of its calls', 'Changes in Looker')).toBe('1');
    await row(page, 'Calls by tool', 'looker_query_run_inline').getByText('Reads').waitFor();
    await row(page, 'Changes', 'create_a_looker_folder').getByText('Succeeded').waitFor();
    await row(page, 'Changes', 'create_a_looker_folder').getByRole('cell', { name: folderId, exact: true }).waitFor();
    await row(page, 'Clients', 'gateway-tests 1.0.0').waitFor();
    await row(page, 'Events', 'MCP server changed')
      .getByText(/^End: /)
      .waitFor();
    await page.getByText(/Answers of Looker are not kept/).waitFor();

    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download CSV' }).click();
    const file = await waiting;
    expect(file.suggestedFilename()).toMatch(/^access-report-northwind-\d{4}-\d\d-\d\d\.csv$/);
    const lines: Line[] = parse(await readFile(await file.path()), { columns: true, bom: true });
    const [total] = lines.filter(({ part }) => part === 'total');
    expect(total).toMatchObject({ calls: '2', errors: '0', changes: '1', rows: '10' });
    expect(lines.filter(({ part }) => part === 'change')).toMatchObject([
      { what: 'create_a_looker_folder', outcome: 'ok', effect: 'write', looker_id: folderId },
    ]);
    expect(lines).toContainEqual(expect.objectContaining({ part: 'access', what: 'ending', detail: 'revoked' }));
    expect(faults).toEqual([]);
    await page.close();
  });

  it('ends an API token that has an expiry, and lists it as ended', async () => {
    const scopes = ['logs:read'];
    await acme.rest.post('/api-token', { name: 'Month-end job', scopes, expires_at: inDays(3) });
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, '/contractors', 'Contractors');
    await row(page, 'Access with an end', 'Month-end job').getByText('See the call log').waitFor();
    await button(page, 'End now: Month-end job').click();
    await page.getByLabel(/to confirm/).fill('Month-end job');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke the token' }).click();
    await row(page, 'Ended access', 'Month-end job')
      .getByText(/^Revoked/)
      .waitFor();
    await row(page, 'Access with an end', 'Month-end job').waitFor({ state: 'detached' });
    await page.close();
  });

  it('shows a viewer the same, and nothing that would change it', async () => {
    const server = await acme.rest.issue(accountId, { name: 'Seen', expires_at: inDays(5) });
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = { email: 'viewer@acme.example', password: 'a viewer has a password' };
    await owner.join(viewer.email, 'viewer', viewer.password);
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, viewer);
    await visit(page, gateway.url, '/contractors', 'Contractors');
    await row(page, 'Access with an end', 'Seen').getByRole('link', { name: 'Report on Seen' }).waitFor();
    const main = page.getByRole('main');
    expect(await main.getByRole('button', { name: /extend|end|revoke/i }).count()).toBe(0);
    await visit(page, gateway.url, `/contractors/${server.id}`, 'Seen');
    await page.getByText('Has access').waitFor();
    await page.close();
  });

  it('says that there is no server where the address of a report names none', async () => {
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await page.goto(`${gateway.url}/app/#/contractors/01900000-0000-7000-8000-00000000dead`);
    await page.getByRole('heading', { name: 'Not found' }).waitFor();
    await page.close();
  });
});
