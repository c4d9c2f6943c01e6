import { createHash, randomBytes } from 'node:crypto';
import { type Api, type LookerRecord, noContent, param } from '../api.js';
import type { Instance } from '../instance.js';
import { notFound } from '../looker-errors.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';

const defaultLengthSeconds = 300;
const tokenSeconds = 600;
const authenticationSeconds = 30;

/** Embed sessions without cookies. The reference token names a session; an ended one answers a lifetime of 0. */
export function registerCookielessSessionRoutes(api: Api, instance: Instance): void {
  const { embedSessions } = instance.content;
  const path = '/embed/cookieless_session';
  const secondsLeft = (session: StoredRecord) =>
    Math.max(0, Math.ceil((Number(session.expires_at_ms) - instance.clock().getTime()) / 1000));
  const tokensOf = (session: StoredRecord): LookerRecord => {
    const ttl = Math.min(tokenSeconds, secondsLeft(session));
    return {
      ...{ navigation_token: newToken(), navigation_token_ttl: ttl, api_token: newToken(), api_token_ttl: ttl },
      ...{ session_reference_token: session.id, session_reference_token_ttl: secondsLeft(session) },
    };
  };
  api.post(`${path}/acquire`, (call) => {
    const accepted = acceptBody(call, 'POST', `${path}/acquire`);
    const { session_reference_token: reference, session_length: length, ...user } = accepted;
    const owner = createHash('sha256').update(String(user.external_user_id)).digest('hex');
    const known = embedSessions.find(reference);
    if (known !== undefined && known.owner !== owner) throw notFound();
    const isAlive = known !== undefined && secondsLeft(known) > 0;
    const expiresAtMs = instance.clock().getTime() + Number(length ?? defaultLengthSeconds) * 1000;
    const session = isAlive ? known : embedSessions.add({ id: newToken(), owner, user, expires_at_ms: expiresAtMs });
    const authentication = { authentication_token: newToken(), authentication_token_ttl: authenticationSeconds };
    return { ...authentication, ...tokensOf(session) };
  });
  api.put(`${path}/generate_tokens`, (call) => {
    const { session_reference_token: reference } = acceptBody(call, 'PUT', `${path}/generate_tokens`);
    const session = embedSessions.find(reference);
    return session === undefined
      ? { session_reference_token: reference, session_reference_token_ttl: 0 }
      : tokensOf(session);
  });
  api.delete(`${path}/:session_reference_token`, (call) => {
    embedSessions.remove(param(call, 'session_reference_token'));
    return noContent;
  });
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}
