import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { displayNameOf } from '../people/user-summary.js';
import type { StoredRecord } from '../records/collection.js';
import { idsOf } from '../records/references.js';
import { mayUse } from './app-access.js';
import { BrowserSessions } from './browser-sessions.js';
import { activateApp } from './client-apps.js';
import { personToPick } from './people-to-pick.js';
import { accountPage, consentPage, goOnPage, loginPage, refusalPage, sendPage, signInPage } from './sign-in-pages.js';

type Texts = Readonly<Record<string, string>>;

const parameterNames = [
  ...['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'code_challenge', 'code_challenge_method'],
];
const requiredScope = 'cors_api';

/** One visit to `/auth`: what the app asked for, and what came with it. */
interface Visit {
  request: FastifyRequest;
  reply: FastifyReply;
  clientApp: StoredRecord;
  texts: Texts;
}

/**
 * `/auth`, where people let an app act for them, and `/login` and `/logout` for the browser's session. Somebody picks who
 * they are in place of a password, and allows an app once. Whoever is signed in and allowed it is asked whether they are
 * the one who goes on, so that one browser can be several people, one after the other. With `sample_user_id` an address is
 * answered at once, without session and page. A wrong app or address is refused on the spot, every other mistake is told to
 * the app.
 */
export function registerAuthorizePage(app: FastifyInstance, instance: Instance): void {
  const { users } = instance.content;
  const sessions = new BrowserSessions(() => `sample_looker_${new URL(instance.origin()).port}`);
  const signedIn = (request: FastifyRequest) => {
    const user = users.find(sessions.userIdOf(request));
    return user?.is_disabled === true ? undefined : user;
  };
  app.get('/auth', (request, reply) =>
    checked(instance, { request, reply, texts: textsOf(request.query) }, (visit) => {
      const { sample_user_id: pickedId } = visit.texts;
      if (pickedId !== undefined) return grant(instance, visit, users.find(pickedId));
      const user = signedIn(request);
      return user === undefined ? askWho(instance, visit) : askWhether(instance, visit, user);
    }),
  );
  app.post('/auth', (request, reply) =>
    checked(instance, { request, reply, texts: textsOf(request.body) }, (visit) =>
      take(instance, sessions, visit, signedIn(request)),
    ),
  );
  app.get('/login', (request, reply) => {
    const user = signedIn(request);
    const enabled = users.all().filter((each) => each.is_disabled !== true);
    const people = enabled.map((each) => personToPick(instance.content, each));
    return sendPage(reply, 200, user === undefined ? loginPage(people) : accountPage(user));
  });
  app.post('/login', (request, reply) => {
    const { answer, user_id: userId } = textsOf(request.body);
    if (answer === 'sign_in' && users.find(userId) !== undefined) sessions.begin(reply, users.get(userId).id);
    else sessions.end(request, reply);
    return reply.redirect('/login', 303);
  });
  app.get('/logout', (request, reply) => {
    sessions.end(request, reply);
    return reply.redirect('/login', 303);
  });
}

function checked(
  { content }: Instance,
  { request, reply, texts }: Omit<Visit, 'clientApp'>,
  next: (visit: Visit) => FastifyReply,
): FastifyReply {
  const clientApp = content.oauthClientApps.find(texts.client_id);
  if (clientApp?.enabled !== true) return sendPage(reply, 400, refusalPage('The client_id is not known.'));
  if (clientApp.redirect_uri !== texts.redirect_uri) {
    return sendPage(reply, 400, refusalPage('The redirect_uri is not that of the app.'));
  }
  const visit = { request, reply, clientApp, texts };
  const fault = faultOf(texts);
  return fault === null ? next(visit) : tell(visit, { error: fault[0], error_description: fault[1] });
}

function faultOf(texts: Texts): [code: string, description: string] | null {
  if (texts.response_type !== 'code') return ['unsupported_response_type', 'response_type must be code.'];
  if (!(texts.scope ?? '').split(/[ ,]+/).includes(requiredScope)) return ['invalid_scope', 'scope must be cors_api.'];
  if (texts.code_challenge_method !== 'S256') return ['invalid_request', 'code_challenge_method must be S256.'];
  if (!/^[\w-]{43}$/.test(texts.code_challenge ?? '')) return ['invalid_request', 'code_challenge is missing.'];
  return null;
}

function askWho({ content }: Instance, { clientApp, reply, texts }: Visit, notice?: string): FastifyReply {
  const users = content.users.all().filter((user) => mayUse(clientApp, user));
  const people = users.map((user) => personToPick(content, user));
  return sendPage(reply, 200, signInPage(clientApp, carriedOf(texts), people, notice), formTargetOf(clientApp));
}

function askWhether(instance: Instance, visit: Visit, user: StoredRecord): FastifyReply {
  const { clientApp, reply, texts } = visit;
  if (!mayUse(clientApp, user)) {
    const name = displayNameOf(user) ?? user.id;
    return askWho(instance, visit, `You are signed in as ${name}, who may not use this app.`);
  }
  const page = isActivated(clientApp, user) ? goOnPage : consentPage;
  return sendPage(reply, 200, page(clientApp, user, carriedOf(texts)), formTargetOf(clientApp));
}

/** Does what was pressed. */
function take(
  instance: Instance,
  sessions: BrowserSessions,
  visit: Visit,
  user: StoredRecord | undefined,
): FastifyReply {
  const { answer, user_id: userId } = visit.texts;
  if (answer === 'allow' && user !== undefined) return grant(instance, visit, user);
  if (answer === 'deny') return tell(visit, { error: 'access_denied' });
  if (answer === 'sign_out') sessions.end(visit.request, visit.reply);
  const picked = answer === 'sign_in' ? instance.content.users.find(userId) : undefined;
  if (picked === undefined) return askAgain(visit);
  sessions.begin(visit.reply, picked.id);
  return nextFor(instance, visit, picked);
}

/** Whoever picked themselves just now need not say it again. */
function nextFor(instance: Instance, visit: Visit, picked: StoredRecord): FastifyReply {
  const isSettled = isActivated(visit.clientApp, picked) || !mayUse(visit.clientApp, picked);
  return isSettled ? grant(instance, visit, picked) : askAgain(visit);
}

const askAgain = ({ reply, texts }: Visit) => reply.redirect(`/auth?${new URLSearchParams(carriedOf(texts))}`, 303);

const isActivated = (clientApp: StoredRecord, user: StoredRecord) => idsOf(clientApp.user_ids).includes(user.id);

function formTargetOf({ redirect_uri: address }: StoredRecord): string {
  const { origin, protocol } = new URL(String(address));
  return origin === 'null' ? protocol : origin;
}

/** Sends a code to the app, or that this user may not sign in to it. */
function grant({ content, grants }: Instance, visit: Visit, user: StoredRecord | undefined): FastifyReply {
  const { clientApp, texts } = visit;
  if (user === undefined || !mayUse(clientApp, user)) return tell(visit, { error: 'access_denied' });
  activateApp(content, clientApp, user.id);
  const code = grants.issueCode({
    clientGuid: clientApp.id,
    userId: user.id,
    redirectUri: String(clientApp.redirect_uri),
    codeChallenge: texts.code_challenge ?? '',
  });
  return tell(visit, { code });
}

/** Goes back to the app with an answer and its own `state`; 303, so that a form's POST does not go along. */
function tell({ request, reply, texts }: Visit, answer: Texts): FastifyReply {
  const target = new URL(texts.redirect_uri ?? '');
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
  if (texts.state !== undefined) target.searchParams.set('state', texts.state);
  return reply.redirect(target.href, request.method === 'POST' ? 303 : 302);
}

function carriedOf(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([name]) => parameterNames.includes(name)));
}

/** What was sent once and as a text; a parameter that came twice counts as missing. */
function textsOf(values: unknown): Texts {
  const entries = Object.entries(isRecord(values) ? values : {});
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
