import type { FastifyReply } from 'fastify';
import { displayNameOf } from '../people/user-summary.js';
import type { StoredRecord } from '../records/collection.js';
import { escapeXml } from '../xml.js';

/** What a form carries on without showing it. */
export type Carried = Readonly<Record<string, string>>;

/** The form in which somebody picks who they are, in place of a password; `users` are those to pick from. */
export function signInForm(action: string, carried: Carried, users: readonly StoredRecord[]): string {
  const options = users.map((user) => `<option value="${escapeXml(user.id)}">${escapeXml(nameOf(user))}</option>`);
  return formOf(
    action,
    carried,
    `<label>Sign in as <select name="user_id">${options.join('')}</select></label> ${button('sign_in', 'Sign in')}`,
  );
}

/** What an app asks for when somebody meets it the first time. */
export function consentPage(clientApp: StoredRecord, user: StoredRecord, carried: Carried): string {
  const appName = escapeXml(String(clientApp.display_name));
  const buttons = [button('allow', 'Allow'), button('deny', 'Deny'), button('sign_out', 'Use another account')];
  return `${headOf(clientApp)}
<p>${appName} asks to read and change what ${escapeXml(nameOf(user))} may read and change here.</p>
${formOf('/auth', carried, buttons.join(' '))}`;
}

export function signInPage(clientApp: StoredRecord, carried: Carried, users: readonly StoredRecord[]): string {
  return `${headOf(clientApp)}\n${signInForm('/auth', carried, users)}`;
}

/** Who is signed in, and the way to be somebody else. */
export function accountPage(user: StoredRecord): string {
  return `<h1>Sample Looker</h1>
<p>Signed in as ${escapeXml(nameOf(user))}</p>
${formOf('/login', {}, button('sign_out', 'Use another account'))}`;
}

export function refusalPage(reason: string): string {
  return `<h1>This request was refused</h1><p>${escapeXml(reason)}</p>`;
}

export function sendPage(reply: FastifyReply, status: number, body: string): FastifyReply {
  const style = '<style>body{font:16px sans-serif;margin:4em}</style>';
  const head = `<meta charset="utf-8"><title>Sample Looker</title><link rel="icon" href="data:,">${style}`;
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(`<!DOCTYPE html><html lang="en"><head>${head}</head><body>${body}</body></html>`);
}

const headOf = ({ display_name: name, description }: StoredRecord) =>
  `<h1>${escapeXml(String(name))}</h1>\n<p>${escapeXml(String(description ?? ''))}</p>`;

const nameOf = (user: StoredRecord) => displayNameOf(user) ?? user.id;

const button = (answer: string, label: string) => `<button name="answer" value="${answer}">${label}</button>`;

function formOf(action: string, carried: Carried, inner: string): string {
  const hidden = Object.entries(carried).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeXml(value)}">`,
  );
  return `<form action="${action}" method="post">${hidden.join('')}\n${inner}</form>`;
}
