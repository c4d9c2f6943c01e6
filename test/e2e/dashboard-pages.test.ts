import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import { accessibilityFaults, cutTexts, launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { writePastCalls } from '../support/past-calls.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

const SCREENSHOTS = 'test/screenshots';
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

const VIEWS = [
  { width: 1440, colorScheme: 'light' },
  { width: 1024, colorScheme: 'dark' },
  { width: 390, colorScheme: 'dark' },
  // The same pages in the other colors are for eyes only.
  ...(process.env.SCREENSHOTS === 'on'
    ? [1440, 1024, 390].map((width) => ({
        width,
        colorScheme: width === 1440 ? ('dark' as const) : ('light' as const),
      }))
    : []),
] as const;

interface Stop {
  readonly name: string;
  readonly path: string;
  readonly heading: string | RegExp;
  /** What else to open before looking. */
  readonly open?: (page: Page) => Promise<void>;
}

describe.skipIf(isMissing(CHROMIUM))('the pages of the dashboard', () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;
  let stops: Stop[];

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    browser = await launchBrowser();
    const accountId = await acme.rest.connect(credentialsOf(looker), 'Acme BI');
    await acme.rest.issue(accountId, {
      name: 'Nightly report agent',
      config: { methods: ['read'], tags: ['queries'] },
    });
    await acme.rest.issue(accountId, {
      name: 'Contractor, Northwind',
      config: { methods: ['read'], tags: ['dashboards', 'looks'], require_api_token_auth: true },
      expires_at: inDays(2),
    });
    const config = {
      methods: ['read', 'create'],
      tags: ['dashboards', 'queries', 'looks', 'folders'],
      log_arguments: true,
    };
    const server = await acme.rest.issue(accountId, { name: 'Ana’s Claude', config, expires_at: inDays(40) });
    await writePastCalls(gateway.app.get(CallLogService, { strict: false }), {
      ...{ organizationId: acme.id, integratedAccountId: accountId, mcpServerId: server.id },
    });
    await useServer(server.url);
    await acme.rest.post('/invitation', { email: 'kim@acme.example', role: 'viewer' });
    await acme.rest.post('/api-token', { name: 'Month-end job', scopes: ['logs:read'], expires_at: inDays(0.2) });
    const over = await acme.rest.issue(accountId, { name: 'Contractor, Southwind', expires_at: inDays(9) });
    await acme.rest.delete(`/integrated-account/${accountId}/mcp/${over.id}`);
    stops = stopsOf(accountId, server.id);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  it.each(VIEWS)(
    'have no serious fault of accessibility, nothing cut or broken within a word, no sideways scrolling and no error ($width px, $colorScheme)',
    async ({ width, colorScheme }) => {
      const { page, faults } = await openPage(browser, { viewport: { width, height: 900 }, colorScheme });
      const found: Record<string, unknown> = {};
      const look = async (name: string) => {
        if (process.env.SCREENSHOTS === 'on')
          await takePicture(page, `${SCREENSHOTS}/${name}-${width}-${colorScheme}.png`);
        const problems = [...(await accessibilityFaults(page)), ...(await cutTexts(page))];
        if (!(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')))
          problems.push('scrolls sideways');
        if (problems.length > 0) found[name] = problems;
      };
      await page.goto(`${gateway.url}/app/#/sign-in?error=x&message=Ask+an+owner+for+an+invitation.&request_id=1`);
      await page.getByText('Ask an owner for an invitation.').waitFor();
      await page.getByLabel('E-mail').waitFor();
      await look('sign-in');
      await visit(page, gateway.url, '/invitation/lmg_inv_x', 'Accept the invitation');
      await look('invitation');
      await signInAt(page, gateway.url, acme.owner);
      await issueUrl(page);
      await look('issued');
      for (const { name, path, heading, open } of stops) {
        await visit(page, gateway.url, path, heading);
        await open?.(page);
        await look(name);
      }
      expect(found).toEqual({});
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  /** By the form for it, up to the page that shows the URL. */
  async function issueUrl(page: Page): Promise<void> {
    await visit(page, gateway.url, '/servers/new', 'Issue a URL');
    await page.getByLabel('Name').fill('Kim’s agent');
    await page.getByRole('button', { name: 'Issue the URL' }).click();
    await page.getByRole('link', { name: 'Add to Claude' }).waitFor();
  }

  /** Some calls that succeed, one that Looker refuses, and one that the gateway refuses. */
  async function useServer(url: string): Promise<void> {
    const client = await connectModern(url);
    for (let call = 0; call < 6; call += 1) await client.callTool('looker_query_run_inline', TOP_TEN_STATES);
    await client.callTool('list_all_looker_dashboards');
    await client.callTool('get_single_looker_dashboard_by_id', { dashboard_id: '999999' });
    await client.callTool('looker_query_run_inline', {});
    await client.callTool('create_a_looker_folder', { name: 'Quarter', parent_id: '1' });
    await client.close();
  }
});

/** The whole page in a window of its height, where what sticks to the window's edge stands as it should. */
const takePicture = async (page: Page, path: string) => {
  const { width, height } = page.viewportSize() ?? { width: 1440, height: 900 };
  const isDialog = await page.getByRole('dialog').isVisible();
  const needed = isDialog ? height : await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ width, height: Math.max(height, needed) });
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  await page.screenshot({ path });
  await page.setViewportSize({ width, height });
};

const clicked = (role: 'button' | 'menuitem', name: string | RegExp) => async (page: Page) => {
  if (role === 'menuitem') await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole(role, { name }).first().click();
  await page.getByRole('dialog').waitFor();
};

/** Keeps away a tool that was used, so that the calls that need it are shown. */
const withoutQueries = async (page: Page) => {
  await page.getByRole('combobox', { name: 'Never these tools' }).fill('looker_query_run_inline');
  await page.getByRole('option', { name: 'looker_query_run_inline' }).click();
  await page.keyboard.press('Escape');
  await page.getByText(/, [1-9][\d,]* would have failed/).waitFor();
};

const triedTool = async (page: Page) => {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText(/^Request|ms\. Request/).waitFor();
};

const wholeForm = (page: Page) => page.getByRole('button', { name: /^Show \d+ more/ }).click();

/** By one area: there are tools fewer. */
const narrowed = async (page: Page) => {
  await page.getByRole('combobox', { name: 'Areas' }).focus();
  await page.keyboard.press('Backspace');
  await page.getByRole('button', { name: /tools? fewer/ }).click();
  await page.keyboard.press('Escape');
};

const stopsOf = (accountId: string, serverId: string): Stop[] => {
  const server = `/servers/${accountId}/${serverId}`;
  const ana = 'Ana’s Claude';
  return [
    { name: 'start', path: '/start', heading: 'Getting started' },
    { name: 'start-looker', path: '/start?step=looker', heading: 'Getting started' },
    { name: 'start-url', path: '/start?step=url', heading: 'Getting started' },
    { name: 'servers', path: '/servers', heading: 'MCP servers' },
    { name: 'issue', path: '/servers/new', heading: 'Issue a URL' },
    { name: 'issue-copy', path: `/servers/new?account=${accountId}&copyOf=${serverId}`, heading: /like this one/ },
    { name: 'server', path: server, heading: ana },
    { name: 'server-revoke', path: server, heading: ana, open: clicked('button', 'Revoke') },
    { name: 'server-expiry', path: server, heading: ana, open: clicked('button', 'Change expiry') },
    { name: 'server-rotate', path: server, heading: ana, open: clicked('menuitem', 'Rotate the URL') },
    { name: 'least-privilege', path: `${server}/least-privilege?days=30`, heading: `What ${ana} needs` },
    { name: 'least-privilege-refused', path: `${server}/least-privilege`, heading: /needs$/, open: withoutQueries },
    { name: 'servers-filtered', path: '/servers?state=soon&sort=ending', heading: 'MCP servers' },
    { name: 'contractors', path: '/contractors', heading: 'Contractors' },
    {
      name: 'contractors-extend',
      path: '/contractors',
      heading: 'Contractors',
      open: clicked('button', /^Change expiry of /),
    },
    { name: 'contractors-end', path: '/contractors', heading: 'Contractors', open: clicked('button', /^End now: /) },
    { name: 'access-report', path: `/contractors/${serverId}`, heading: ana },
    { name: 'server-try-form', path: `${server}/try?tool=looker_query_run_inline`, heading: /^Try/, open: wholeForm },
    {
      name: 'server-try-answer',
      path: `${server}/try?tool=list_all_looker_dashboards`,
      heading: /^Try/,
      open: triedTool,
    },
    {
      name: 'server-try-refused',
      path: `${server}/try?tool=looker_query_run_inline`,
      heading: /^Try/,
      open: triedTool,
    },
    { name: 'server-edit', path: `${server}/edit`, heading: /^Edit/, open: narrowed },
    { name: 'accounts', path: '/accounts', heading: 'Integrated accounts' },
    {
      name: 'accounts-connect',
      path: '/accounts',
      heading: 'Integrated accounts',
      open: clicked('button', 'Connect Looker'),
    },
    { name: 'account', path: `/accounts/${accountId}`, heading: 'Acme BI' },
    { name: 'account-delete', path: `/accounts/${accountId}`, heading: 'Acme BI', open: clicked('menuitem', 'Delete') },
    { name: 'members', path: '/people', heading: 'People and keys' },
    { name: 'invitations', path: '/people?tab=invitations', heading: 'People and keys' },
    { name: 'api-tokens', path: '/people?tab=api-tokens', heading: 'People and keys' },
    {
      name: 'api-token',
      path: '/people?tab=api-tokens',
      heading: 'People and keys',
      open: clicked('button', 'Make an API token'),
    },
    { name: 'you', path: '/people?tab=you', heading: 'People and keys' },
    { name: 'calls', path: '/activity', heading: 'Activity' },
    { name: 'call', path: '/activity', heading: 'Activity', open: clicked('button', 'list_all_looker_dashboards') },
    { name: 'changes', path: '/activity?tab=changes', heading: 'Activity' },
    { name: 'change', path: '/activity?tab=changes', heading: 'Activity', open: clicked('button', 'URL issued') },
    { name: 'organization', path: '/organization', heading: 'Organization' },
  ];
};
