import { html, htmlPage } from '../../../http/answers/html-page.js';
import type { SignInKind } from '../../../mcp-servers/sign-in-config.js';
import { clientName } from './client-name.js';

/** What a page of a sign-in under way shows. */
export interface SignInPageContent {
  /** The path of this sign-in's pages. */
  readonly path: string;
  /** Proves that a form was sent from a page of ours. */
  readonly formToken: string;
  readonly client: { readonly name: string; readonly host: string };
  /** Undefined where the server is chosen later. */
  readonly target:
    | {
        readonly organizationName: string;
        readonly serverName: string;
        readonly lookerHost: string;
        /** Whether the person chose it, and may choose another. */
        readonly isChosen: boolean;
      }
    | undefined;
  /** What the URLs of all MCP servers begin with. */
  readonly urlsBegin: string;
  readonly kinds: readonly SignInKind[];
  readonly hasPasswords: boolean;
  /** What people call the OpenID Connect provider, where there is one. */
  readonly providerName: string | undefined;
  /** What the organization's own OpenID provider is called, where people sign in there and it has one. */
  readonly organizationProvider: string | undefined;
  /** Who is signed in already, and may go on as they are. */
  readonly signedIn?: string | undefined;
  /** What went wrong just now. */
  readonly problem?: string | undefined;
  readonly email?: string | undefined;
}

/** Asks who the person is, in the ways that the server takes. */
export function signInPage(content: SignInPageContent): string {
  const { client, target, kinds, problem } = content;
  const ways = kinds.map((kind) => ({ kind, way: WAYS[kind](content) }));
  const title = target === undefined ? 'Sign in' : `Sign in to ${target.serverName}`;
  const then = target === undefined ? 'choose where, and see what it asks for' : 'see what it asks for';
  return htmlPage(
    title,
    html`<h1>${title}</h1>
<p>${clientName(client)} wants to work with Looker for you${target && ` at ${target.organizationName}`}. Say who you are first; then you ${then}.${target?.isChosen ? html` <a href="${content.path}?choose=1">Another server?</a>` : undefined}</p>
${content.signedIn && html`<p>You are signed in as ${content.signedIn} · <a href="${content.path}">go on as ${content.signedIn}</a></p>`}
${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
${ways.flatMap(({ kind, way }, index) => (index === 0 ? [way] : [html`<p class="or">${otherWay(kind, content)}</p>`, way]))}
${target === undefined ? serverForm(content) : undefined}
<footer><p>Your answer goes to <strong>${client.host}</strong>. You did not just connect an assistant? Close this page.</p></footer>`,
    'narrow',
  );
}

const WAYS: Readonly<Record<SignInKind, (content: SignInPageContent) => ReturnType<typeof html>>> = {
  looker: (content) =>
    html`<div class="actions"><a class="button ${quietness(content, 'looker')}" href="${content.path}/looker">Sign in at Looker${content.target && ` (${content.target.lookerHost})`}</a></div>`,
  openid_provider: (content) =>
    content.organizationProvider === undefined
      ? html`<p class="problem">${content.target?.organizationName} has not set its OpenID provider yet, so nobody can sign in there. Tell whoever gave you the URL.</p>`
      : html`<div class="actions"><a class="button ${quietness(content, 'openid_provider')}" href="${content.path}/openid">Sign in with ${content.organizationProvider}</a></div>`,
  member: (content) =>
    html`${content.providerName === undefined ? undefined : singleSignOn(content, content.providerName)}
${content.providerName !== undefined && content.hasPasswords ? html`<p class="or">or with a password</p>` : undefined}
${content.hasPasswords ? passwordForm(content) : noPasswords(content)}`,
};

const otherWay = (kind: SignInKind, { target }: SignInPageContent) =>
  kind === 'member' ? `or as a member${target === undefined ? '' : ` of ${target.organizationName}`}` : 'or';

/** Of several ways, the first one stands out. */
const quietness = ({ kinds }: SignInPageContent, kind: SignInKind) => (kinds[0] === kind ? '' : 'quiet');

const singleSignOn = (content: SignInPageContent, providerName: string) =>
  html`<div class="actions"><a class="button ${quietness(content, 'member')}" href="${content.path}/single-sign-on">Sign in with ${providerName}</a></div>`;

const noPasswords = ({ providerName }: SignInPageContent) =>
  html`<p class="dim">Passwords are not taken here${providerName && `: members sign in with ${providerName}`}.</p>`;

/** Who is no member is known at one server only, by its Looker or its organization's provider; its URL is no secret. */
const serverForm = ({ path, formToken, urlsBegin }: SignInPageContent) =>
  html`<p class="or">or, if you have no account here</p>
<form method="post" action="${path}/choose">
<input type="hidden" name="form_token" value="${formToken}">
<label for="server_url">URL of your MCP server</label>
<input id="server_url" name="server_url" type="url" autocomplete="off" required maxlength="300" placeholder="${urlsBegin}…" aria-describedby="server_url_hint">
<p class="dim" id="server_url_hint">You sign in there, at your Looker or at your company. Whoever manages the server tells you its URL.</p>
<div class="actions"><button class="quiet">Go on to that server</button></div>
</form>`;

const passwordForm = (content: SignInPageContent) =>
  html`<form method="post" action="${content.path}/member">
<input type="hidden" name="form_token" value="${content.formToken}">
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="254" value="${content.email ?? ''}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="72">
<div class="actions"><button class="${content.providerName === undefined ? quietness(content, 'member') : 'quiet'}">Sign in</button></div>
</form>`;
