import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Instance } from '../instance.js';
import { displayNameOf } from '../people/user-summary.js';
import type { StoredRecord } from '../records/collection.js';
import { idsOf } from '../records/references.js';
import { escapeXml } from '../xml.js';
import { activateApp } from './client-apps.js';

type Query = Readonly<Record<string, string | undefined>>;

const parameterNames = [
  ...['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'code_challenge', 'code_challenge_method'],
];
const requiredScope = 'cors_api';

/**
 * `GET /auth`: a page on which somebody picks who they are, in place of Looker's sign-in; with `sample_user_id` it is
 * answered at once. A wrong app or address is refused on the spot, every other mistake is told to the app.
 */
export function registerAuthorizePage(app: FastifyInstance, instance: Instance): void {
  const { content, grants } = instance;
  app.get<{ Querystring: Query }>('/auth', (request, reply) => {
    const { query } = request;
    const clientApp = content.oauthClientApps.find(query.client_id ?? '');
    if (clientApp === undefined || clientApp.enabled !== true) return refuse(reply, 'The client_id is not known.');
    if (clientApp.redirect_uri !== query.redirect_uri) return refuse(reply, 'The redirect_uri is not that of the app.');
    const fault = faultOf(query);
    if (fault !== null) return redirect(reply, query, { error: fault[0], error_description: fault[1] });
    const { sample_user_id: userId } = query;
    if (userId === undefined) return sendPage(reply, 200, signInForm(instance, clientApp, query));
    const user = content.users.find(userId);
    if (user === undefined || !mayUse(clientApp, user)) return redirect(reply, query, { error: 'access_denied' });
    activateApp(content, clientApp, user.id);
    const code = grants.issueCode({
      clientGuid: clientApp.id,
      userId: user.id,
      redirectUri: String(clientApp.redirect_uri),
      codeChallenge: query.code_challenge ?? '',
    });
    return redirect(reply, query, { code });
  });
}

function faultOf(query: Query): [code: string, description: string] | null {
  if (query.response_type !== 'code') return ['unsupported_response_type', 'response_type must be code.'];
  if (!(query.scope ?? '').split(/[ ,]+/).includes(requiredScope)) return ['invalid_scope', 'scope must be cors_api.'];
  if (query.code_challenge_method !== 'S256') return ['invalid_request', 'code_challenge_method must be S256.'];
  if (!/^[\w-]{43}$/.test(query.code_challenge ?? '')) return ['invalid_request', 'code_challenge is missing.'];
  return null;
}

function mayUse(clientApp: StoredRecord, user: StoredRecord): boolean {
  const isMember = clientApp.group_id === null || idsOf(user.group_ids).includes(String(clientApp.group_id));
  return user.is_disabled !== true && isMember;
}

function redirect(reply: FastifyReply, query: Query, answer: Readonly<Record<string, string>>): FastifyReply {
  const target = new URL(query.redirect_uri ?? '');
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
  if (query.state !== undefined) target.searchParams.set('state', query.state);
  return reply.redirect(target.href, 302);
}

function refuse(reply: FastifyReply, reason: string): FastifyReply {
  return sendPage(reply, 400, `<h1>This request was refused</h1><p>${escapeXml(reason)}</p>`);
}

function signInForm({ content }: Instance, clientApp: StoredRecord, query: Query): string {
  const hidden = parameterNames
    .filter((name) => query[name] !== undefined)
    .map((name) => `<input type="hidden" name="${name}" value="${escapeXml(query[name] ?? '')}">`);
  const people = content.users
    .all()
    .filter((user) => mayUse(clientApp, user))
    .map((user) => `<option value="${escapeXml(user.id)}">${escapeXml(displayNameOf(user) ?? user.id)}</option>`);
  return `<h1>${escapeXml(String(clientApp.display_name))}</h1>
<p>${escapeXml(String(clientApp.description ?? ''))}</p>
<form action="/auth" method="get">${hidden.join('')}
<label>Sign in as <select name="sample_user_id">${people.join('')}</select></label>
<button>Allow</button></form>`;
}

function sendPage(reply: FastifyReply, status: number, body: string): FastifyReply {
  const head = '<meta charset="utf-8"><title>Sample Looker</title><style>body{font:16px sans-serif;margin:4em}</style>';
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(`<!DOCTYPE html><html lang="en"><head>${head}</head><body>${body}</body></html>`);
}
