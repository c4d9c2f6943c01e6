import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { accessibilityFaults, cutTexts, launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';
import { signInAt as signInClient } from '../support/sign-in.js';

/** A folder for pictures of each form, to be looked at. */
const PICTURES = process.env.CAPTURE_PICTURES;
const FORMS = [390, 1024, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

describe.skipIf(isMissing(CHROMIUM))('the dashboard’s page of recorded messages', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let browser: Browser;
  let accountId: string;

  beforeAll(async () => {
    [looker, gateway, browser] = await Promise.all([startSampleLooker(), startGateway(), launchBrowser()]);
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  it('starts a recording, shows the sequence as it comes, its faults alone, and ends it', async () => {
    const server = await acme.rest.issue(accountId, { name: 'Ana’s Claude', config: { auth: 'oauth' } });
    const path = `/servers/${accountId}/${server.id}/capture`;
    const { page, faults } = await openPage(browser);
    await signInAt(page, gateway.url, acme.owner);
    await visit(page, gateway.url, path, 'Messages of Ana’s Claude');
    await page.getByText('30 min').click();
    await page.getByRole('button', { name: 'Start recording' }).click();
    await page.getByRole('timer').waitFor();
    expect(await page.getByRole('timer').textContent()).toMatch(/^(30:00|29:\d\d) left$/);
    await page.getByText('Nothing has come yet').waitFor();
    await fetch(server.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    await fetch(server.url, {
      ...{ method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' },
      headers: { 'content-type': 'application/json', authorization: 'Bearer wrong' },
    });
    await signInClient(server.url, acme.owner);
    await page.getByRole('button', { name: /Tokens for a code/ }).click();
    await page.getByText('POST /oauth/token').waitFor();
    await page
      .getByRole('button', { name: /initialize|tools\/list/ })
      .first()
      .waitFor();
    // What goes over from one colour to another has neither while it is looked at.
    await page.addStyleTag({ content: '* { transition: none !important; }' });
    for (const { width, colorScheme } of FORMS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      if (PICTURES !== undefined)
        await page.screenshot({ path: `${PICTURES}/capture-${width}-${colorScheme}.png`, fullPage: true });
      expect([await accessibilityFaults(page), await cutTexts(page)], `${width} ${colorScheme}`).toEqual([[], []]);
    }
    await page.getByRole('switch', { name: 'Faults only' }).click();
    await page.getByRole('button', { name: /Tokens for a code/ }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /401 credential\.invalid/ }).waitFor();
    await queryAsOwner(
      gateway.databaseUrl,
      `UPDATE mcp_servers SET capture_started_at = capture_started_at - interval '40 minutes',
         capture_until = capture_until - interval '40 minutes' WHERE id = $1`,
      [server.id],
    );
    await page.getByText('It has ended.').waitFor();
    await page.getByRole('button', { name: 'Remove the messages' }).click();
    await page.getByRole('button', { name: 'Start recording' }).waitFor();
    await page.getByRole('button', { name: /401 credential\.invalid/ }).waitFor({ state: 'detached' });
    expect((await acme.rest.get(`/integrated-account/${accountId}/mcp/${server.id}/capture`)).body.state).toBe('off');
    expect(faults).toEqual([]);
  });
});
