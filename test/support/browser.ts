import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { SignIn } from './dashboard-client.js';
import { CHROMIUM } from './requirements.js';

const QUIET_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Shorter than a test, so that it says what it waited for. */
const ACTION_MS = 60_000;

/** A real browser that calls nobody but the gateway. */
export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: QUIET_FLAGS });

/** Whether a browser says no more than that nobody was signed in yet: it reports each answer of 401. */
const isExpected = (text: string) => text.includes('401 (Unauthorized)');

/** A page, and everything that goes wrong in it, refusals by its content security policy included. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage({ reducedMotion: 'reduce', ...options });
  page.setDefaultTimeout(ACTION_MS);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  return { page, faults };
}

/** Signs in by the page for it, as people do. */
export async function signInAt(page: Page, url: string, { email, password }: SignIn): Promise<void> {
  await page.goto(`${url}/app/`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'MCP servers' }).waitFor();
}

/** Opens an address inside the dashboard, and waits until it has all that it asked for. */
export async function visit(page: Page, url: string, path: string, heading: string | RegExp): Promise<void> {
  // A new document: within one, a dialog that was left open would stay.
  await page.goto('about:blank');
  await page.goto(`${url}/app/#${path}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Loading').first().waitFor({ state: 'detached' });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeFault {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** All rules run; how each element passed the others, a megabyte on some pages, is not put together. */
const AXE_VIOLATIONS = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`;

/** What axe finds serious or worse on a page as it is now, one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Put in by the browser's own protocol, which no content security policy keeps out, and once a document.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE);
  const violations = await page.evaluate<AxeFault[]>(AXE_VIOLATIONS);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}

/** Texts of which a reader sees a part: badges and tabs that are cut, and words in tables that go on in the next line. */
export const cutTexts = (page: Page): Promise<string[]> => page.evaluate<string[]>(CUT_TEXTS);

/** Runs in the browser: tests are not compiled with the browser's types. */
const CUT_TEXTS = `(() => {
  const cut = [...document.querySelectorAll('.mantine-Badge-root')]
    .filter((badge) => [badge, badge.firstElementChild].some((part) => part.scrollWidth > part.clientWidth + 1))
    .map((badge) => 'cut: ' + badge.textContent);
  const aside = [...document.querySelectorAll('[role=tab]')]
    .filter((tab) => {
      const [own, list] = [tab, tab.closest('[role=tablist]')].map((part) => part.getBoundingClientRect());
      return own.right > Math.min(list.right, innerWidth) + 1 || own.left < Math.max(list.left, 0) - 1;
    })
    .map((tab) => 'aside: ' + tab.textContent);
  const broken = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if (text.parentElement.closest('td, th') === null) continue;
    for (const { index, 0: word } of text.data.matchAll(/[^\\s/-]+/g)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push('broken: ' + word);
    }
  }
  return [...cut, ...aside, ...broken];
})()`;
