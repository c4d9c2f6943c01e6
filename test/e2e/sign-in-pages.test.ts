import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { accessibilityFaults, launchBrowser, openPage } from '../support/browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, CALLBACK, codeVerifier, registerClient } from '../support/sign-in.js';

const SCREENSHOTS = 'test/screenshots';
const VIEWS = [390, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

/** What clients and people call themselves and their things. */
const NAMES = {
  usual: { client: 'Claude', server: 'Sales questions', account: 'Acme BI' },
  long: { client: 'W'.repeat(100), server: 'Quarterly '.repeat(9).trim(), account: 'x'.repeat(100) },
  hostile: {
    client: '<img src=x onerror=alert(1)>"\'`{{7*7}}\u202E\u2066 edualC',
    // Characters that turn the direction of writing are refused in what people name here.
    server: '</dd></dl><script>alert(1)</script> sales',
    account: '<b>Acme</b> & "Sons"',
  },
};

describe.skipIf(isMissing(CHROMIUM))('the pages of a sign-in', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let browser: Browser;

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    [looker, gateway, browser] = await Promise.all([startSampleLooker(), startGateway(), launchBrowser()]);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  /** What is wrong with a page as it is shown; pictures of it are for eyes. */
  async function faultsOf(page: Page, name: string): Promise<string[]> {
    const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    const injected = await page.evaluate<number>("document.querySelectorAll('img, script, b').length");
    const text = await page.evaluate<string>('document.body.innerText + document.title');
    if (process.env.SCREENSHOTS === 'on') await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true });
    return [
      ...(await accessibilityFaults(page)),
      ...(width > 0 ? [`it is ${width} pixels too wide`] : []),
      ...(/\p{Bidi_Control}/u.test(text) ? ['a name turns the direction of writing'] : []),
      ...(injected > 0 ? ['a name became an element'] : []),
    ].map((fault) => `${name}: ${fault}`);
  }

  async function worldOf({ server, account }: (typeof NAMES)['usual']): Promise<TestOrganization> {
    const acme = await gateway.createOrganization(`Acme ${Math.random().toString(36).slice(2)}`);
    for (const name of [account, `${account} 2`.slice(-100)]) {
      const accountId = await acme.rest.connect(credentialsOf(looker), name);
      for (const signIn of ['member', 'looker'])
        await acme.rest.issue(accountId, {
          ...{ name: server, config: { auth: 'oauth', oauth: { sign_in: [signIn] } } },
          expires_at: new Date(Date.now() + 86_400_000).toISOString(),
        });
    }
    return acme;
  }

  describe.each(Object.entries(NAMES))('with %s names', (kind, names) => {
    it.each(VIEWS)('are whole, $width wide and $colorScheme, and accessible', async (view) => {
      const acme = await worldOf(names);
      const client = await registerClient(gateway.url, { client_name: names.client });
      const { page, faults } = await openPage(browser, {
        colorScheme: view.colorScheme,
        viewport: { width: view.width, height: 800 },
      });
      const found: string[] = [];
      const look = async (step: string) =>
        found.push(...(await faultsOf(page, `sign-in-${kind}-${step}-${view.width}-${view.colorScheme}`)));
      await page.goto(authorizeUrl(gateway.url, client, `${gateway.url}/mcp`, codeVerifier()));
      await look('who');
      await page.getByLabel('E-mail').fill(acme.owner.email);
      await page.getByLabel('Password').fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
      await look('wrong');
      await page.getByLabel('Password').fill(acme.owner.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('radio').first().waitFor();
      await look('choice');
      await page.getByRole('radio').nth(1).check();
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByRole('link', { name: /^Sign in at Looker/ }).waitFor();
      await look('looker');
      await page.goBack();
      await page.goto(`${page.url()}?choose=1`);
      await page.getByRole('radio').first().check();
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByRole('button', { name: 'Let it in' }).waitFor();
      await look('consent');
      await page.route(
        (url) => url.href.startsWith(CALLBACK),
        (route) => route.fulfill({ body: 'Done' }),
      );
      await page.getByRole('button', { name: 'Refuse' }).click();
      await page.waitForURL(/error=access_denied/);
      await page.goto(`${gateway.url}/oauth/sign-in/nothing`);
      await look('error');
      await page.close();
      expect(found).toEqual([]);
      expect(faults.filter((text) => !text.includes('status of 4'))).toEqual([]);
    });
  });
});
