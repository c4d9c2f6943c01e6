import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser, openPage, signInAt } from '../support/browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

const NEVER = '01900000-0000-7000-8000-00000000dead';
const SECRET_NAMES = ['Secret Looker', 'Secret server'];

describe.skipIf(isMissing(CHROMIUM))("another organization's deep links", () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let browser: Browser;
  let rival: TestOrganization;
  let accountId: string;
  let serverId: string;

  beforeAll(async () => {
    [looker, gateway, browser] = await Promise.all([startSampleLooker(), startGateway(), launchBrowser()]);
    const acme = await gateway.createOrganization('Acme');
    rival = await gateway.createOrganization('Rival');
    await rival.rest.issue(await rival.rest.connect(credentialsOf(looker), 'Own Looker'), { name: 'Own server' });
    accountId = await acme.rest.connect(credentialsOf(looker), 'Secret Looker');
    const server = await acme.rest.issue(accountId, { name: 'Secret server' });
    serverId = server.id;
    const client = await connectModern(server.url);
    await client.callTool('looker_users_me');
    await client.close();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  /** What the page says at an address, once it says these words. */
  async function said(page: Page, path: string, words: string): Promise<string> {
    await page.goto('about:blank');
    await page.goto(`${gateway.url}/app/#${path}`);
    await page.getByRole('main').getByText(words).first().waitFor();
    await page.waitForLoadState('networkidle');
    return page.getByRole('main').innerText();
  }

  it('show the same as ids that never existed, and nothing of the other organization', async () => {
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, rival.owner);
    const addresses: [name: string, of: (account: string, server: string) => string, words: string][] = [
      ['a server', (account, server) => `/servers/${account}/${server}`, 'Not found'],
      ['an account', (account) => `/accounts/${account}`, 'Not found'],
      ['a copy', (account, server) => `/servers/new?account=${account}&copyOf=${server}`, 'Not found'],
      ['the calls of a server', (_, server) => `/activity?server=${server}`, 'No such calls'],
      ['the calls of an account', (account) => `/activity?account=${account}`, 'No such calls'],
    ];
    for (const [name, of, words] of addresses) {
      const foreign = await said(page, of(accountId, serverId), words);
      expect(foreign, name).toBe(await said(page, of(NEVER, NEVER), words));
      for (const secret of SECRET_NAMES) expect(foreign, name).not.toContain(secret);
    }
    await page.close();
  });
});
