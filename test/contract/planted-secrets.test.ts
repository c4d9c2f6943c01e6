import { createServer, type Server } from 'node:http';
import pg from 'pg';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { freePort } from '../support/free-port.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { RestClient } from '../support/rest-client.js';
import { createTestDatabase } from '../support/test-database.js';
import { toolCallRequest } from '../support/tool-call-request.js';

const MARK = 'PLANTED';
const planted = (name: string) => `${MARK}-${name}-5f2b8c`;

/** A Looker that says back whatever it is sent, as careless servers and proxies do. */
async function startEcho(): Promise<{ url: string; server: Server }> {
  const server = createServer(async (incoming, answer) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const message = `no: ${incoming.url} ${body} ${incoming.headers.authorization ?? ''}`;
    answer.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${port}`, server };
}

describe('secrets that are put in', () => {
  let looker: SampleLooker;
  let echo: { url: string; server: Server };
  let gateway: GatewayProcess;
  let databaseUrl: string;
  let apiToken: string;
  let log = '';
  /** By what they are: everything that must not come out again. */
  const secrets = new Map<string, string>();
  /** What was answered, by the request; answers that give a secret on purpose have it taken out here. */
  const answers: string[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker({ clientId: 'sampleclient', clientSecret: planted('looker-secret') });
    echo = await startEcho();
    databaseUrl = await createTestDatabase(inject('postgresUrl'));
    const masterKeys = createMasterKey('test');
    const environment = {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: databaseUrl,
      GATEWAY_MASTER_KEYS: masterKeys,
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'trace',
      GATEWAY_OIDC_ISSUER: echo.url,
      GATEWAY_OIDC_CLIENT_ID: 'gateway',
      GATEWAY_OIDC_CLIENT_SECRET: planted('oidc-secret'),
    };
    secrets.set('the Looker client secret', looker.clientSecret);
    secrets.set('the OpenID Connect client secret', planted('oidc-secret'));
    secrets.set('the master key', masterKeys.split(':')[1] ?? '');
    apiToken = await createOrganization(environment);
    secrets.set('the API token', apiToken);
    gateway = await GatewayProcess.start(environment, (text) => {
      log += text;
    });
    await useEverything();
  });

  afterAll(async () => {
    await gateway.stop();
    await looker.close();
    echo.server.close();
  });

  /** Notes an answer, without a secret that it gives once on purpose, which is a planted one from then on. */
  function note(answer: { text: string; headers: Record<string, unknown> }, given: Record<string, string> = {}) {
    let text = answer.text + JSON.stringify(answer.headers);
    for (const [name, secret] of Object.entries(given)) {
      if (!secret) throw new Error(answer.text);
      expect(secret.length, name).toBeGreaterThan(20);
      secrets.set(name, secret);
      text = text.replaceAll(secret, '(given)');
    }
    answers.push(text);
  }

  async function useEverything(): Promise<void> {
    const rest = new RestClient(gateway.url, apiToken);
    const account = await useAccounts(rest);
    await useMcp(rest, account);
    await usePeople(rest);
    for (const path of [
      '/integrated-account',
      `/integrated-account/${account}/mcp`,
      '/api-token',
      '/member',
      '/log?limit=100',
      '/usage',
      '/audit?limit=100',
      '/audit/verification',
      '/openapi.json',
      '/readyz',
    ])
      note(await rest.get(path));
  }

  async function useAccounts(rest: RestClient): Promise<string> {
    const good = { base_url: looker.baseUrl, client_id: looker.clientId, client_secret: looker.clientSecret };
    const wrong = { ...good, client_secret: planted('wrong-secret') };
    secrets.set('a wrong client secret', wrong.client_secret);
    const post = (body: object) =>
      rest.post('/integrated-account', { name: 'Acme', integration: 'looker', looker: body });
    const connected = await post(good);
    note(connected);
    note(await post(wrong));
    note(await post({ ...wrong, base_url: echo.url }));
    note(await post({ ...wrong, base_url: 'http://127.0.0.1:1' }));
    note(await post({ ...wrong, base_url: `https://user:${wrong.client_secret}@example.com` }));
    note(await post({ ...wrong, client_id: [wrong.client_secret] }));
    const broken = request(gateway.url).post('/integrated-account').set('authorization', `Bearer ${apiToken}`);
    note(await broken.set('content-type', 'application/json').send(`{"client_secret": "${wrong.client_secret}"`));
    note(await rest.patch(`/integrated-account/${connected.body.id}`, { looker: wrong }));
    note(
      await request(gateway.url)
        .get('/api-token')
        .set('authorization', `Bearer ${planted('api-token')}`),
    );
    secrets.set('a wrong API token', planted('api-token'));
    return connected.body.id;
  }

  async function useMcp(rest: RestClient, account: string): Promise<void> {
    const issued = await rest.post(`/integrated-account/${account}/mcp`, {
      name: 'Agent',
      config: { methods: ['read', 'write', 'custom'], log_arguments: true },
    });
    const { id, token } = issued.body;
    note(issued, { 'the URL token': token });
    const password = planted('argument');
    secrets.set('a password among the arguments', password);
    const call = async (address: string, tool: string, args: Record<string, unknown>) => {
      const answer = await fetch(`${gateway.url}/mcp/${address}`, toolCallRequest(1, tool, args));
      note({ text: await answer.text(), headers: Object.fromEntries(answer.headers) });
    };
    await call(token, 'looker_users_me', {});
    for (const form of ['', '/', '/mcp', '/mcp/', '/sse', '//', '%zz', 'x'.repeat(600), 'x'.repeat(9_000)])
      for (const prefix of ['mcp', 'MCP'])
        for (const init of [toolCallRequest(1, 'looker_users_me', {}), { headers: { accept: 'text/html' } }]) {
          const answer = await fetch(`${gateway.url}/${prefix}/${token}${form}`, init);
          note({ text: await answer.text(), headers: Object.fromEntries(answer.headers) });
        }
    await call(token, 'looker_users_me', { client_secret: password });
    await call(token, 'create_a_looker_user', { first_name: 'Ana', password });
    await call(planted('url-token'), 'looker_users_me', {});
    secrets.set('a wrong URL token', planted('url-token'));
    looker.setFault({ fault: 'status=500' });
    await call(token, 'looker_users_me', {});
    looker.setFault(null);
    const rotated = await rest.post(`/integrated-account/${account}/mcp/${id}/rotate`, { grace_seconds: 60 });
    note(rotated, { 'the URL token after the rotation': rotated.body.token });
  }

  async function usePeople(rest: RestClient): Promise<void> {
    const password = planted('password');
    secrets.set('a password', password);
    secrets.set('a wrong password', planted('guess'));
    const invited = await rest.post('/invitation', { email: 'ana@example.com', role: 'admin' });
    note(invited, { 'the invitation': invited.body.token });
    const accepted = await request(gateway.url)
      .post('/invitation/accept')
      .send({ token: invited.body.token, password });
    const client = DashboardClient.of(gateway.url, accepted);
    const session = { 'the session': client.cookie.split('=')[1] ?? '', 'the CSRF token': client.csrfToken ?? '' };
    note(accepted, session);
    note(await client.post('/session/password', { current_password: planted('guess'), new_password: password }));
    note(await client.post('/session/password', { current_password: password, new_password: 'x' }));
    note(
      await request(gateway.url)
        .post('/session')
        .send({ email: 'ana@example.com', password: planted('guess') }),
    );
    note(
      await request(gateway.url)
        .get('/session')
        .set('cookie', `lmg_session=${planted('cookie')}`),
    );
    secrets.set('a wrong session', planted('cookie'));
    const created = await rest.post('/api-token', { name: 'agent', scopes: ['mcp:connect'] });
    note(created, { 'another API token': created.body.token });
    note(await request(gateway.url).get('/session/single-sign-on'));
    note(await request(gateway.url).get(`/session/single-sign-on/callback?code=${planted('code')}&state=x`));
    secrets.set('a code of the provider', planted('code'));
    await client.delete('/session');
  }

  const holders = (text: string) => [...secrets].filter(([, secret]) => text.includes(secret)).map(([name]) => name);

  it('come out in no answer, its headers included, but for the one that gives them', () => {
    expect(secrets.size).toBeGreaterThanOrEqual(18);
    expect(answers.length).toBeGreaterThanOrEqual(30);
    expect(answers.filter((answer) => holders(answer).length > 0).map((answer) => [holders(answer), answer])).toEqual(
      [],
    );
  });

  it('come out in no line of the log, at its most talkative', () => {
    expect(log.split('\n').length).toBeGreaterThan(30);
    expect(
      log
        .split('\n')
        .filter((line) => holders(line).length > 0)
        .map((line) => [holders(line), line]),
    ).toEqual([]);
  });

  it('stand in no table of the database', async () => {
    const database = new pg.Client(databaseUrl);
    await database.connect();
    const { rows: tables } = await database.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
    expect(tables.length).toBeGreaterThanOrEqual(10);
    const found: unknown[] = [];
    let cells = 0;
    for (const { tablename } of tables) {
      const { rows } = await database.query(`SELECT t::text AS row FROM ${tablename} t`);
      cells += rows.length;
      for (const { row } of rows) if (holders(row).length > 0) found.push([tablename, holders(row), row]);
    }
    await database.end();
    expect(cells).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });
});
