import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Api, Call, LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest, invalid, LookerError, notFound } from '../looker-errors.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';
import { type DescribedCollection, registerDescribedCollections } from '../records/described-collections.js';
import { checkOneOf } from '../records/references.js';

const secondsMax = 2_592_000;
const secondsOfEmbedAsMe = 300;

const embedSecrets: DescribedCollection = {
  records: 'embedSecrets',
  type: 'EmbedSecret',
  path: '/embed_config/secrets',
  defaults: (call, { clock }) => ({ ...newSecret(), user_id: call.token.userId, created_at: clock().toISOString() }),
  check: (properties) => {
    checkOneOf('algorithm', properties.algorithm, ['hmac/sha-256', 'hmac/sha-1']);
    return properties;
  },
};

/** Secrets of embedding and the signed addresses that they make. */
export function registerEmbedUrlRoutes(api: Api, instance: Instance): void {
  const firstSecret = { ...newSecret(), user_id: '1', created_at: instance.clock().toISOString() };
  registerDescribedCollections(api, instance, [{ ...embedSecrets, seed: [firstSecret] }]);
  api.post('/embed/sso_url', (call) => {
    const { target_url: target, secret_id: secretId, ...user } = acceptBody(call, 'POST', '/embed/sso_url');
    return { url: signedUrl(instance, { target, user, secret: secretOf(instance, secretId) }) };
  });
  api.post('/embed/token_url/me', (call) => {
    const { target_url: target, ...session } = acceptBody(call, 'POST', '/embed/token_url/me');
    if (!pathOf(instance, target).startsWith('/embed/')) {
      throw invalid('target_url', 'The path of the address must begin with /embed/.');
    }
    const user = { session_length: secondsOfEmbedAsMe, ...session, external_user_id: `user-${call.token.userId}` };
    return { url: signedUrl(instance, { target, user, secret: secretOf(instance, undefined) }) };
  });
  api.get('/embed/sso/validate', (call) => {
    const url = validUrl(instance, call);
    return { url: url.href };
  });
}

function newSecret(): LookerRecord {
  return { algorithm: 'hmac/sha-256', enabled: true, secret_type: 'SSO', secret: randomBytes(32).toString('hex') };
}

function secretOf(instance: Instance, id: unknown): StoredRecord {
  const { embedSecrets: secrets } = instance.content;
  const secret = id === undefined ? secrets.all().find((candidate) => candidate.enabled === true) : secrets.get(id);
  if (secret === undefined || secret.enabled !== true) throw new LookerError(403, 'There is no embed secret in use.');
  return secret;
}

/** The path and query of a page of this instance. */
function pathOf(instance: Instance, target: unknown): string {
  if (URL.canParse(String(target))) {
    const url = new URL(String(target));
    if (url.origin === instance.origin()) return `${url.pathname}${url.search}`;
  }
  throw invalid('target_url', `This field must be the complete address of a page at ${instance.origin()}.`);
}

function signedUrl(instance: Instance, embed: { target: unknown; user: LookerRecord; secret: StoredRecord }): string {
  const path = pathOf(instance, embed.target);
  const length = Number(embed.user.session_length ?? 300);
  if (length > secondsMax || length < 0) {
    throw invalid('session_length', `This field must be from 0 to ${secondsMax}.`);
  }
  const url = new URL(`/login/embed/${encodeURIComponent(path)}`, instance.origin());
  url.searchParams.set('nonce', JSON.stringify(randomBytes(16).toString('hex')));
  url.searchParams.set('time', String(Math.floor(instance.clock().getTime() / 1000)));
  url.searchParams.set('secret_id', embed.secret.id);
  for (const [name, value] of Object.entries(embed.user)) url.searchParams.set(name, JSON.stringify(value));
  url.searchParams.set('signature', signatureOf(url, embed.secret));
  return url.href;
}

/** Over the path and all parameters but the signature itself. */
function signatureOf(url: URL, secret: StoredRecord): string {
  const signed = new URL(url);
  signed.searchParams.delete('signature');
  const algorithm = secret.algorithm === 'hmac/sha-1' ? 'sha1' : 'sha256';
  return createHmac(algorithm, String(secret.secret)).update(`${signed.pathname}${signed.search}`).digest('base64url');
}

function validUrl(instance: Instance, call: Call): URL {
  if (call.query.url === undefined || !URL.canParse(call.query.url)) throw badRequest('url must be an address.');
  const url = new URL(call.query.url);
  const secret = instance.content.embedSecrets.find(url.searchParams.get('secret_id'));
  if (secret === undefined) throw notFound();
  const given = Buffer.from(url.searchParams.get('signature') ?? '');
  const expected = Buffer.from(signatureOf(url, secret));
  if (given.length === expected.length && timingSafeEqual(given, expected)) return url;
  throw badRequest('The signature does not fit the address.');
}
