import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accepts } from '../../http/answers/accepted.js';
import { html, htmlPage, pageHeaders } from '../../http/answers/html-page.js';

/** Whether the URL opens a server by itself, or people sign in there. */
type Kind = 'secret' | 'sign-in';

/** It names neither the address nor anything that depends on it, so that it is one page for all of a kind. */
const pageOf = (kind: Kind) =>
  htmlPage(
    'The URL of an MCP server',
    html`<h1>This address is for an assistant, not for a browser</h1>
<p>It is the URL of an MCP server, which lets an assistant such as Claude work with Looker. Copy it from the address bar, and add it there; below, <code>URL</code> stands for it.</p>
<h2>Claude, web and desktop</h2>
<p>Settings, Connectors, Add custom connector: paste the URL, and leave the other fields empty. Press “Connect” where it is offered.</p>
<h2>Claude Code</h2>
<pre><code>claude mcp add --transport http looker "URL"</code></pre>
<h2>ChatGPT, Cursor, VS Code and others</h2>
<p>Add an MCP server that is reached by <code>Streamable HTTP</code>, or just <code>HTTP</code>, and paste the URL. ${kind === 'secret' ? 'Some URLs then ask you to sign in.' : 'It then asks you to sign in.'}</p>
<h2>Programs that are configured by a file and start commands only</h2>
<pre><code>{
  "mcpServers": {
    "looker": {"command": "npx", "args": ["-y", "mcp-remote", "URL"]}
  }
}</code></pre>
<footer>
${kind === 'secret' ? KEEP : CHOOSE}
</footer>`,
  );

const KEEP = html`<p>Keep the URL to yourself, as you would a password. Where it is not enough, whoever gave it to you has an API token for it, too, which goes into the header <code>Authorization: Bearer</code>.</p>
<p>Your assistant says that the URL does not exist, or has expired? Ask whoever gave it to you for a new one.</p>`;
const CHOOSE = html`<p>The URL is no secret, and the same for everybody. When your assistant connects, you sign in, choose the MCP server that you want, and see what the assistant can do there before anything is let in.</p>`;
const PAGES: Readonly<Record<Kind, string>> = { secret: pageOf('secret'), 'sign-in': pageOf('sign-in') };

const HEADERS = { ...pageHeaders(), vary: 'accept' };

/**
 * Tells who opens an MCP URL in a browser where it belongs. Programs, which do not ask for HTML, get the 405 of the route. To
 * be called when other headers of security have been set up, some of which this page narrows.
 */
export function explainToBrowsers(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const page = request.routeOptions.url === '/mcp/:token' ? pageForBrowser(request, 'secret') : undefined;
    return page && reply.headers(page.headers).send(page.body);
  });
}

/** What to show to who opens the URL of a server in a browser; undefined: a program asks. */
export function pageForBrowser({ method, headers }: FastifyRequest, kind: Kind) {
  return method === 'GET' && accepts(headers.accept, 'text/html') ? { headers: HEADERS, body: PAGES[kind] } : undefined;
}
