import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

const USED = ['list_all_looker_dashboards', 'looker_query_run_inline'];

describe.skipIf(isMissing(CHROMIUM))('least privilege in the dashboard', () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  const issue = async (name: string, config: Record<string, unknown> = {}) => {
    const { id, url } = await acme.rest.issue(accountId, { name, config });
    return { url, page: `/servers/${accountId}/${id}`, rest: `/integrated-account/${accountId}/mcp/${id}` };
  };
  const toolsAt = async (url: string) => {
    const client = await connectModern(url);
    const tools = await client.listTools();
    await client.close();
    return tools.map(({ name }) => name).sort();
  };
  const useTwoTools = async (url: string) => {
    const client = await connectModern(url);
    await client.callTool('looker_query_run_inline', TOP_TEN_STATES);
    await client.callTool('list_all_looker_dashboards');
    await client.close();
  };
  const outcome = (page: Page) => page.getByRole('region', { name: 'What would have happened' });

  it('narrows a server from its page to what it used, and undo gives back what it was', async () => {
    const config = {
      methods: ['read'],
      tags: ['dashboards', 'queries', 'looks'],
      tools: { exclude: ['looker_looks_run'] },
    };
    const server = await issue('Reporter', config);
    await useTwoTools(server.url);
    const before = await toolsAt(server.url);
    expect(before.length).toBeGreaterThan(10);

    const { page, faults } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, server.page, 'Reporter');
    await page.getByText(`May use ${before.length} tools, used 2 in 30 days`).waitFor();
    await page.getByRole('link', { name: 'Narrow it' }).click();
    await page.getByRole('heading', { level: 1, name: 'What Reporter needs' }).waitFor();
    await outcome(page).getByText('Of 2 calls in 30 days, 0 would have failed.').waitFor();
    await outcome(page).getByText(`Leaves 2 of ${before.length} tools`).waitFor();
    await page.getByRole('button', { name: 'Narrow it' }).click();
    await page.getByText('Reporter is narrowed.').waitFor();
    expect(await toolsAt(server.url)).toEqual(USED);
    await page.getByText('It needed every tool that it may use.').waitFor();

    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Reporter may do again what it did before.').waitFor();
    expect(await toolsAt(server.url)).toEqual(before);
    expect((await acme.rest.get(server.rest)).body.config).toMatchObject(config);
    await page.getByRole('button', { name: 'Narrow it' }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it('says at each change of the suggestion which calls it would have refused', async () => {
    const server = await issue('Adjusted');
    await useTwoTools(server.url);
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, `${server.page}/least-privilege?days=7`, 'What Adjusted needs');
    await outcome(page).getByText('Of 2 calls in 7 days, 0 would have failed.').waitFor();
    await page.getByRole('radio', { name: /^The areas that it used/ }).click();
    await outcome(page).getByText('Of 2 calls in 7 days, 0 would have failed.').waitFor();
    await page.getByRole('combobox', { name: 'Never these tools' }).fill('list_all_looker_dashboards');
    await page.getByRole('option', { name: 'list_all_looker_dashboards' }).click();
    await outcome(page).getByText('Of 2 calls in 7 days, 1 would have failed.').waitFor();
    const refused = page.getByRole('region', { name: 'Calls that it would have refused' });
    await refused.getByRole('button', { name: 'list_all_looker_dashboards' }).waitFor();
    await page.getByText('30 days', { exact: true }).click();
    await page.waitForURL(/least-privilege\?days=30$/);
    await outcome(page).getByText('Of 2 calls in 30 days, 0 would have failed.').waitFor();
    await page.close();
  });

  it('takes back a change that left more to narrow, too', async () => {
    const server = await issue('By area', { tags: ['dashboards', 'queries'] });
    await useTwoTools(server.url);
    const before = await toolsAt(server.url);
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, `${server.page}/least-privilege`, 'What By area needs');
    await page.getByRole('radio', { name: /^The areas that it used/ }).click();
    await page.getByRole('button', { name: 'Narrow it' }).click();
    await page.getByText('By area is narrowed.').waitFor();
    const after = await toolsAt(server.url);
    expect(after).toEqual(expect.arrayContaining(USED));
    expect(after.length).toBeLessThan(before.length);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('By area may do again what it did before.').waitFor();
    expect(await toolsAt(server.url)).toEqual(before);
    await page.close();
  });

  it('asks for patience while a server was not used yet', async () => {
    const server = await issue('Fresh');
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, `${server.page}/least-privilege`, 'What Fresh needs');
    await page.getByRole('heading', { name: 'Let it be used for some days first' }).waitFor();
    expect(await page.getByRole('button', { name: 'Narrow it' }).count()).toBe(0);
    await page.close();
  });

  it('shows a viewer the comparison and what would have happened, and nothing to change it with', async () => {
    const server = await issue('Watched');
    await useTwoTools(server.url);
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = { email: 'viewer@acme.example', password: 'a viewer has a password' };
    await owner.join(viewer.email, 'viewer', viewer.password);
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, viewer);
    await visit(page, gateway.url, `${server.page}/least-privilege`, 'What Watched needs');
    await outcome(page).getByText('Of 2 calls in 30 days, 0 would have failed.').waitFor();
    const main = page.getByRole('main');
    expect(await main.getByRole('button', { name: /narrow|change/i }).count()).toBe(0);
    expect(await main.getByRole('textbox').count()).toBe(0);
    expect(await main.getByRole('combobox').count()).toBe(0);
    await page.close();
  });
});
