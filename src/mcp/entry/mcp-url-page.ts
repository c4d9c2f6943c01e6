import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { accepts } from '../../http/answers/accepted.js';

/** The colours of the dashboard, light and dark. */
const STYLE = `
:root { color-scheme: light dark; --text: #212529; --dim: #495057; --page: #f8f9fb; --card: #fff; --line: #dee2e6; --code: #f1f3f5; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e3e5e8; --dim: #adb1b8; --page: #16181d; --card: #1e2027; --line: #343842; --code: #2a2d36; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 2.5rem 1rem; background: var(--page); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
h2 { margin: 1.5rem 0 0.25rem; font-size: 1rem; }
p { margin: 0 0 0.5rem; }
code { padding: 0.1rem 0.35rem; border-radius: 0.25rem; background: var(--code); font: 0.875em/1.5 ui-monospace, monospace; }
pre { margin: 0.5rem 0; padding: 0.75rem; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 0.5rem; background: var(--code); }
pre code { padding: 0; background: none; }
footer { margin-top: 1.75rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--dim); font-size: 0.9rem; }
footer p:last-child { margin: 0; }
@media (max-width: 30rem) { body { padding: 0; } main { border: 0; border-radius: 0; padding: 1.5rem 1.25rem; min-height: 100vh; } }
`;

/** It names neither the address nor anything that depends on it, so that it is one page for all of them. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>The URL of an MCP server</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>This address is for an assistant, not for a browser</h1>
<p>It is the URL of an MCP server, which lets an assistant such as Claude work with Looker. Copy it from the address bar, and add it there; below, <code>URL</code> stands for it.</p>
<h2>Claude, web and desktop</h2>
<p>Settings, Connectors, Add custom connector: paste the URL, and leave the other fields empty.</p>
<h2>Claude Code</h2>
<pre><code>claude mcp add --transport http looker "URL"</code></pre>
<h2>ChatGPT, Cursor, VS Code and others</h2>
<p>Add an MCP server that is reached by <code>Streamable HTTP</code>, or just <code>HTTP</code>, and paste the URL. No sign-in is needed.</p>
<h2>Programs that are configured by a file and start commands only</h2>
<pre><code>{
  "mcpServers": {
    "looker": {"command": "npx", "args": ["-y", "mcp-remote", "URL"]}
  }
}</code></pre>
<footer>
<p>Keep the URL to yourself, as you would a password. Where it is not enough, whoever gave it to you has an API token for it, too, which goes into the header <code>Authorization: Bearer</code>.</p>
<p>Your assistant says that the URL does not exist, or has expired? Ask whoever gave it to you for a new one.</p>
</footer>
</main>
</body>
</html>
`;

const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('base64');

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_DIGEST}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  vary: 'accept',
};

/**
 * Tells who opens an MCP URL in a browser where it belongs. Programs, which do not ask for HTML, get the 405 of the route. To
 * be called when other headers of security have been set up, some of which this page narrows.
 */
export function explainToBrowsers(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async ({ method, routeOptions, headers }, reply) => {
    if (method !== 'GET' || routeOptions.url !== '/mcp/:token' || !accepts(headers.accept, 'text/html'))
      return undefined;
    return reply.headers(HEADERS).send(PAGE);
  });
}
