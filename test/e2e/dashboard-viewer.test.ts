import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { LOGIN, PROVIDER } from '../support/organization-provider.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

const VIEWER = { email: 'viewer@acme.example', password: 'a viewer has a password' };
/** Of every address in the router, these are seen before signing in, or lead on at once. */
const NOT_FOR_MEMBERS = ['/sign-in', '/setup', '/invitation/$token', '/'];
/** Controls that show, filter or save what is there: the only ones that a viewer is offered. */
const SHOWING = [
  /^(Pause|Resume|Export|Show more|Verify again|Try again)$/,
  /^(MCP server|Result|Tool|What happened|Find by name|Integrated account)$/,
  /^Copy/,
  // They choose what the page tells of.
  /^(Exactly what|The areas that) it used: |tools never called$/,
];
/** Their entries open to more of the same. */
const OPENING = 'table[aria-label="Tool calls"], table[aria-label="Audit trail"]';

/** As much of the browser's elements as is asked of them; tests are not compiled with the browser's types. */
interface Control {
  readonly textContent: string | null;
  readonly labels?: readonly { readonly textContent: string | null }[] | null;
  getAttribute(name: string): string | null;
  closest(selector: string): unknown;
}

describe.skipIf(isMissing(CHROMIUM))('the dashboard of a viewer', () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let browser: Browser;
  let pages: { route: string; path: string; heading: string }[];

  beforeAll(async () => {
    [looker, gateway, browser] = await Promise.all([startSampleLooker(), startGateway(), launchBrowser()]);
    acme = await gateway.createOrganization('Acme');
    await acme.rest.put(PROVIDER, LOGIN);
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    await owner.join(VIEWER.email, 'viewer', VIEWER.password);
    await owner.post('/invitation', { email: 'kim@acme.example', role: 'viewer' });
    const accountId = await acme.rest.connect(credentialsOf(looker), 'Seen by viewers');
    const server = await acme.rest.issue(accountId, { name: 'Seen by viewers too' });
    const client = await connectModern(server.url);
    await client.callTool('looker_users_me');
    await client.close();
    const of = (route: string, heading: string, path = route) => ({ route, path, heading });
    pages = [
      of('/start', 'Getting started'),
      of('/servers', 'MCP servers'),
      of('/servers/new', 'Issue a URL'),
      of('/servers/$accountId/$serverId', 'Seen by viewers too', `/servers/${accountId}/${server.id}`),
      of(
        '/servers/$accountId/$serverId/least-privilege',
        'What Seen by viewers too needs',
        `/servers/${accountId}/${server.id}/least-privilege`,
      ),
      of('/servers/$accountId/$serverId/try', 'Try Seen by viewers too', `/servers/${accountId}/${server.id}/try`),
      of(
        '/servers/$accountId/$serverId/check',
        'Check the connection of Seen by viewers too',
        `/servers/${accountId}/${server.id}/check`,
      ),
      of(
        '/servers/$accountId/$serverId/capture',
        'Messages of Seen by viewers too',
        `/servers/${accountId}/${server.id}/capture`,
      ),
      of('/servers/$accountId/$serverId/edit', 'Edit Seen by viewers too', `/servers/${accountId}/${server.id}/edit`),
      of('/contractors', 'Contractors'),
      of('/contractors/$serverId', 'Seen by viewers too', `/contractors/${server.id}`),
      of('/accounts', 'Integrated accounts'),
      of('/accounts/$accountId', 'Seen by viewers', `/accounts/${accountId}`),
      of('/activity', 'Activity'),
      of('/activity', 'Activity', '/activity?tab=changes'),
      of('/people', 'People and keys'),
      of('/people', 'People and keys', '/people?tab=invitations'),
      of('/people', 'People and keys', '/people?tab=api-tokens'),
      of('/organization', 'Organization'),
    ];
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  /** Names of what can be pressed, chosen or filled in on the page itself. */
  const controlsOf = (page: Page): Promise<string[]> =>
    page
      .getByRole('main')
      .locator('button:enabled, input:enabled:not([readonly]):not([type=hidden]), textarea:enabled, select:enabled')
      .filter({ visible: true })
      .evaluateAll(
        (elements, opening) =>
          (elements as unknown as readonly Control[])
            .filter((element) => element.getAttribute('role') !== 'tab' && element.closest(opening) === null)
            .map(
              (element) =>
                element.getAttribute('aria-label') ??
                element.labels?.[0]?.textContent ??
                element.textContent ??
                '(without a name)',
            ),
        OPENING,
      );

  it('has all pages that the router knows, and no control on them that changes something', async () => {
    const router = await readFile('apps/dashboard/router.tsx', 'utf8');
    const routes = [...router.matchAll(/^ +path: '([^']+)'/gm)].map(([, path]) => path ?? '');
    const walked = new Set([...pages.map(({ route }) => route), ...NOT_FOR_MEMBERS]);
    expect(routes.length).toBeGreaterThanOrEqual(12);
    expect(routes.filter((route) => !walked.has(route))).toEqual([]);

    const { page, faults } = await openPage(browser);
    const changing: string[] = [];
    page.on('request', (call) => {
      const isReading = /\/(session|least-privilege\/replay)$/.test(call.url());
      if (call.method() !== 'GET' && !isReading) changing.push(`${call.method()} ${call.url()}`);
    });
    await signInAt(page, gateway.url, VIEWER);
    const offered: Record<string, string[]> = {};
    for (const { path, heading } of pages) {
      await visit(page, gateway.url, path, heading);
      const others = (await controlsOf(page)).filter((name) => !SHOWING.some((known) => known.test(name)));
      if (others.length > 0) offered[path] = others;
    }
    expect(offered).toEqual({});
    expect(changing).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });
});
