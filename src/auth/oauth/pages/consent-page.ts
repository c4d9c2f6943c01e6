import type { Scope } from '../../../access/oauth-scopes.js';
import { html, htmlPage } from '../../../http/answers/html-page.js';
import { clientName } from './client-name.js';

/** Whose word a client's name is: an admin's who registered it, that of the host which describes it, or its own. */
export type ClientNamedBy = 'admin' | 'itself' | { readonly host: string };

/** What somebody is asked to consent to. */
export interface ConsentPageContent {
  readonly path: string;
  readonly formToken: string;
  /** Whether the person has just answered a page that said something else. */
  readonly isChanged: boolean;
  readonly client: { readonly name: string; readonly host: string };
  /** Who says that the client is called so. */
  readonly namedBy: ClientNamedBy;
  readonly organizationName: string;
  readonly serverName: string;
  /** Whether the person chose the server, and may choose another. */
  readonly isChosen: boolean;
  /** Who signed in. */
  readonly person: string;
  /** What the provider is called that says so; undefined: Looker, or the gateway itself. */
  readonly vouchedBy: string | undefined;
  /** As whom Looker is called. */
  readonly lookerIdentity: string;
  readonly lookerHost: string;
  readonly tools: { readonly reading: number; readonly writing: number };
  readonly scopes: readonly Scope[];
  readonly lastsDays: number;
  readonly serverExpiresAt: Date | null;
}

/** Shows who asks for what, as whom, and until when; nothing goes on without an answer. */
export function consentPage(content: ConsentPageContent): string {
  const { path, formToken, client, organizationName, serverName, person, lookerIdentity, lookerHost } = content;
  return htmlPage(
    `Let “${client.name}” in?`,
    html`<h1>Let ${clientName(client)} work with Looker for you?</h1>
${content.isChanged ? CHANGED : undefined}<p>It asks to use <strong>${serverName}</strong> of ${organizationName}.${otherPart(content)}</p>
<dl>
<dt>Who asks</dt><dd>${clientName(client)}, ${namedByText(content)}. Your answer goes to <strong>${client.host}</strong>.</dd>
<dt>You are</dt><dd>${person}${content.vouchedBy && `, says ${content.vouchedBy}`} · <a href="${path}?again=1">somebody else?</a></dd>
<dt>It can</dt><dd>${toolsText(content)}</dd>
<dt>At Looker</dt><dd>${lookerHost}, as ${lookerIdentity}</dd>
<dt>Until</dt><dd>${untilText(content)}</dd>
</dl>
<form method="post" action="${path}/consent">
<input type="hidden" name="form_token" value="${formToken}">
<div class="actions">
<button name="decision" value="allow">Let it in</button>
<button name="decision" value="refuse" class="quiet">Refuse</button>
</div>
</form>
<footer><p>Whoever manages ${organizationName} sees that you let it in and what it calls, and can end it. You did not just connect an assistant? Refuse.</p></footer>`,
    'narrow',
  );
}

const CHANGED = html`<p class="problem" role="alert">Nothing was let in: who you are, the server, or what could be done there has changed since you saw this page, perhaps in another window. Read what it says now, and answer again.</p>
`;

function namedByText({ namedBy, organizationName }: ConsentPageContent): string {
  if (namedBy === 'admin') return `which an administrator of ${organizationName} registered`;
  return namedBy === 'itself' ? 'which calls itself so' : `as ${namedBy.host} calls it`;
}

const otherPart = ({ isChosen, path }: ConsentPageContent) =>
  isChosen ? html` <a href="${path}?choose=1">Another one?</a>` : undefined;

function toolsText({ tools, scopes }: ConsentPageContent): string {
  const reading = `read with ${tools.reading} ${tools.reading === 1 ? 'tool' : 'tools'}`;
  if (!scopes.includes('looker:write') || tools.writing === 0) return `${reading}; change nothing`;
  return `${reading}, and create, change or delete with ${tools.writing}`;
}

function untilText({ lastsDays, serverExpiresAt }: ConsentPageContent): string {
  const unused = `it was not used for ${lastsDays} ${lastsDays === 1 ? 'day' : 'days'}, or somebody ends it`;
  if (serverExpiresAt === null) return unused;
  return `${serverExpiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC at most; earlier where ${unused}`;
}
