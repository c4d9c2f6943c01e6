import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import { createId } from '../../src/database/ids.js';
import { launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { callLogRow } from '../support/call-log-row.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { measured } from '../support/measured.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';

describe.skipIf(isMissing(CHROMIUM))('the call log, live', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;

  beforeAll(async () => {
    [gateway, browser] = await Promise.all([startGateway(), launchBrowser()]);
    acme = await gateway.createOrganization('Acme');
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });

  const called = async (toolName: string, change: Partial<Parameters<typeof callLogRow>[0]> = {}) =>
    gateway.app
      .get(CallLogService, { strict: false })
      .write(callLogRow({ organizationId: acme.id, toolName, ...change }));
  const tool = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const isLive = (page: Page) => page.getByText('Live', { exact: true }).waitFor();

  async function watching(path = '/activity') {
    const opened = await openPage(browser);
    await signInAt(opened.page, gateway.url, acme.owner);
    await visit(opened.page, gateway.url, path, 'Activity');
    await isLive(opened.page);
    return opened;
  }

  it('shows new calls by themselves, newest first, those only that pass the filters', async () => {
    const serverId = createId();
    const { page, faults } = await watching();
    const { page: narrow } = await watching(`/activity?server=${serverId}`);
    await called('first_tool');
    const calledMs = performance.now();
    await tool(page, 'first_tool').waitFor();
    measured('a call until it is shown', performance.now() - calledMs, 2_000);
    await called('second_tool', { mcpServerId: serverId });
    await tool(narrow, 'second_tool').waitFor();
    await tool(page, 'second_tool').waitFor();
    expect(await page.getByRole('row').nth(1).textContent()).toContain('second_tool');
    expect(await tool(narrow, 'first_tool').count()).toBe(0);
    expect(faults).toEqual([]);
    await Promise.all([page.close(), narrow.close()]);
  });

  it('pauses and resumes by the keyboard, and shows then what came meanwhile', async () => {
    const { page } = await watching();
    const { page: other } = await watching();
    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Paused', { exact: true }).waitFor();
    await called('while_paused');
    await tool(other, 'while_paused').waitFor();
    expect(await tool(page, 'while_paused').count()).toBe(0);
    await page.keyboard.press('Enter');
    await tool(page, 'while_paused').waitFor();
    await Promise.all([page.close(), other.close()]);
  });

  it('listens no longer while the tab is hidden, and is up to date when it is seen again', async () => {
    const { page } = await watching();
    const turn = (state: 'hidden' | 'visible') =>
      page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));`);
    const isOver = page.waitForEvent('requestfailed', (request) => request.url().includes('/log/stream'));
    await turn('hidden');
    await isOver;
    await called('while_hidden');
    expect(await tool(page, 'while_hidden').count()).toBe(0);
    await turn('visible');
    await tool(page, 'while_hidden').waitFor();
    await page.close();
  });

  it('tells those who hear the page of new calls together, politely', async () => {
    const { page } = await watching();
    await called('heard_one');
    await called('heard_two');
    await page.getByRole('status').filter({ hasText: '2 new calls' }).waitFor({ state: 'attached' });
    await page.close();
  });

  it('leads to the sign-in when the session was ended elsewhere', async () => {
    const { page } = await watching();
    await (await DashboardClient.signIn(gateway.url, acme.owner)).delete('/session/all');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.close();
  });
});
