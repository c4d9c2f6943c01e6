import { createHmac } from 'node:crypto';
import { type CryptoKey, exportSPKI, importJWK } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { bearerCall } from '../support/bearer-call.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { TokenIssuer } from '../support/token-issuer.js';

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const nowSeconds = () => Math.floor(Date.now() / 1000);

describe('an MCP server that takes the tokens of its customer’s issuer', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  const open: TokenIssuer[] = [];

  const issuerOf = async (alg?: string) => {
    const issuer = await TokenIssuer.start(alg);
    open.push(issuer);
    return issuer;
  };
  const serverOf = (issuer: TokenIssuer) =>
    acme.rest.issue(accountId, {
      config: { auth: 'oauth', oauth: { provider: 'external', external: issuer.external() } },
    });

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((issuer) => issuer.close()));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it.each(['RS256', 'ES256', 'PS256', 'EdDSA'])('takes tokens signed with %s', async (alg) => {
    const issuer = await issuerOf(alg);
    const { url } = await serverOf(issuer);
    expect((await bearerCall(url, await issuer.sign())).status).toBe(200);
  });

  it.each<[string, (issuer: TokenIssuer) => Promise<string>]>([
    [
      'is not signed (alg none)',
      async (issuer) => {
        const [, claims] = (await issuer.sign()).split('.');
        return `${base64({ alg: 'none', typ: 'at+jwt' })}.${claims}.`;
      },
    ],
    [
      'is signed with the public key as a secret (HS256)',
      async (issuer) => {
        const [, claims] = (await issuer.sign()).split('.');
        const { kid } = issuer.publicKey;
        const head = `${base64({ alg: 'HS256', kid, typ: 'at+jwt' })}.${claims}`;
        const secret = await exportSPKI(
          (await importJWK(issuer.publicKey, 'RS256', { extractable: true })) as CryptoKey,
        );
        return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
      },
    ],
    [
      'was altered',
      async (issuer) => {
        const [head, , signature] = (await issuer.sign()).split('.');
        const claims = base64({ iss: issuer.url, aud: 'looker-mcp', sub: 'eve', exp: nowSeconds() + 600 });
        return `${head}.${claims}.${signature}`;
      },
    ],
    ['names another issuer', (issuer) => issuer.sign({ iss: `${issuer.url}/` })],
    ['is for another audience', (issuer) => issuer.sign({ aud: ['other', 'looker-mcp-2'] })],
    ['names no audience', (issuer) => issuer.sign({ aud: undefined })],
    ['is expired', (issuer) => issuer.sign({ exp: nowSeconds() - 60 })],
    ['does not say when it expires', (issuer) => issuer.sign({ exp: undefined })],
    ['is not valid yet', (issuer) => issuer.sign({ nbf: nowSeconds() + 120 })],
    ['is of another kind (logout+jwt)', (issuer) => issuer.sign({}, { typ: 'logout+jwt' })],
    ['says of nobody who it is', (issuer) => issuer.sign({ sub: undefined })],
    ['names a key that the issuer has not', (issuer) => issuer.sign({}, { kid: 'another' })],
    ['is no token', async () => 'x'],
    ['is longer than any', async () => 'x'.repeat(9_000)],
  ])('refuses a token that %s, with the challenge', async (_, make) => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer);
    const answer = await bearerCall(url, await make(issuer));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('a scope that is no text is none', async () => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer);
    const scp = [{ toString: 1, valueOf: 1 }, ['looker:write'], 'looker:read'];
    expect((await bearerCall(url, await issuer.sign({ scp }))).status).toBe(200);
    expect((await bearerCall(url, await issuer.sign({ scp }), 'create_a_looker_folder')).status).toBe(403);
  });

  it('refuses a token that the issuer itself signed with another algorithm (RS512)', async () => {
    const issuer = await issuerOf('RS512');
    const { url } = await serverOf(issuer);
    expect((await bearerCall(url, await issuer.sign())).status).toBe(401);
  });

  it.each(['JWT', 'jwt', 'AT+JWT', 'application/at+jwt', undefined])('takes a token of the type %s', async (typ) => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer);
    expect((await bearerCall(url, await issuer.sign({}, { typ } as object))).status).toBe(200);
  });

  it('keeps the keys, asks once more for an unknown one however many name one, and takes the keys of a rotation at once', async () => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer);
    expect((await bearerCall(url, await issuer.sign())).status).toBe(200);
    expect((await bearerCall(url, await issuer.sign({ jti: '2' }))).status).toBe(200);
    expect(issuer.asked).toBe(1);
    await issuer.rotate();
    const rotated = await Promise.all(Array.from({ length: 5 }, (__, jti) => issuer.sign({ jti: String(jti) })));
    const answers = await Promise.all(rotated.map((token) => bearerCall(url, token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(issuer.asked).toBe(2);
    const made = await Promise.all(Array.from({ length: 10 }, (__, n) => issuer.sign({}, { kid: `made-up-${n}` })));
    for (const token of made) {
      const answer = await bearerCall(url, token);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([503, null]);
    }
    expect(issuer.asked).toBe(2);
  });

  it('throws nobody’s sign-in away because somebody sent a made-up key id just before the issuer changed its keys', async () => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer);
    expect((await bearerCall(url, await issuer.sign())).status).toBe(200);
    expect((await bearerCall(url, await issuer.sign({}, { kid: 'made-up' }))).status).toBe(401);
    const before = await issuer.sign({ jti: 'before' });
    const old = await issuer.sign({ iat: nowSeconds() - 600 });
    const over = await issuer.sign({ iat: undefined, exp: nowSeconds() - 60 });
    await issuer.rotate();
    expect((await bearerCall(url, before)).status).toBe(200);
    const token = await issuer.sign();
    const wait = await bearerCall(url, token);
    expect([wait.status, wait.headers.get('www-authenticate')]).toEqual([503, null]);
    const seconds = Number(wait.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(200);
    expect(seconds).toBeLessThanOrEqual(300);
    expect(wait.text).toContain('send the same token once more');
    // What was given before the keys were read, or is over, is of no key that comes.
    for (const [claims, status] of [
      [{ iat: nowSeconds() - 600 }, 401],
      [{ iat: undefined, exp: nowSeconds() - 60 }, 401],
      [{ iat: undefined }, 503],
    ] as const)
      expect((await bearerCall(url, await issuer.sign(claims, { kid: 'another' }))).status).toBe(status);
    expect([(await bearerCall(url, old)).status, (await bearerCall(url, over)).status]).toEqual([200, 401]);
    expect(issuer.asked).toBe(2);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
    try {
      expect((await bearerCall(url, token)).status).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });

  it('lets nobody in while it cannot read the keys, with 503 and when to try again, and does not ask each time', async () => {
    const issuer = await issuerOf();
    const { url } = await serverOf(issuer);
    const token = await issuer.sign();
    for (const answer of [
      { status: 503, body: '{}' },
      { status: 200, body: 'no keys' },
    ]) {
      issuer.answer = answer;
      const refused = await bearerCall(url, token);
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('10');
      expect(refused.headers.get('www-authenticate')).toBeNull();
    }
    expect(issuer.asked).toBe(1);
  });

  it('reads no key set that is larger than key sets are', async () => {
    const issuer = await issuerOf();
    issuer.answer = { status: 200, body: issuer.keySet.replace('{', `{"x":"${'y'.repeat(300_000)}",`) };
    const { url } = await serverOf(issuer);
    expect((await bearerCall(url, await issuer.sign())).status).toBe(503);
  });

  it('takes no token of another organization’s issuer, nor one of the gateway or of the account’s API', async () => {
    const globex = await gateway.createOrganization('Globex');
    const [mine, theirs] = [await issuerOf(), await issuerOf()];
    const { url } = await serverOf(mine);
    const theirAccount = await globex.rest.connect(credentialsOf(looker));
    const their = await globex.rest.issue(theirAccount, {
      config: { auth: 'oauth', oauth: { provider: 'external', external: theirs.external() } },
    });
    const token = await theirs.sign();
    expect((await bearerCall(their.url, token)).status).toBe(200);
    expect((await bearerCall(url, token)).status).toBe(401);
    // It claims to be of my issuer.
    // Its key is none of mine, which were read anew for the token before.
    expect((await bearerCall(url, await theirs.sign({ iss: mine.url }))).status).toBe(503);
    expect((await bearerCall(url, acme.apiToken)).status).toBe(401);
  });
});
