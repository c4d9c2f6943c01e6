/** A browser without scripts: it keeps cookies by their path, and sends forms. */
export class FormBrowser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  /** Opens an address and follows redirects while they stay at this origin. */
  async open(url: string, init: RequestInit = {}): Promise<BrowserAnswer> {
    const { origin, pathname } = new URL(url);
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...init.headers, cookie: this.cookiesFor(pathname) },
    });
    this.keep(answer.headers.getSetCookie());
    const location = answer.headers.get('location');
    if (location === null || answer.status < 300 || answer.status >= 400)
      return { status: answer.status, url, text: await answer.text(), headers: answer.headers };
    const next = new URL(location, url);
    if (next.origin !== origin) return { status: answer.status, url: next.href, text: '', headers: answer.headers };
    return this.open(next.href);
  }

  /** Sends the form of a page whose action ends so, with these fields besides its hidden ones. */
  async send(page: BrowserAnswer, action: string, fields: Record<string, string>): Promise<BrowserAnswer> {
    const form = page.text.split('<form').find((part) => part.split('>')[0]?.includes(`${action}"`));
    if (form === undefined) throw new Error(`the page has no form to ${action}: ${page.text.slice(0, 2000)}`);
    const hidden = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const body = new URLSearchParams(Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const target = /action="([^"]+)"/.exec(form)?.[1] ?? '';
    return this.open(new URL(target, page.url).href, { method: 'POST', body });
  }

  /** Takes a cookie of the whole origin over, such as that of a session. */
  set(cookie: string): void {
    const [name = '', value = ''] = cookie.split(/=(.*)/s);
    this.cookies.set(`${name} /`, { value, path: '/' });
  }

  /** What it sends to an address. */
  cookiesAt(url: string): string {
    return this.cookiesFor(new URL(url).pathname);
  }

  private cookiesFor(path: string): string {
    const sent = [...this.cookies].filter(([, cookie]) => path.startsWith(cookie.path));
    return sent.map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; ');
  }

  private keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(/; */);
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const path = attributes.find((each) => /^path=/i.test(each))?.slice('path='.length) ?? '/';
      if (value === '') this.cookies.delete(`${name} ${path}`);
      else this.cookies.set(`${name} ${path}`, { value, path });
    }
  }
}

export interface BrowserAnswer {
  readonly status: number;
  /** Where it ended; outside of the origin it was not opened. */
  readonly url: string;
  readonly text: string;
  readonly headers: Headers;
}
