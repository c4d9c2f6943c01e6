import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createToken } from '../../src/crypto/bearer-token.js';
import { accessibilityFaults, launchBrowser, openPage } from '../support/browser.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';

const SCREENSHOTS = 'test/screenshots';
/** What browsers send with an address that somebody typed. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('an MCP URL that is opened in a browser', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let token: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    const accountId = await rest.connect(credentialsOf(looker));
    ({ token } = await rest.issue(accountId, { name: 'Board figures' }));
  });
  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const open = (path: string, accept = BROWSER) => fetch(gateway.url + path, { headers: { accept } });

  it('says where it belongs, in one page for every token and every form of the address', async () => {
    const paths = ['/mcp/T', '/mcp/T/', '/MCP/T', '/mcp/T/mcp'].flatMap((path) =>
      [token, createToken('mcp_server'), 'typo'].map((each) => path.replace('T', each)),
    );
    const answers = await Promise.all(paths.map((path) => open(path)));
    const pages = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('claude mcp add --transport http');
    for (const secret of [token, 'Acme', 'Board figures']) expect(pages[0]).not.toContain(secret);
    const heads = answers.map(({ headers }) => {
      const { date: _, 'x-request-id': __, ...others } = Object.fromEntries(headers);
      return JSON.stringify(others);
    });
    expect(new Set(heads).size).toBe(1);
  });

  it('is kept by nobody, runs nothing, and loads nothing', async () => {
    const { headers } = await open(`/mcp/${token}`);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(await (await open(`/mcp/${token}`)).text()).not.toMatch(/<script|https?:/);
  });

  it.each(['*/*', 'application/json', 'text/event-stream', 'application/json, text/event-stream', 'text/html;q=0', ''])(
    'answers who accepts "%s" with 405 as before',
    async (accept) => {
      const answer = await open(`/mcp/${token}`, accept);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
      expect(await answer.json()).toMatchObject({
        jsonrpc: '2.0',
        error: { data: { code: 'route.method_not_allowed' } },
      });
    },
  );
});

describe.skipIf(isMissing(CHROMIUM))('the page of an MCP URL', () => {
  let gateway: TestGateway;
  let browser: Browser;

  beforeAll(async () => {
    [gateway, browser] = await Promise.all([startGateway(), launchBrowser()]);
    await mkdir(SCREENSHOTS, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });

  it.each(['light', 'dark'] as const)('is styled, fits and can be read by everybody in %s', async (colorScheme) => {
    for (const width of [390, 1024, 1440]) {
      const { page, faults } = await openPage(browser, { viewport: { width, height: 900 }, colorScheme });
      await page.goto(`${gateway.url}/mcp/any`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      if (process.env.SCREENSHOTS === 'on')
        await page.screenshot({ path: `${SCREENSHOTS}/mcp-url-${width}-${colorScheme}.png`, fullPage: true });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await page.evaluate('getComputedStyle(document.body).fontFamily')).toContain('system-ui');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    }
  });
});
