import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { Captured, type CapturedMessage } from '../support/captured.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { SignInMemory, signInModern } from '../support/oauth-clients.js';
import { credentialsOf } from '../support/sample.js';
import {
  authorizeUrl,
  CALLBACK,
  codeVerifier,
  letIn,
  registerClient,
  signInAt,
  tokenRequest,
} from '../support/sign-in.js';

const MARK = 'PLANTED';
let planted = 0;
const secret = (place: string) => `${MARK}${place}${++planted}q7Zk2VxT9mLr4`;

describe('a captured sign-in', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway({ GATEWAY_SIGN_INS_PER_MINUTE: '1000' });
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const captured = async (config: Record<string, unknown> = {}) => {
    const server = await acme.rest.issue(accountId, { config: { methods: ['read'], auth: 'oauth', ...config } });
    const capture = new Captured(gateway, acme.rest, accountId, server.id);
    await capture.start(15);
    return { ...server, capture };
  };
  const shown = (messages: readonly CapturedMessage[]) =>
    messages.map(({ sender, step, status, error }) =>
      [sender, step, status, ...(error === null ? [] : [error])].join(' '),
    );
  /** A message is written behind its answer. */
  const until = async (capture: Captured, count: number) => {
    await expect.poll(async () => (await capture.messages()).length, { interval: 20 }).toBeGreaterThanOrEqual(count);
    return capture.messages();
  };

  it('of a client that registers itself reads as the sequence that it was, and holds none of its credentials', async () => {
    const { url, id, capture } = await captured();
    const memory = new SignInMemory(CALLBACK);
    let code = '';
    const client = await signInModern(url, memory, async (asked) => {
      const end = await letIn(asked.href, acme.owner);
      code = end.searchParams.get('code') ?? '';
      return end;
    });
    await client.listTools();
    await client.close();
    const messages = await until(capture, 13);
    expect(shown(messages)).toEqual([
      'client server/discover 401 credential.missing',
      'client resource metadata 200',
      'client registration of the client 201',
      'browser authorization 303',
      'browser page of the sign-in 200',
      'browser sign-in by password 303',
      'browser page of the sign-in 200',
      'browser consent 303',
      'browser back to the client 303',
      'client resource metadata 200',
      'client tokens for a code 200',
      'client server/discover 200',
      'client tools/list 200',
    ]);
    expect(messages.filter(({ is_fault }) => is_fault)).toEqual([]);
    const at = (step: string) => messages.find((message) => message.step === step);
    expect(capture.fact(at('registration of the client'), 'request', 'redirect_host')).toBe('localhost:53369');
    expect(capture.fact(at('registration of the client'), 'request', 'auth_method')).toBe('none');
    expect(capture.fact(at('authorization'), 'request', 'resource')).toBe('this server');
    expect(capture.fact(at('authorization'), 'request', 'code_challenge_method')).toBe('S256');
    expect(capture.fact(at('authorization'), 'request', 'client_kind')).toBe('registered itself');
    expect(capture.fact(at('back to the client'), 'answer', 'leads_to')).toBe('localhost:53369, with a code');
    expect(capture.fact(at('server/discover'), 'answer', 'challenge_scope')).toBe('looker:read');
    const rows = await queryAsOwner<{ row: string }>(
      gateway.databaseUrl,
      'SELECT m::text AS row FROM captured_messages m WHERE mcp_server_id = $1',
      [id],
    );
    const secrets = [
      ...[code, memory.verifier, acme.owner.password, acme.owner.email, String(memory.client?.client_id)],
      ...[String(memory.kept?.access_token), String(memory.kept?.refresh_token)],
    ];
    for (const each of secrets) {
      expect(each.length).toBeGreaterThan(8);
      expect(rows.filter(({ row }) => row.includes(each))).toEqual([]);
    }
  });

  it('shows a refresh, a token that is given back, and both when they are refused', async () => {
    const { url, capture } = await captured();
    const { client, refresh_token } = await signInAt(url, acme.owner);
    const before = (await until(capture, 8)).length;
    const { origin } = new URL(url);
    const refresh = (token: string) =>
      tokenRequest(origin, {
        ...{ grant_type: 'refresh_token', client_id: client.client_id, refresh_token: token, resource: url },
      });
    const refreshed = (await (await refresh(refresh_token)).json()) as { refresh_token: string };
    await refresh('unknown');
    await fetch(`${origin}/oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: refreshed.refresh_token, client_id: client.client_id }),
    });
    await refresh(refreshed.refresh_token);
    const messages = await until(capture, before + 4);
    expect(shown(messages.slice(before))).toEqual([
      'client token refresh 200',
      'client token refresh 400 invalid_grant',
      'client tokens given back 200',
      'client token refresh 400 invalid_grant',
    ]);
  });

  it('shows who is refused: a person whom the server does not name, and a client that downgrades PKCE', async () => {
    const { url, capture } = await captured({ oauth: { domains: ['elsewhere.example'] } });
    const { origin } = new URL(url);
    const client = await registerClient(origin);
    const browser = new FormBrowser();
    const page = await browser.open(authorizeUrl(origin, client, url, codeVerifier()));
    expect((await browser.send(page, '/member', { ...acme.owner })).status).toBe(403);
    await new FormBrowser().open(authorizeUrl(origin, client, url, codeVerifier(), { code_challenge_method: 'plain' }));
    const messages = await until(capture, 6);
    expect(shown(messages)).toEqual([
      'client registration of the client 201',
      'browser authorization 303',
      'browser page of the sign-in 200',
      'browser sign-in by password 303',
      'browser page of the sign-in 403',
      'browser authorization 303 invalid_request',
    ]);
    expect(messages.filter(({ is_fault }) => is_fault)).toHaveLength(2);
  });

  it('is recorded at the server that it is for, and at no other, whoever asks there', async () => {
    const [mine, sister] = [await captured(), await captured()];
    const stranger = await gateway.createOrganization('Stranger');
    const theirAccount = await stranger.rest.connect(credentialsOf(looker));
    const theirs = await stranger.rest.issue(theirAccount, { config: { auth: 'oauth' } });
    const theirCapture = new Captured(gateway, stranger.rest, theirAccount, theirs.id);
    await theirCapture.start(15);
    await signInAt(mine.url, acme.owner);
    expect((await until(mine.capture, 8)).length).toBe(8);
    expect(await sister.capture.messages()).toEqual([]);
    expect(await theirCapture.messages()).toEqual([]);
  });

  it('holds no secret wherever one was planted, in parameters and their names, headers and forms', async () => {
    const { url, id, capture } = await captured();
    const { origin } = new URL(url);
    const client = await registerClient(origin, {
      client_name: secret('name'),
      client_uri: `https://x.example/${secret('uri')}`,
    });
    const more = Object.fromEntries(['state', 'nonce', 'login_hint', 'prompt'].map((name) => [name, secret(name)]));
    const authorize = (parameters: Record<string, string>) =>
      new FormBrowser().open(authorizeUrl(origin, client, url, codeVerifier(), parameters), {
        headers: { 'x-extra': secret('header'), [secret('headername')]: 'x', 'user-agent': secret('agent') },
      });
    await authorize({ state: more.state ?? '', nonce: more.nonce ?? '', login_hint: more.login_hint ?? '' });
    for (const name of ['prompt', 'response_type', 'code_challenge_method', 'scope', 'response_mode', 'code_challenge'])
      await authorize({ [name]: secret(name) });
    await authorize({ [secret('parameter')]: secret('value') });
    await authorize({ redirect_uri: `https://${secret('host')}.example/${secret('path')}` });
    for (const grant of ['authorization_code', 'refresh_token', 'client_credentials', secret('grant')])
      await tokenRequest(
        origin,
        {
          ...{ grant_type: grant, client_id: client.client_id, resource: url, code: secret('code') },
          ...{ code_verifier: secret('verifier'), refresh_token: secret('refresh'), client_secret: secret('secret') },
          [secret('field')]: secret('fieldvalue'),
        },
        { authorization: `Basic ${Buffer.from(`x:${secret('basic')}`).toString('base64')}` },
      );
    const browser = new FormBrowser();
    const page = await browser.open(authorizeUrl(origin, client, url, codeVerifier()));
    await browser.send(page, '/member', { email: `${secret('mail')}@example.com`, password: secret('password') });
    const messages = await until(capture, 16);
    expect(planted).toBeGreaterThan(40);
    expect(messages.some(({ step }) => step === 'sign-in by password')).toBe(true);
    const { text } = await acme.rest.get(capture.path);
    const rows = await queryAsOwner<{ row: string }>(
      gateway.databaseUrl,
      'SELECT m::text AS row FROM captured_messages m WHERE mcp_server_id = $1',
      [id],
    );
    const trail = await acme.rest.get('/audit?limit=100');
    for (const each of [text, trail.text, ...rows.map(({ row }) => row)]) {
      expect(each.toLowerCase()).not.toContain(MARK.toLowerCase());
      expect(each).not.toContain(client.client_id);
    }
  });
});
