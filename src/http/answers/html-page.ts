import { createHash } from 'node:crypto';

/** The colours of the dashboard, light and dark. */
const STYLE = `
:root { color-scheme: light dark; --text: #212529; --dim: #495057; --page: #f8f9fb; --card: #fff; --line: #dee2e6; --code: #f1f3f5; --main: #3b5bdb; --on-main: #fff; --bad: #c92a2a; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e3e5e8; --dim: #adb1b8; --page: #16181d; --card: #1e2027; --line: #343842; --code: #2a2d36; --main: #91a7ff; --on-main: #16181d; --bad: #ffa8a8; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 2.5rem 1rem; background: var(--page); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
main.narrow { max-width: 30rem; }
h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
h2 { margin: 1.5rem 0 0.25rem; font-size: 1rem; }
p { margin: 0 0 0.5rem; overflow-wrap: anywhere; }
a { color: var(--main); }
code { padding: 0.1rem 0.35rem; border-radius: 0.25rem; background: var(--code); font: 0.875em/1.5 ui-monospace, monospace; }
pre { margin: 0.5rem 0; padding: 0.75rem; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 0.5rem; background: var(--code); }
pre code { padding: 0; background: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.5rem 1rem; margin: 1.25rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: 0.5rem; }
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; }
label { display: block; margin: 0.75rem 0 0.25rem; font-weight: 600; font-size: 0.9rem; }
input { width: 100%; padding: 0.6rem 0.75rem; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--dim); border-radius: 0.5rem; }
fieldset { min-width: 0; margin: 1.25rem 0 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: 600; overflow-wrap: anywhere; }
bdi.name { font-weight: 700; }
.dim { display: block; color: var(--dim); font-size: 0.9rem; font-weight: 400; }
p.dim { margin-top: 0.4rem; }
.choice { display: flex; gap: 0.75rem; align-items: baseline; margin: 0.5rem 0 0; padding: 0.75rem 1rem; font-size: 1rem; overflow-wrap: anywhere; cursor: pointer; border: 1px solid var(--line); border-radius: 0.5rem; }
.choice > span { min-width: 0; }
.choice:has(:checked) { border-color: var(--main); box-shadow: inset 0 0 0 1px var(--main); }
input[type="radio"] { flex: none; width: auto; margin: 0; accent-color: var(--main); }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.25rem; }
button, .button { flex: 1 1 10rem; padding: 0.65rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; color: var(--on-main); background: var(--main); border: 1px solid var(--main); border-radius: 0.5rem; }
.quiet { color: var(--text); background: none; border-color: var(--dim); }
:is(button, a, input):focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
.or { margin: 1.25rem 0 0; color: var(--dim); text-align: center; }
.problem { margin: 0 0 1rem; padding: 0.75rem 1rem; border: 1px solid var(--bad); border-radius: 0.5rem; color: var(--bad); }
footer { margin-top: 1.75rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--dim); font-size: 0.9rem; }
footer p:last-child { margin: 0; }
@media (max-width: 30rem) { body { padding: 0; } main { border: 0; border-radius: 0; padding: 1.5rem 1.25rem; min-height: 100vh; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.5rem; } dd:last-child { margin: 0; } }
`;

const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('base64');

/** A piece of HTML in which all texts are escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | undefined | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

function written(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(({ text }) => text).join('') : escaped(String(part));
}

/** HTML with values in it: whatever is no `Html` is written as text. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(texts.map((text, index) => text + written(parts[index])).join(''));

/** A page without scripts, in the dashboard's colours. */
export const htmlPage = (title: string, main: Html, width: 'wide' | 'narrow' = 'wide'): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main class="${width}">
${main}
</main>
</body>
</html>
`.text;

/**
 * The headers of such a page: it loads nothing from anywhere, and no page shows it in a frame.
 * @param formTargets where its forms lead, redirects included; left out: it has none.
 */
export const pageHeaders = (formTargets: readonly string[] = ["'none'"]) => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_DIGEST}'; img-src data:; base-uri 'none'; form-action ${formTargets.join(' ')}; frame-ancestors 'none'`,
});
