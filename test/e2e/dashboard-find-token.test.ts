import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createToken } from '../../src/crypto/bearer-token.js';
import { accessibilityFaults, launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

describe.skipIf(isMissing(CHROMIUM))('finding a URL or token in the dashboard', { timeout: 90_000 }, () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  let server: { id: string; url: string; token: string };
  let accountId: string;
  /** Every address that the browser was led to or asked for. */
  const addresses: string[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker), 'Acme BI');
    server = await acme.rest.issue(accountId, { name: 'For Ana', config: { tags: ['users'] } });
    browser = await launchBrowser();
    ({ page, faults } = await openPage(browser));
    page.on('request', (request) => addresses.push(request.url()));
    page.on('framenavigated', (frame) => addresses.push(frame.url()));
    await signInAt(page, gateway.url, acme.owner);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  const dialog = () => page.getByRole('dialog', { name: 'Whose URL or token is it?' });
  const find = async (text: string) => {
    await page.getByRole('button', { name: 'Find a URL or token' }).click();
    await dialog().getByLabel('MCP URL, URL token or API token').fill(text);
    await dialog().getByRole('button', { name: 'Find', exact: true }).click();
    return dialog().getByRole('status').innerText();
  };
  const close = () => dialog().getByRole('button', { name: 'Close' }).click();

  it('says whose a pasted URL is and that it works, and leads to its server', async () => {
    const words = await find(` "${server.url}/" `);
    for (const word of ['For Ana', 'Works', 'Acme BI', `…${server.token.slice(-4)}`]) expect(words).toContain(word);
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog().getByRole('link', { name: 'Show the server' }).click();
    await page.getByRole('heading', { level: 1, name: 'For Ana' }).waitFor();
    expect(await page.getByRole('region', { name: 'About it' }).innerText()).toContain(`…${server.token.slice(-4)}`);
  });

  it('says whose an API token is, and of what is revoked that it opens nothing, with its report', async () => {
    expect(await find(`Authorization: Bearer ${acme.apiToken}`)).toMatch(/API token\s+test\s+Works/);
    await close();
    const gone = await acme.rest.issue(accountId, { name: 'For Ben', config: { tags: ['users'] } });
    await acme.rest.delete(`/integrated-account/${accountId}/mcp/${gone.id}`);
    expect(await find(gone.url)).toMatch(/For Ben[\s\S]*Revoked[\s\S]*It opens nothing any more/);
    await dialog().getByRole('link', { name: 'Show its access report' }).click();
    await page.getByRole('heading', { level: 1, name: 'For Ben' }).waitFor();
  });

  it('says that one is none of the organization', async () => {
    expect(await find(createToken('mcp_server'))).toContain('It is none of this organization');
    await close();
  });

  it('says of one that is mistyped or cut off that it is not whole, and not that it is none of the organization', async () => {
    const mistyped = `${server.url.slice(0, -1)}${server.url.endsWith('a') ? 'b' : 'a'}`;
    for (const text of [mistyped, server.url.slice(0, -3), server.token.slice(-4)]) {
      const words = await find(text);
      expect(words).toContain('It is mistyped or cut off: paste all of it');
      expect(words).not.toContain('none of this organization');
      await close();
    }
  });

  it('tells a viewer whom to ask, and not to do what a viewer may not', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = { email: 'viewer@acme.example', password: 'a viewer has a password' };
    await owner.join(viewer.email, 'viewer', viewer.password);
    const { page: theirs } = await openPage(browser);
    await signInAt(theirs, gateway.url, viewer);
    await theirs.getByRole('button', { name: 'Find a URL or token' }).click();
    await theirs.getByLabel('MCP URL, URL token or API token').fill(server.url);
    await theirs.getByRole('button', { name: 'Find', exact: true }).click();
    const words = await theirs.getByRole('dialog').getByRole('status').innerText();
    expect(words).toContain('Ask an admin or owner of your organization to rotate or revoke it.');
    expect(words).not.toContain('on its page');
    await theirs.close();
  });

  it('takes a URL that is pasted into the filter by name, and lets it into no address', async () => {
    await visit(page, gateway.url, '/servers?name=Ana', 'MCP servers');
    const field = page.getByRole('textbox', { name: 'Find by name' });
    await field.fill(server.url);
    expect(await dialog().getByRole('status').innerText()).toContain('For Ana');
    await close();
    expect(await field.inputValue()).toBe('Ana');
    await expect.poll(() => page.url()).toBe(`${gateway.url}/app/#/servers?name=Ana`);
  });

  it('has put no token into an address or into what the browser keeps', async () => {
    const kept = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])',
    );
    expect(addresses.filter((address) => address.endsWith('/mcp-server/find')).length).toBeGreaterThanOrEqual(5);
    for (const text of [...addresses, kept]) expect(text).not.toMatch(/lmg_/);
    // The answer to what was not found is the one that the browser reports.
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
  });
});
