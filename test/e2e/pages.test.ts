import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';

const SCREENSHOTS = 'test/screenshots';

describe.skipIf(isMissing(CHROMIUM))('pages in a browser', () => {
  let gateway: TestGateway;
  let browser: Browser;

  beforeAll(async () => {
    gateway = await startGateway();
    await gateway.createOrganization('Acme');
    browser = await launchBrowser();
    await mkdir(SCREENSHOTS, { recursive: true });
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });

  it('the dashboard opens from / without faults, under the strict content security policy', async () => {
    const page = await browser.newPage();
    const faults = await openAndListen(page, '/');
    expect(new URL(page.url()).pathname).toBe('/app/');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    // Whether somebody is signed in is asked first, and a browser reports each answer of this kind.
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
    await page.close();
  });

  it('the API reference shows the operations under the strict content security policy', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const faults = await openAndListen(page, '/docs');
    await page.getByText('/integrated-account/{account_id}/mcp', { exact: true }).first().waitFor();
    expect(faults).toEqual([]);
    await page.screenshot({ path: `${SCREENSHOTS}/docs.png` });
    await page.close();
  });

  async function openAndListen(page: Awaited<ReturnType<Browser['newPage']>>, path: string): Promise<string[]> {
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('requestfailed', (request) => faults.push(request.url()));
    await page.goto(gateway.url + path, { waitUntil: 'networkidle' });
    return faults;
  }
});
