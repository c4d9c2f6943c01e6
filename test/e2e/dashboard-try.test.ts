import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { storedCalls } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { runningTasks } from '../support/running-queries.js';
import { askLooker, credentialsOf } from '../support/sample.js';

const RUN = 'looker_query_run_inline';
const DELETE = 'delete_a_looker_dashboard_by_id';

describe.skipIf(isMissing(CHROMIUM))('trying a tool in the dashboard', () => {
  let quick: SampleLooker;
  let slow: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [quick, slow] = await Promise.all([startSampleLooker(), startSampleLooker()]);
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    browser = await launchBrowser();
    ({ page, faults } = await openPage(browser));
    await signInAt(page, gateway.url, acme.owner);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await Promise.all([quick.close(), slow.close()]);
  });

  /** A new server, and its page for a tool. */
  const tryAt = async (looker: SampleLooker, tool: string) => {
    const accountId = await acme.rest.connect(credentialsOf(looker));
    const { id } = await acme.rest.issue(accountId, { name: 'Ana' });
    await visit(page, gateway.url, `/servers/${accountId}/${id}/try?tool=${tool}`, 'Try Ana');
    return { id, path: `/servers/${accountId}/${id}`, calls: () => storedCalls(gateway.databaseUrl, id) };
  };

  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const run = () => page.getByRole('button', { name: 'Run', exact: true }).click();
  const answerText = () => page.getByRole('region', { name: 'Text' });
  const addTags = async (name: string, tags: readonly string[]) => {
    for (const tag of tags) {
      await page.getByRole('combobox', { name, exact: true }).fill(tag);
      await page.keyboard.press('Enter');
    }
  };

  it('finds a tool by words, fills in its form, and shows rows as the model reads them and as programs do', async () => {
    const { path, calls } = await tryAt(quick, 'looker_users_me');
    await page.getByRole('combobox', { name: 'Tool' }).fill('query run inline');
    await page.getByRole('option', { name: RUN }).click();
    await expect.poll(() => page.url()).toContain(`/try?tool=${RUN}`);
    await field('model').fill('ecommerce');
    await field('view').fill('orders');
    await addTags('fields', ['users.state', 'orders.count']);
    await page.getByRole('button', { name: /^Show \d+ more arguments$/ }).click();
    await addTags('sorts', ['orders.count desc']);
    await run();
    await page.getByText('Succeeded').waitFor();
    expect(await answerText().first().textContent()).toMatch(/users\.state.*orders\.count[\s\S]*California/);
    await page.getByRole('tab', { name: 'Structured' }).click();
    await page.getByText('"columns"').waitFor();
    const [call] = await calls();
    expect(call).toMatchObject({ tool_name: RUN, status: 'ok', client_name: 'dashboard' });
    await page.getByText(String(call?.request_id)).waitFor();
    await page.getByText(/This server: \d+ more calls/).waitFor();
    await page.getByRole('link', { name: 'Ana', exact: true }).click();
    const byPerson = page.getByRole('table', { name: 'Calls by person' });
    await byPerson.getByText(acme.owner.email).waitFor();
    await expect.poll(() => page.url()).toMatch(new RegExp(`${path}$`));
  });

  it('puts what is wrong with an argument on its field, and shows an error of Looker as one', async () => {
    await tryAt(quick, 'get_single_looker_dashboard_by_id');
    await run();
    await page.getByText('The model is told that this failed').waitFor();
    const wrong = page.getByRole('textbox', { name: 'dashboard_id', description: /dashboard_id/ });
    expect(await wrong.getAttribute('aria-invalid')).toBe('true');
    await field('dashboard_id').fill('424242');
    await run();
    await page.getByText('Looker error').waitFor();
    expect(await answerText().textContent()).toContain('404');
  });

  it('takes the arguments as JSON too, and draws pictures', async () => {
    await tryAt(quick, RUN);
    await page.getByRole('tab', { name: 'JSON' }).click();
    const query = { model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'], limit: 5 };
    await field('Arguments').fill(JSON.stringify({ ...query, result_format: 'png' }));
    await run();
    const picture = page.getByRole('img', { name: 'The picture of the answer' });
    await picture.waitFor();
    await expect.poll(() => page.evaluate('document.querySelector("img[alt^=The]").naturalWidth')).toBeGreaterThan(100);
    await page.getByRole('tab', { name: 'Form' }).click();
    expect(await field('model').inputValue()).toBe('ecommerce');
  });

  it('asks for the name of a destructive tool before it runs', async () => {
    const dashboard = { title: 'To be deleted', folder_id: '1' };
    const { id } = (await askLooker(quick, 'POST', '/dashboards', dashboard)) as { id: string };
    const { calls } = await tryAt(quick, DELETE);
    await field('dashboard_id').fill(id);
    await run();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: 'Run it' });
    expect([await confirm.isDisabled(), await calls()]).toEqual([true, []]);
    await dialog.getByLabel(/to confirm/).fill(DELETE);
    await confirm.click();
    await page.getByText('Succeeded').waitFor();
    expect(await calls()).toEqual([expect.objectContaining({ tool_name: DELETE, effect: 'destructive' })]);
    await expect(askLooker(quick, 'GET', `/dashboards/${id}`)).rejects.toThrow('404');
  });

  it('shows for how long a call runs, and ends its query in Looker when it is cancelled', async () => {
    const { calls } = await tryAt(slow, RUN);
    slow.holdQueries();
    await field('model').fill('ecommerce');
    await field('view').fill('orders');
    await addTags('fields', ['orders.count']);
    await run();
    await page.getByText('Running for 1 s').waitFor();
    await expect.poll(() => runningTasks(slow), { interval: 50 }).toHaveLength(1);
    await page.getByRole('button', { name: 'Cancel the call' }).click();
    await page.getByText('The call was ended').waitFor();
    await expect.poll(() => runningTasks(slow), { interval: 50 }).toEqual([]);
    slow.letQueriesGo();
    await expect.poll(calls).toEqual([expect.objectContaining({ status: 'aborted' })]);
  });

  it('runs into nothing that the content security policy forbids', () => {
    expect(faults).toEqual([]);
  });
});
