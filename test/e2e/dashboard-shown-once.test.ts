import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

interface Secret {
  /** The request that makes it. */
  readonly madeBy: string;
  readonly field: string;
  readonly path: string;
  readonly heading: string;
  /** From the page to the button that makes it. */
  readonly open: (page: Page) => Promise<unknown>;
  readonly button: string;
}

describe.skipIf(isMissing(CHROMIUM))('a secret that a dialog shows once', { timeout: 90_000 }, () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;
  let serverPath: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    const accountId = await acme.rest.connect(credentialsOf(looker), 'Acme BI');
    const { id } = await acme.rest.issue(accountId, { name: 'For Ana', config: { tags: ['users'] } });
    serverPath = `/servers/${accountId}/${id}`;
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  const secrets = (): Secret[] => [
    {
      ...{ madeBy: '**/rotate', field: 'URL', path: serverPath, heading: 'For Ana', button: 'Rotate' },
      open: async (page) => {
        await page.getByRole('button', { name: 'More actions' }).click();
        await page.getByRole('menuitem', { name: 'Rotate the URL' }).click();
      },
    },
    {
      ...{ madeBy: '**/api-token', field: 'API token', path: '/people?tab=api-tokens', heading: 'People and keys' },
      button: 'Make the token',
      open: async (page) => {
        await page.getByRole('button', { name: 'Make an API token' }).click();
        await page.getByLabel('Name', { exact: true }).fill('Month-end job');
        await page.getByRole('checkbox').first().check();
      },
    },
    {
      ...{ madeBy: '**/invitation', field: 'invitation link', path: '/people?tab=invitations' },
      ...{ heading: 'People and keys', button: 'Make the link' },
      open: async (page) => {
        await page.getByRole('button', { name: 'Invite' }).click();
        await page.getByLabel('E-mail').fill('kim@acme.example');
      },
    },
  ];

  it('stays, while it is made and when it is shown, after Escape and after a click beside it, until “Done”', async () => {
    const { page, faults } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    const dialog = page.getByRole('dialog');
    const strayInput = async () => {
      await page.keyboard.press('Escape');
      await page.mouse.click(5, 890);
      expect(await dialog.getByRole('button', { name: 'Close', exact: true }).count()).toBe(0);
    };
    for (const { madeBy, field, path, heading, open, button } of secrets()) {
      await visit(page, gateway.url, path, heading);
      await open(page);
      let goOn = () => {};
      const held = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      await page.route(madeBy, async (route) => {
        if (route.request().method() === 'POST') await held;
        await route.continue();
      });
      const make = dialog.getByRole('button', { name: button, exact: true });
      await make.click();
      await expect.poll(() => make.isDisabled()).toBe(true);
      await strayInput();
      goOn();
      const secret = await dialog.getByRole('textbox', { name: field, exact: true }).inputValue();
      expect(secret).toContain('lmg_');
      await strayInput();
      expect(await dialog.getByRole('textbox', { name: field, exact: true }).inputValue(), field).toBe(secret);
      await dialog.getByRole('button', { name: 'Done' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.unroute(madeBy);
    }
    expect(faults).toEqual([]);
    await page.close();
  });

  it('can be left before it is made, by Escape and by the cross', async () => {
    const { page } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    const dialog = page.getByRole('dialog');
    for (const { path, heading, open } of secrets()) {
      await visit(page, gateway.url, path, heading);
      await open(page);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await open(page);
      await dialog.getByRole('button', { name: 'Close', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await page.close();
  });
});
