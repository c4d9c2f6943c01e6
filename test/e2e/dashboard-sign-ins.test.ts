import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { accessibilityFaults, cutTexts, launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { LOGIN, PROVIDER } from '../support/organization-provider.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';
import { signInAt as signInAtServer } from '../support/sign-in.js';

describe.skipIf(isMissing(CHROMIUM))('sign-ins in the dashboard', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [looker, gateway, browser] = await Promise.all([startSampleLooker(), startGateway(), launchBrowser()]);
    acme = await gateway.createOrganization('Acme');
    await acme.rest.put(PROVIDER, LOGIN);
    await acme.rest.connect(credentialsOf(looker));
    ({ page, faults } = await openPage(browser));
    await signInAt(page, gateway.url, acme.owner);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  it('a server is issued whose callers sign in, and its URL stays to be seen', async () => {
    await visit(page, gateway.url, '/servers/new', 'Issue a URL');
    await page.getByRole('textbox', { name: 'Name' }).fill('Sales questions');
    await page.getByRole('combobox', { name: 'Who may use it' }).click();
    await page.getByRole('option', { name: 'People who sign in' }).click();
    await page.getByRole('button', { name: 'Issue the URL' }).click();
    await page.getByText('You find it again on the page of the server.').waitFor();
    expect(await page.getByText('Copy it now').count()).toBe(0);
    const url = await page.getByRole('textbox', { name: 'URL' }).inputValue();
    expect(url).toMatch(/\/mcp\/[0-9a-f-]{36}$/);
    await page.getByRole('link', { name: 'Done, show the server' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sales questions' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'URL' }).inputValue()).toBe(url);
    await page.getByText('takes at most 3 min 20 s.').waitFor();
    await page.getByRole('tab', { name: 'Claude Team, Enterprise' }).click();
    await page.getByText('Claude Team, Enterprise cannot use this URL').waitFor();
    expect([await accessibilityFaults(page), await cutTexts(page)]).toEqual([[], []]);
    await page.getByRole('button', { name: 'Use Claude Code' }).click();
    await page.getByText('type /mcp, choose the server and “Authenticate”').waitFor();
    expect([await accessibilityFaults(page), await cutTexts(page)]).toEqual([[], []]);
    await signInAtServer(url, acme.owner);
  });

  it('of a URL that names somebody who cannot sign in, this is said where it is issued and on its page', async () => {
    await visit(page, gateway.url, '/servers/new', 'Issue a URL');
    await page.getByRole('textbox', { name: 'Name' }).fill('For a stranger');
    await page.getByRole('combobox', { name: 'Who may use it' }).click();
    await page.getByRole('option', { name: 'People who sign in' }).click();
    await page.getByRole('combobox', { name: 'Only these people' }).fill('stranger@else.example');
    await page.getByRole('combobox', { name: 'Only these people' }).press('Enter');
    await page.getByRole('button', { name: 'Issue the URL' }).click();
    await page.getByText('stranger@else.example is no member').waitFor();
    await page.getByRole('link', { name: 'Done, show the server' }).click();
    await page.getByRole('heading', { level: 1, name: 'For a stranger' }).waitFor();
    await page.getByText('stranger@else.example is no member').waitFor();
    expect([await accessibilityFaults(page), await cutTexts(page)]).toEqual([[], []]);
  });

  it('the tokens of a customer’s issuer are taken, and what lacks of it is said beside its field', async () => {
    await visit(page, gateway.url, '/servers/new', 'Issue a URL');
    await page.getByRole('textbox', { name: 'Name' }).fill('Issuer of Acme');
    await page.getByRole('combobox', { name: 'Who may use it' }).click();
    await page.getByRole('option', { name: 'People who sign in' }).click();
    await page.getByRole('combobox', { name: 'Where they sign in' }).click();
    await page.getByRole('option', { name: 'At your own authorization server' }).click();
    await page.getByRole('button', { name: 'Issue the URL' }).click();
    await page.getByRole('textbox', { name: 'Issuer' }).and(page.locator('[aria-invalid=true]')).waitFor();
    expect([await accessibilityFaults(page), await cutTexts(page)]).toEqual([[], []]);
    await page.getByRole('textbox', { name: 'Issuer' }).fill('https://login.acme.com/');
    await page.getByRole('textbox', { name: 'Address of its public keys' }).fill('https://login.acme.com/jwks');
    await page.getByRole('textbox', { name: 'Audience' }).fill('looker-mcp');
    await page.getByRole('button', { name: 'Issue the URL' }).click();
    await page.getByRole('link', { name: 'Done, show the server' }).click();
    await page.getByText('Tokens of your own authorization server are taken').waitFor();
    const [account] = (await acme.rest.get('/integrated-account')).body.result;
    const servers = (await acme.rest.get(`/integrated-account/${account.id}/mcp`)).body.result;
    expect(servers.find(({ name }: { name: string }) => name === 'Issuer of Acme').config.oauth).toMatchObject({
      provider: 'external',
      external: { issuer: 'https://login.acme.com/', audience: 'looker-mcp', email_claim: 'email' },
    });
  });

  it('how long sign-ins last, and whether clients register themselves, is the organization’s to say', async () => {
    await visit(page, gateway.url, '/organization', 'Organization');
    const registering = page.getByRole('switch', { name: 'Clients may register themselves' });
    await page.getByRole('textbox', { name: 'Minutes that an access token lasts' }).fill('15');
    await registering.click({ force: true });
    expect([await accessibilityFaults(page), await cutTexts(page)]).toEqual([[], []]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect((await acme.rest.get('/organization')).body).toMatchObject({
      access_token_minutes: 15,
      refresh_token_days: 180,
      dynamic_client_registration: false,
    });
    await registering.click({ force: true });
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await acme.rest.get('/organization')).body.dynamic_client_registration).toBe(true);
  });

  it('who is connected is listed, and is out once an admin ends it', async () => {
    await visit(page, gateway.url, '/people?tab=sign-ins', 'People and keys');
    const row = page.getByRole('row').filter({ hasText: acme.owner.email });
    await row.getByText('Test client').waitFor();
    await row.getByRole('link', { name: 'Sales questions' }).waitFor();
    expect([await accessibilityFaults(page), await cutTexts(page)]).toEqual([[], []]);
    await row.getByRole('button', { name: /End the sign-in/ }).click();
    await page.getByRole('textbox', { name: /to confirm/ }).fill(acme.owner.email);
    await page.getByRole('button', { name: 'End the sign-in', exact: true }).click();
    await page.getByText('Nobody has signed in at an MCP server yet').waitFor();
    expect((await acme.rest.get('/oauth-grant')).body.result).toEqual([]);
  });

  it('what clients meet at a server is said in sentences that have the room of a wide page', async () => {
    const [account] = (await acme.rest.get('/integrated-account')).body.result;
    const servers = (await acme.rest.get(`/integrated-account/${account.id}/mcp`)).body.result;
    const { id } = servers.find(({ name }: { name: string }) => name === 'Sales questions');
    await page.setViewportSize({ width: 1440, height: 900 });
    await visit(page, gateway.url, `/servers/${account.id}/${id}/check`, 'Check the connection of Sales questions');
    await page.getByRole('button', { name: 'Check the connection' }).click();
    await page.getByRole('table', { name: 'Steps' }).waitFor();
    const sentence = page.getByText('The address is this machine’s own.');
    await expect.poll(async () => (await sentence.boundingBox())?.width ?? 0).toBeGreaterThan(500);
    expect([await accessibilityFaults(page), await cutTexts(page)]).toEqual([[], []]);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  it('a client is registered by hand, its secret shown once, and ended', async () => {
    await visit(page, gateway.url, '/people?tab=oauth-clients', 'People and keys');
    await page.getByRole('button', { name: 'Register a client' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Claude of Acme');
    await page.getByRole('button', { name: 'Register it' }).click();
    const secret = await page.getByRole('textbox', { name: 'Client secret' }).inputValue();
    expect(secret).toMatch(/^lmg_cls_/);
    const id = await page.getByRole('textbox', { name: 'Client ID' }).inputValue();
    await page.getByRole('button', { name: 'Copy Client ID' }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Claude of Acme' });
    await row.getByText(id).waitFor();
    await row.getByRole('button', { name: 'Copy the client ID of Claude of Acme' }).waitFor();
    await row.getByText('claude.ai', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(secret);
    expect([await accessibilityFaults(page), await cutTexts(page)]).toEqual([[], []]);
    await row.getByRole('button', { name: 'End Claude of Acme' }).click();
    await page.getByRole('textbox', { name: /to confirm/ }).fill('Claude of Acme');
    await page.getByRole('button', { name: 'End the client' }).click();
    await page.getByText('No client was registered by hand').waitFor();
  });

  it('a client without a secret is told apart: its ID can be seen again', async () => {
    await visit(page, gateway.url, '/people?tab=oauth-clients', 'People and keys');
    await page.getByRole('button', { name: 'Register a client' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Editor of Acme');
    await page.getByRole('switch', { name: 'It can keep a secret' }).click({ force: true });
    await page.getByRole('button', { name: 'Register it' }).click();
    const id = await page.getByRole('textbox', { name: 'Client ID' }).inputValue();
    expect(await page.getByText('Copy it now').count()).toBe(0);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('row').filter({ hasText: 'Editor of Acme' }).getByText(id).waitFor();
  });

  it('nothing went wrong in the pages', () => {
    // The browser tells of the refused issuer, too.
    expect(faults).toEqual([expect.stringContaining('status of 400')]);
  });
});
