import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectFirst, type McpClient } from '../support/mcp-clients.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

/** Whether a reader sees all of it without scrolling. */
async function isInView(part: Locator): Promise<boolean> {
  const [box, view] = [await part.boundingBox(), part.page().viewportSize()];
  return box !== null && view !== null && box.y >= 0 && box.y + box.height <= view.height;
}

describe.skipIf(isMissing(CHROMIUM))('changing an issued server in the dashboard', () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  let server: { path: string; url: string; rest: string };
  let client: McpClient;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    browser = await launchBrowser();
    const accountId = await acme.rest.connect(credentialsOf(looker));
    const config = { methods: ['read'], tags: ['dashboards', 'users'], limits: { rows: 77 } };
    const { id, url } = await acme.rest.issue(accountId, { name: 'Ana', config });
    server = { path: `/servers/${accountId}/${id}`, url, rest: `/integrated-account/${accountId}/mcp/${id}` };
    client = await connectFirst(url);
    ({ page, faults } = await openPage(browser));
    await signInAt(page, gateway.url, acme.owner);
  });

  afterAll(async () => {
    await client.close();
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  const save = () => page.getByRole('button', { name: 'Save' });
  const names = async () => (await client.listTools()).map(({ name }) => name);

  it('says what a narrower choice takes away, and takes it away from a client that is connected', async () => {
    const before = await names();
    expect(before).toContain('looker_users_me');
    expect((await client.callTool('looker_users_me')).isError).toBe(false);
    await visit(page, gateway.url, server.path, 'Ana');
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByText('It applies to the very next call').waitFor();
    await page.getByText('The tools stay the same').waitFor();
    expect(await save().isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Name' }).fill('Ana, dashboards only');
    await page.getByRole('combobox', { name: 'Areas' }).press('Backspace');
    const fewer = page.getByRole('button', { name: /^\d+ tools fewer$/ });
    await fewer.click();
    await page.getByRole('listitem').filter({ hasText: 'looker_users_me' }).waitFor();
    const gone = Number(/\d+/.exec((await fewer.textContent()) ?? '')?.[0]);
    await save().click();
    await page.getByRole('heading', { level: 1, name: 'Ana, dashboards only' }).waitFor();
    const after = await names();
    expect(after).not.toContain('looker_users_me');
    expect(before.length - after.length).toBe(gone);
    await expect(client.callTool('looker_users_me')).rejects.toThrow('Unknown tool');
  });

  it('keeps what was not touched, and puts the change in the audit trail', async () => {
    const { body } = await acme.rest.get(server.rest);
    expect(body.config).toMatchObject({ methods: ['read'], tags: ['dashboards'], limits: { rows: 77 } });
    const [event] = (await acme.rest.get('/audit')).body.result;
    expect(event).toMatchObject({ action: 'mcp_server.changed', after: { name: 'Ana, dashboards only' } });
  });

  it('says what the gateway does not accept, and changes nothing', async () => {
    await visit(page, gateway.url, `${server.path}/edit`, /^Edit/);
    await page.getByRole('textbox', { name: 'Rows of a query' }).fill('');
    await save().click();
    await page.getByRole('alert').getByText(/rows/).waitFor();
    const rows = page.getByRole('textbox', { name: 'Rows of a query' });
    expect(await rows.getAttribute('aria-invalid')).toBe('true');
    expect((await acme.rest.get(server.rest)).body.config.limits.rows).toBe(77);
  });

  it('in the second of two open tabs undoes nothing that was saved in the first, says what it was, and keeps what was typed', async () => {
    const { page: second, faults: theirs } = await openPage(browser);
    await signInAt(second, gateway.url, acme.owner);
    await acme.rest.patch(server.rest, { name: 'Ana', config: { tags: ['dashboards', 'users', 'looks'] } });
    for (const tab of [page, second]) await visit(tab, gateway.url, `${server.path}/edit`, 'Edit Ana');
    await page.getByRole('combobox', { name: 'Areas' }).press('Backspace');
    await save().click();
    await page.getByRole('heading', { level: 1, name: 'Ana', exact: true }).waitFor();
    const narrowed = (await acme.rest.get(server.rest)).body;
    expect(narrowed.config.tags).toEqual(['dashboards', 'users']);

    await second.getByRole('textbox', { name: 'Name' }).fill('Ana, in Berlin');
    await second.getByRole('textbox', { name: 'Rows of a query' }).fill('55');
    await second.getByRole('button', { name: 'Save' }).click();
    const note = second.getByRole('alert').filter({ hasText: 'It was changed meanwhile' });
    const stays = 'Areas: now “dashboards, users”, before “dashboards, users, looks”. It stays, unless you change it.';
    await note.getByText(stays).waitFor();
    await expect.poll(() => isInView(note)).toBe(true);
    expect(await second.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Ana, in Berlin');
    expect(await second.getByRole('textbox', { name: 'Rows of a query' }).inputValue()).toBe('55');
    expect((await acme.rest.get(server.rest)).body).toEqual(narrowed);
    await second.getByRole('button', { name: 'Save' }).click();
    await second.getByRole('heading', { level: 1, name: 'Ana, in Berlin', exact: true }).waitFor();
    const { body } = await acme.rest.get(server.rest);
    expect(body.name).toBe('Ana, in Berlin');
    expect(body.config).toMatchObject({ tags: ['dashboards', 'users'], limits: { rows: 55 } });
    expect(theirs.filter((fault) => !fault.includes('412'))).toEqual([]);
    await second.close();
  });

  it('says of a field that was changed here and elsewhere what it was, what it is, and that what was typed replaces it', async () => {
    await visit(page, gateway.url, `${server.path}/edit`, 'Edit Ana, in Berlin');
    await page.getByRole('textbox', { name: 'Name' }).fill('Ana, in Oslo');
    await acme.rest.patch(server.rest, { name: 'Ana, in Bonn' });
    await save().click();
    const note = page.getByRole('alert').filter({ hasText: 'It was changed meanwhile' });
    const words = 'Name: now “Ana, in Bonn”, before “Ana, in Berlin”. What you typed will be saved in its place.';
    await note.getByText(words).waitFor();
    expect(await note.innerText()).not.toMatch(/lost|somebody else/i);
    await save().click();
    await page.getByRole('heading', { level: 1, name: 'Ana, in Oslo', exact: true }).waitFor();
    await acme.rest.patch(server.rest, { name: 'Ana, in Berlin' });
  });

  it('says in a dialog that somebody else was there first, shows what is there now, and does it when asked again', async () => {
    await visit(page, gateway.url, server.path, 'Ana, in Berlin');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await acme.rest.patch(server.rest, { name: 'Ana, in Rome' });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Ana, in Paris');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    const note = dialog.getByRole('alert').filter({ hasText: 'It was changed meanwhile' });
    expect(await note.innerText()).not.toMatch(/this page shows/i);
    await page.getByRole('heading', { level: 1, name: 'Ana, in Rome', includeHidden: true }).waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Ana, in Paris');
    expect((await acme.rest.get(server.rest)).body.name).toBe('Ana, in Rome');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('heading', { level: 1, name: 'Ana, in Paris', exact: true }).waitFor();
  });

  it('offers neither editing nor trying to a viewer, at no address', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = { email: 'viewer@acme.example', password: 'a viewer has a password' };
    await owner.join(viewer.email, 'viewer', viewer.password);
    const { page: theirs } = await openPage(browser);
    await signInAt(theirs, gateway.url, viewer);
    for (const [path, heading, text] of [
      ['edit', /^Edit/, 'Admins can edit servers'],
      ['try', /^Try/, 'Admins can try tools'],
    ] as const) {
      await visit(theirs, gateway.url, `${server.path}/${path}`, heading);
      await theirs.getByText(text).waitFor();
      expect(await theirs.getByRole('main').getByRole('button').count()).toBe(0);
      expect(await theirs.getByRole('main').getByRole('textbox').count()).toBe(0);
    }
    await theirs.close();
    expect(faults.filter((fault) => !/400|412/.test(fault))).toEqual([]);
  });
});
