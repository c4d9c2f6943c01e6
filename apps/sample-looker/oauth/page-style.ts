/** How the pages look: no file, script or font of anywhere else. */
export const pageStyle = `
:root { color-scheme: light dark; --text: #1f2933; --dim: #52606d; --page: #f4f5f7; --card: #fff; --line: #d5dae0; --main: #5f3dc4; --on-main: #fff; --hover: #f3f0ff; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e7eb; --dim: #a7b0ba; --page: #15171c; --card: #1d2026; --line: #363c46; --main: #b197fc; --on-main: #15171c; --hover: #292536; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 2.5rem 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
.brand { margin: 0 0 1rem; color: var(--dim); font-size: 0.85rem; font-weight: 600; letter-spacing: 0.04em; text-transform: uppercase; }
h1 { margin: 0 0 0.5rem; font-size: 1.4rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
.dim { color: var(--dim); font-size: 0.9rem; }
button { font: inherit; cursor: pointer; border-radius: 0.5rem; }
:is(button, summary):focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
.person { display: block; width: 100%; margin: 0.75rem 0 0; padding: 0.75rem 1rem; text-align: left; color: inherit; background: none; border: 1px solid var(--line); }
.person:hover { border-color: var(--main); background: var(--hover); }
.person strong { color: var(--main); }
.person span { display: block; font-size: 0.9rem; }
details { margin-top: 1.25rem; }
summary { cursor: pointer; color: var(--dim); }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.25rem; }
.actions button { flex: 1 1 11rem; padding: 0.65rem 1rem; font-weight: 600; color: var(--on-main); background: var(--main); border: 1px solid var(--main); }
.actions .quiet { color: var(--text); background: none; border-color: var(--dim); }
@media (max-width: 30rem) { body { padding: 0; background: var(--card); } main { border: 0; border-radius: 0; padding: 1.5rem 1.25rem; } }
`;
