import { html, htmlPage } from '../../../http/answers/html-page.js';
import { clientName } from './client-name.js';

/** The servers of one account that somebody may choose. */
export interface ChoiceGroup {
  readonly organizationName: string;
  readonly accountName: string;
  readonly lookerHost: string;
  readonly servers: readonly {
    readonly id: string;
    readonly name: string;
    /** Whether people sign in at Looker there, and not as members. */
    readonly isAtLooker: boolean;
  }[];
}

/** What somebody chooses from. */
export interface ChoicePageContent {
  readonly path: string;
  readonly formToken: string;
  readonly client: { readonly name: string; readonly host: string };
  readonly person: string;
  readonly groups: readonly ChoiceGroup[];
  readonly chosenId: string | undefined;
}

/** Asks which MCP server a client is to work with. */
export function choicePage(content: ChoicePageContent): string {
  const { path, formToken, client, person, groups } = content;
  if (groups.length === 0) return nothingPage(content);
  return htmlPage(
    `Which Looker for “${client.name}”?`,
    html`<h1>Which Looker should ${clientName(client)} work with?</h1>
<p>You are ${person} · <a href="${path}?again=1">somebody else?</a></p>
<form method="post" action="${path}/choose">
<input type="hidden" name="form_token" value="${formToken}">
${groups.map((group) => groupPart(group, content))}
<div class="actions"><button>Go on</button></div>
</form>
<footer><p>Nothing is let in yet: next you see what it could do there. Your answer goes to <strong>${client.host}</strong>. You did not just connect an assistant? Close this page.</p></footer>`,
    'narrow',
  );
}

function groupPart({ organizationName, accountName, lookerHost, servers }: ChoiceGroup, content: ChoicePageContent) {
  const chosenId = content.chosenId ?? content.groups[0]?.servers[0]?.id;
  return html`<fieldset>
<legend>${accountName} <span class="dim">${organizationName} · ${lookerHost}</span></legend>
${servers.map(
  ({ id, name, isAtLooker }) =>
    html`<label class="choice"><input type="radio" name="server" value="${id}" required${id === chosenId ? html` checked` : undefined}>
<span>${name}${isAtLooker ? html` <span class="dim">You sign in at Looker next.</span>` : undefined}</span></label>
`,
)}</fieldset>
`;
}

const nothingPage = ({ path, client, person }: ChoicePageContent) =>
  htmlPage(
    'No MCP server for you',
    html`<h1>There is no MCP server here for you yet</h1>
<p>You are ${person} · <a href="${path}?again=1">somebody else?</a></p>
<p>Ask an administrator of your organization to let you in at an MCP server where people sign in. Then connect ${clientName(client)} again.</p>
<p>You have the URL of an MCP server? <a href="${path}?again=1">Sign in with it</a>.</p>`,
    'narrow',
  );
