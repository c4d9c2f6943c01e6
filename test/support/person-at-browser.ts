import type { Browser } from 'playwright-core';
import { openPage } from './browser.js';

/** What a member signs in with. */
export interface MemberSignIn {
  readonly email: string;
  readonly password: string;
}

/** A member with a real browser, who goes where a client sends them, signs in, and presses the button that lets it in. */
export class PersonAtBrowser {
  constructor(
    private readonly browser: Browser,
    private readonly member: MemberSignIn,
  ) {}

  /**
   * @param listener who answers where the browser is sent in the end.
   * @returns that address, with the code.
   */
  async letIn(asked: URL | string, callback: string, listener: 'browser' | 'client' = 'browser'): Promise<URL> {
    const { page, faults } = await openPage(this.browser);
    const isCallback = (url: URL) => url.href.startsWith(callback);
    if (listener === 'browser') await page.route(isCallback, (route) => route.fulfill({ body: 'Done' }));
    const sentBack = page.waitForRequest((request) => isCallback(new URL(request.url())));
    await page.goto(String(asked));
    await page.getByLabel('E-mail').fill(this.member.email);
    await page.getByLabel('Password').fill(this.member.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Let it in' }).click();
    const end = new URL((await sentBack).url());
    // What the client shows there is its own, and it may have gone already.
    await page.waitForLoadState().catch(() => undefined);
    const own = listener === 'browser' ? faults : [];
    await page.close();
    if (own.length > 0) throw new Error(`the pages of the sign-in had faults: ${own.join('; ')}`);
    return end;
  }
}
