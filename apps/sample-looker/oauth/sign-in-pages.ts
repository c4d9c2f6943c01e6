import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { displayNameOf } from '../people/user-summary.js';
import type { StoredRecord } from '../records/collection.js';
import { escapeXml } from '../xml.js';
import { pageStyle } from './page-style.js';
import type { PersonToPick } from './people-to-pick.js';

/** What a form carries on without showing it. */
export type Carried = Readonly<Record<string, string>>;

/** Where somebody picks who they are, to sign in to an app. `notice` is why whoever is signed in cannot go on. */
export function signInPage(
  clientApp: StoredRecord,
  carried: Carried,
  people: readonly PersonToPick[],
  notice = '',
): string {
  return `<h1>Sign in as whom?</h1>
<p>${notice === '' ? '' : `${escapeXml(notice)} `}${appOf(clientApp)} asks who you are at this Looker.${purposeOf(clientApp)}</p>
${peopleForm('/auth', carried, people)}`;
}

/** The same without an app. */
export const loginPage = (people: readonly PersonToPick[]): string =>
  `<h1>Sign in as whom?</h1>\n${peopleForm('/login', {}, people)}`;

/** What an app asks for when somebody meets it the first time. */
export function consentPage(clientApp: StoredRecord, user: StoredRecord, carried: Carried): string {
  const buttons = [button('allow', 'Allow'), button('deny', 'Deny', true), otherButton];
  return `<h1>Let ${appOf(clientApp)} act for you?</h1>
<p>You are signed in as ${nameOf(user)}.${purposeOf(clientApp)}</p>
<p>${appOf(clientApp)} asks to read and change what ${nameOf(user)} may read and change here.</p>
${formOf('/auth', carried, actions(buttons))}`;
}

/** Whoever allowed the app before is asked whether they are still the one who sits here. */
export function goOnPage(clientApp: StoredRecord, user: StoredRecord, carried: Carried): string {
  return `<h1>Go on as ${nameOf(user)}?</h1>
<p>You are signed in as ${nameOf(user)}, who lets ${appOf(clientApp)} read and change what they may read and change here.</p>
${formOf('/auth', carried, actions([button('allow', `Go on as ${nameOf(user)}`), otherButton]))}`;
}

/** Who is signed in, and the way to be somebody else. */
export function accountPage(user: StoredRecord): string {
  return `<h1>Signed in as ${nameOf(user)}</h1>
<p>Apps that send this browser here find ${nameOf(user)}, and ask first.</p>
${formOf('/login', {}, actions([otherButton]))}`;
}

export function refusalPage(reason: string): string {
  return `<h1>This request was refused</h1>
<p>${escapeXml(reason)}</p>
<p class="dim">Go back to the app that sent you here. Whoever set it up finds what it was registered with in Looker's API.</p>`;
}

/** @param formTarget where an app is answered: browsers check the redirects of a form, too. */
export function sendPage(reply: FastifyReply, status: number, body: string, formTarget = ''): FastifyReply {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleOf(body)}Sample Looker</title><link rel="icon" href="data:,"><style>${pageStyle}</style>`;
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'sha256-${styleDigest}'; img-src data:; base-uri 'none'; form-action 'self' ${formTarget}; frame-ancestors 'none'`,
    )
    .send(`<!DOCTYPE html>
<html lang="en"><head>${head}</head>
<body><main><p class="brand">Sample Looker</p>
${body}
</main></body></html>`);
}

const styleDigest = createHash('sha256').update(pageStyle).digest('base64');

const titleOf = (body: string) => (/<h1>([^<]*)/.exec(body)?.[1] ?? '').replace(/(.)$/, '$1 · ');

/** Who sees some rows only stands first: they are what the sample is for. */
function peopleForm(action: string, carried: Carried, people: readonly PersonToPick[]): string {
  const few = people.filter(({ seesSomeRows }) => seesSomeRows);
  const others = people.filter(({ seesSomeRows }) => !seesSomeRows);
  const hidden = few.length === 0 ? others.map(personButton).join('') : moreOf(others);
  const inner = `<input type="hidden" name="answer" value="sign_in">\n${few.map(personButton).join('')}${hidden}`;
  return `<p class="dim">Sign in as one of these people. It is a sample: nobody has a password.</p>
${people.length === 0 ? '<p>Nobody may use this app.</p>' : formOf(action, carried, inner)}`;
}

const moreOf = (people: readonly PersonToPick[]) =>
  people.length === 0
    ? ''
    : `<details><summary>Somebody else (${people.length}), who sees all rows</summary>${people.map(personButton).join('')}</details>`;

const personButton = ({ id, name, may, sees }: PersonToPick) =>
  `<button class="person" name="user_id" value="${escapeXml(id)}"><strong>${escapeXml(name)}</strong>
<span>${escapeXml(sees)}</span><span class="dim">${escapeXml(may)}</span></button>`;

const appOf = ({ display_name: name }: StoredRecord) => escapeXml(String(name));

const purposeOf = ({ description }: StoredRecord) => {
  const text = String(description ?? '').trim();
  return text === '' ? '' : ` <span class="dim">It says of itself: ${escapeXml(text)}</span>`;
};

const nameOf = (user: StoredRecord) => escapeXml(displayNameOf(user) ?? user.id);

const button = (answer: string, label: string, isQuiet = false) =>
  `<button name="answer" value="${answer}"${isQuiet ? ' class="quiet"' : ''}>${label}</button>`;

const otherButton = button('sign_out', 'Sign in as somebody else', true);

const actions = (buttons: readonly string[]) => `<div class="actions">${buttons.join('')}</div>`;

function formOf(action: string, carried: Carried, inner: string): string {
  const hidden = Object.entries(carried).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeXml(value)}">`,
  );
  return `<form action="${action}" method="post">${hidden.join('')}\n${inner}</form>`;
}
