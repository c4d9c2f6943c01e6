import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { systemPrincipal } from '../../src/access/principal.js';
import { AccountStatesService } from '../../src/accounts/account-states.service.js';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import { accessibilityFaults, cutTexts, launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { askLooker, credentialsOf } from '../support/sample.js';

describe.skipIf(isMissing(CHROMIUM))('sign-in at Looker in the dashboard', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let account: string;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [looker, gateway, browser] = await Promise.all([startSampleLooker(), startGateway(), launchBrowser()]);
    acme = await gateway.createOrganization('Acme');
    account = await acme.rest.connect(credentialsOf(looker));
    ({ page, faults } = await openPage(browser));
    await signInAt(page, gateway.url, acme.owner);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  const looksWell = async () => expect([await accessibilityFaults(page), await cutTexts(page)]).toEqual([[], []]);
  const lookAtBoth = async () => {
    for (const [width, scheme] of [
      [1440, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      await looksWell();
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  };

  it('one click registers the gateway in Looker, and the page says that people can sign in', async () => {
    await visit(page, gateway.url, `/accounts/${account}`, 'Acme BI');
    await page.getByText('Nobody can sign in at this Looker yet').waitFor();
    await lookAtBoth();
    await page.getByRole('button', { name: 'Register the gateway in Looker' }).click();
    await page.getByRole('button', { name: 'Register again: This gateway' }).waitFor();
    await page.getByText('Nobody can sign in at this Looker yet').waitFor({ state: 'detached' });
    await lookAtBoth();
    expect((await acme.rest.get(`/integrated-account/${account}`)).body.oauth_client_guid).toMatch(
      /^looker-mcp-gateway-/,
    );
  });

  it('an app that is not as it has to be is told with what to do, and registered again', async () => {
    const { oauth_client_guid: guid } = (await acme.rest.get(`/integrated-account/${account}`)).body;
    await askLooker(looker, 'PATCH', `/oauth_client_apps/${guid}`, { redirect_uri: 'https://old.example.com' });
    await visit(page, gateway.url, `/accounts/${account}`, 'Acme BI');
    await page.getByText(/sends people back to https:\/\/old\.example\.com in the place of/).waitFor();
    await looksWell();
    await page.getByRole('button', { name: 'Register again: This gateway' }).click();
    await page.getByText('People may not get in').waitFor({ state: 'detached' });
  });

  it('another app is registered by its id and redirect, and by hand Looker’s own guid is stored', async () => {
    await visit(page, gateway.url, `/accounts/${account}`, 'Acme BI');
    await page.getByRole('button', { name: 'Another app' }).click();
    await page.getByRole('textbox', { name: 'Client id' }).fill('notes');
    await page.getByRole('textbox', { name: 'Redirect URI' }).fill('http://notes.example.com/back');
    await page.getByRole('button', { name: 'Register it' }).click();
    await page.getByText(/must start with https/).waitFor();
    await looksWell();
    await page.getByRole('textbox', { name: 'Redirect URI' }).fill('http://127.0.0.1:7777/oauth/callback');
    await page.getByRole('button', { name: 'Register it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await askLooker(looker, 'GET', '/oauth_client_apps/notes')).toMatchObject({ enabled: true });

    await page.getByRole('button', { name: 'By hand' }).click();
    await page.getByText(/API Explorer, Auth, Register OAuth App/).waitFor();
    await looksWell();
    await page.getByRole('textbox', { name: 'The guid that it has in Looker' }).fill('by-hand');
    await page.getByRole('button', { name: 'Use this app' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await acme.rest.get(`/integrated-account/${account}`)).body.oauth_client_guid).toBe('by-hand');
  });

  it('whoever sends clients to Looker itself reads why the gateway is recommended', async () => {
    await visit(page, gateway.url, '/servers/new', 'Issue a URL');
    await page.getByRole('textbox', { name: 'Name' }).fill('At Looker');
    await page.getByRole('combobox', { name: 'Who may use it' }).click();
    await page.getByRole('option', { name: 'People who sign in' }).click();
    await page.getByRole('combobox', { name: 'Where they sign in' }).click();
    await page.getByRole('option', { name: 'At Looker, by Looker’s own OAuth' }).click();
    await page.getByText(/have been seen failing against Looker’s own OAuth/).waitFor();
    await looksWell();
    await page.getByRole('button', { name: 'Issue the URL' }).click();
    await page.getByRole('link', { name: 'Done, show the server' }).click();
    await page.getByText(/have been seen failing against Looker’s own OAuth/).waitFor();
    await looksWell();
    const { body } = await acme.rest.get(`/integrated-account/${account}/mcp`);
    expect(body.result[0].config.oauth.provider).toBe('looker');
  });

  it.each([
    ['needsReauth', 'Looker refused the last login'],
    ['unreachable', 'Looker did not answer the last calls'],
  ] as const)('an account says why it does not work, and calls no silence a refusal: %s', async (transition, title) => {
    const id = await acme.rest.connect(credentialsOf(looker), transition);
    const { connection } = await gateway.app.get(AccountsService, { strict: false }).getInstance(acme.id, id);
    const states = gateway.app.get(AccountStatesService, { strict: false });
    await states.change(systemPrincipal(acme.id, 'test'), id, transition, 'the reason', connection);
    await visit(page, gateway.url, `/accounts/${id}`, transition);
    await page.getByRole('alert', { name: title }).getByText('the reason').waitFor();
    await lookAtBoth();
  });

  it('nothing went wrong in the pages', () => {
    // A form that the gateway refused is one of the things to look at.
    expect(faults.filter((fault) => !fault.includes('400 (Bad Request)'))).toEqual([]);
  });
});
