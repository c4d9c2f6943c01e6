import { readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalRecord } from '../../src/local-mode/local-record.js';
import { launchBrowser } from '../support/browser.js';
import { certificates, type TestCertificates } from '../support/certificates.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { SignInMemory, signInFirst, signInModern } from '../support/oauth-clients.js';
import { PersonAtBrowser } from '../support/person-at-browser.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { RestClient } from '../support/rest-client.js';
import { authorizeUrl, CALLBACK, codeVerifier, tokenRequest } from '../support/sign-in.js';
import { createTestDir } from '../support/test-database.js';
import { toolCallRequest } from '../support/tool-call-request.js';

/** The gateway as `npm start` runs it, a real browser, and the official clients: nothing is a stand-in but Looker. */
describe.skipIf(isMissing(CHROMIUM))('a person at a browser lets in', () => {
  let folder: string;
  let gateway: GatewayProcess;
  let browser: Browser;
  let person: PersonAtBrowser;
  let rest: RestClient;
  let url: string;
  let authority: TestCertificates;
  let documents: Server;
  let documentUrl: string;
  let documentsAsked = 0;

  beforeAll(async () => {
    [folder, browser, authority] = await Promise.all([createTestDir(), launchBrowser(), certificates()]);
    documents = createServer(authority.pairs.valid, (_, answer) => {
      documentsAsked += 1;
      answer.setHeader('content-type', 'application/json').end(JSON.stringify(documentOf(documentUrl)));
    });
    await new Promise<void>((done) => documents.listen(0, '127.0.0.1', done));
    documentUrl = `https://127.0.0.1:${(documents.address() as AddressInfo).port}/client.json`;
    const { DATABASE_URL: _, GATEWAY_MASTER_KEYS: __, ...inherited } = process.env as Record<string, string>;
    const extra = { GATEWAY_DATA_DIR: folder, NODE_EXTRA_CA_CERTS: authority.authority };
    gateway = await GatewayProcess.start({ ...inherited, ...extra }, () => {});
    const record = JSON.parse(await readFile(join(folder, 'local.json'), 'utf8')) as LocalRecord;
    rest = new RestClient(gateway.url, record.api_token);
    ({ url } = await rest.issue(record.integrated_account_id ?? '', { config: { auth: 'oauth' } }));
    person = new PersonAtBrowser(browser, { email: record.admin_email, password: record.admin_password });
  });

  afterAll(async () => {
    await gateway.stop();
    await Promise.all([browser.close(), authority.remove(), new Promise((done) => documents.close(done))]);
    await rm(folder, { recursive: true, force: true });
  });

  const documentOf = (id: string) => ({
    client_id: id,
    client_name: 'Client with a document',
    client_uri: 'https://127.0.0.1',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  });
  const presses = (asked: URL) => person.letIn(asked, CALLBACK);

  it.each([
    { client: 'the v1 client', signIn: signInFirst },
    { client: 'the v2 client', signIn: signInModern },
  ])('$client, which registered itself', async ({ signIn }) => {
    const memory = new SignInMemory(CALLBACK);
    const client = await signIn(url, memory, presses);
    expect(memory.client?.client_id).toEqual(expect.any(String));
    expect(await client.callTool('list_all_looker_folders', {})).toMatchObject({ isError: false });
    await client.close();
  });

  it('the v2 client by its metadata document, which the gateway fetches and nobody registers', async () => {
    const memory = new SignInMemory(CALLBACK, {}, documentUrl);
    const client = await signInModern(url, memory, presses);
    expect(memory.client?.client_id).toBe(documentUrl);
    expect(documentsAsked).toBeGreaterThan(0);
    expect(await client.callTool('list_all_looker_folders', {})).toMatchObject({ isError: false });
    await client.close();
    const { body } = await rest.get('/oauth-grant?limit=1');
    expect(body.result[0]).toMatchObject({ client_name: 'Client with a document' });
  });

  it.each(['post', 'basic'])('a client that an admin registered, with its secret by %s', async (way) => {
    const { body: client } = await rest.post('/oauth-client', { name: `By ${way}`, redirect_uris: [CALLBACK] });
    const { id, client_secret } = client as { id: string; client_secret: string };
    const verifier = codeVerifier();
    const end = await person.letIn(authorizeUrl(gateway.url, { client_id: id }, url, verifier), CALLBACK);
    const body = {
      ...{ grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: verifier, resource: url },
      code: end.searchParams.get('code') ?? '',
    };
    const basic = `Basic ${Buffer.from(`${id}:${client_secret}`).toString('base64')}`;
    const answer =
      way === 'basic'
        ? await tokenRequest(gateway.url, body, { authorization: basic })
        : await tokenRequest(gateway.url, { ...body, client_id: id, client_secret });
    expect(answer.status).toBe(200);
    const { access_token } = (await answer.json()) as { access_token: string };
    const call = toolCallRequest(1, 'looker_users_me', {});
    const called = await fetch(url, { ...call, headers: { ...call.headers, authorization: `Bearer ${access_token}` } });
    expect(called.status).toBe(200);
  });
});
