import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import { accessibilityFaults, cutTexts, launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { LOGIN, PROVIDER } from '../support/organization-provider.js';
import { writePastCalls } from '../support/past-calls.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { type Stop, stopsOf } from './dashboard-stops.js';

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

type View = (typeof VIEWS)[number];

const WALK_MS_MAX = 1_800_000;

describe.skipIf(isMissing(CHROMIUM))('the pages of the dashboard', () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;
  let stops: Stop[];
  let invited: string;
  let faults: string[] = [];
  const found = new Map<View, Record<string, unknown>>(VIEWS.map((view) => [view, {}]));

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    await acme.rest.put(PROVIDER, LOGIN);
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
    invited = (await acme.rest.post('/invitation', { email: 'kim@acme.example', role: 'viewer' })).body.token;
    await acme.rest.post('/api-token', { name: 'Month-end job', scopes: ['logs:read'], expires_at: inDays(0.2) });
    const over = await acme.rest.issue(accountId, { name: 'Contractor, Southwind', expires_at: inDays(9) });
    await acme.rest.delete(`/integrated-account/${accountId}/mcp/${over.id}`);
    stops = stopsOf(accountId, server.id);
    await walk();
  }, WALK_MS_MAX);

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  it.each(VIEWS)(
    'have no serious fault of accessibility, nothing cut or broken within a word, no sideways scrolling and no error ($width px, $colorScheme)',
    (view) => {
      expect(found.get(view)).toEqual({});
      expect(faults).toEqual([]);
    },
  );

  /** Opens each page once and looks at it in every view; the views take turns as the one in which it is opened. */
  async function walk(): Promise<void> {
    const opened = await openPage(browser);
    const { page } = opened;
    faults = opened.faults;
    let turn = 0;
    const openNext = (open: () => Promise<void>) => showIn(page, VIEWS[turn++ % VIEWS.length] ?? VIEWS[0]).then(open);
    const look = async (name: string) => {
      for (let index = 0; index < VIEWS.length; index += 1) {
        const view = VIEWS[(turn - 1 + index) % VIEWS.length] ?? VIEWS[0];
        await showIn(page, view);
        const problems = await problemsOf(page, name, view);
        if (problems.length > 0) Object.assign(found.get(view) ?? {}, { [name]: problems });
      }
    };
    await openNext(async () => {
      await page.goto(
        `${gateway.url}/app/#/sign-in?error=single_sign_on.refused&reason=no_member&request_id=01900000-0000-7000-8000-000000000001`,
      );
      await page.getByText('Ask an admin for an invitation').waitFor();
      await page.getByLabel('E-mail').waitFor();
    });
    await look('sign-in');
    await openNext(() => visit(page, gateway.url, `/invitation/${invited}`, 'Accept the invitation'));
    await look('invitation');
    await signInAt(page, gateway.url, acme.owner);
    await openNext(() => issueUrl(page));
    await look('issued');
    for (const { name, path, heading, open } of stops) {
      await openNext(async () => {
        await visit(page, gateway.url, path, heading);
        await open?.(page);
      });
      await look(name);
    }
    await page.close();
  }

  /** By the form for it, up to the page that shows the URL. */
  async function issueUrl(page: Page): Promise<void> {
    await visit(page, gateway.url, '/servers/new', 'Issue a URL');
    await page.getByLabel('Name').fill('Kim’s agent');
    await page.getByRole('button', { name: 'Issue the URL' }).click();
    await page.getByRole('link', { name: 'Done, show the server' }).waitFor();
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

/** In the middle of a transition a text has neither the color of the view before nor that of this one. */
const TRANSITIONS_ENDED = `Promise.allSettled(
  document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished),
).then(() => undefined)`;

async function showIn(page: Page, { width, colorScheme }: View): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  await page.evaluate(TRANSITIONS_ENDED);
}

async function problemsOf(page: Page, name: string, { width, colorScheme }: View): Promise<string[]> {
  if (process.env.SCREENSHOTS === 'on') await takePicture(page, `${SCREENSHOTS}/${name}-${width}-${colorScheme}.png`);
  const problems = [...(await accessibilityFaults(page)), ...(await cutTexts(page))];
  const isNarrow = await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
  return isNarrow ? problems : [...problems, 'scrolls sideways'];
}

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
