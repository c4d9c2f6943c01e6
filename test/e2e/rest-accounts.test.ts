import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

describe('integrated accounts by REST', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let notLooker: Server;
  let acme: TestOrganization;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    notLooker = createServer((_, response) =>
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>no</h1>'),
    );
    await new Promise<void>((resolve) => notLooker.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
    notLooker.close();
  });

  const create = (looker: Record<string, unknown>, rest: Record<string, unknown> = {}) =>
    acme.rest.post('/integrated-account', { name: 'BI', integration: 'looker', looker, ...rest });

  it('connecting logs in to Looker once, tells the release, and never gives the secret back', async () => {
    const before = looker.requests.length;
    const answer = await create(credentialsOf(looker));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      name: 'BI',
      integration: 'looker',
      looker: { base_url: looker.baseUrl, release: expect.stringMatching(/^\d+\.\d+/) },
      state: 'connected',
      state_reason: null,
    });
    const logins = looker.requests.slice(before).filter(({ url }) => url.includes('/login'));
    expect(logins).toHaveLength(1);
    expect(answer.text).not.toContain(looker.clientSecret);
    const read = await acme.rest.get(`/integrated-account/${answer.body.id}`);
    expect(read.body).toEqual(answer.body);
  });

  it.each([
    ['an unknown field', () => ({ ...credentialsOf(looker), sudo: true }), 400, 'request.invalid', 'sudo'],
    ['no secret', () => ({ ...credentialsOf(looker), client_secret: '' }), 400, 'request.invalid', 'client_secret'],
    [
      'a wrong secret',
      () => ({ ...credentialsOf(looker), client_secret: 'wrong' }),
      422,
      'looker.login_refused',
      'Not found',
    ],
    ['an address that is not Looker', () => withAddress(notLooker), 422, 'looker.not_looker', 'not a Looker API'],
    [
      'an address where nothing listens',
      () => ({ ...credentialsOf(looker), base_url: 'http://127.0.0.1:1' }),
      422,
      'looker.unreachable',
      'nothing listens',
    ],
    [
      'plain http',
      () => ({ ...credentialsOf(looker), base_url: 'http://looker.example.com' }),
      422,
      'looker.address_refused',
      'https',
    ],
    [
      'a private address',
      () => ({ ...credentialsOf(looker), base_url: 'https://169.254.169.254' }),
      422,
      'looker.address_refused',
      'private',
    ],
    [
      'a path in the address',
      () => ({ ...credentialsOf(looker), base_url: `${looker.baseUrl}/api/4.0` }),
      422,
      'looker.address_refused',
      'no path',
    ],
  ])(
    '%s is refused with a code, a sentence and the request id, and nothing is written',
    async (_, looker_, status, code, word) => {
      const before = (await acme.rest.get('/integrated-account')).body.result.length;
      const answer = await create(looker_());
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ statusCode: status, code, request_id: answer.headers['x-request-id'] });
      expect(answer.body.message).toContain(word);
      expect((await acme.rest.get('/integrated-account')).body.result).toHaveLength(before);
    },
  );

  it("what Looker said about a wrong secret is marked as Looker's", async () => {
    const answer = await create({ ...credentialsOf(looker), client_secret: 'wrong' });
    expect(answer.body).toMatchObject({ is_remote_error: true, remote: { status: 404, message: 'Not found' } });
  });

  it('changing the connection tries it first and keeps the old one when it fails', async () => {
    const id = await acme.rest.connect(credentialsOf(looker));
    const refused = await acme.rest.patch(`/integrated-account/${id}`, { looker: { client_secret: 'wrong' } });
    expect(refused.body.code).toBe('looker.login_refused');
    const renamed = await acme.rest.patch(`/integrated-account/${id}`, {
      name: 'Renamed',
      looker: { client_secret: looker.clientSecret },
    });
    expect(renamed.body).toMatchObject({ name: 'Renamed', state: 'connected' });
  });

  describe('a new address needs id and secret in the same request, and gets nothing that is stored', () => {
    let heard: string[];
    let elsewhere: Server;
    let id: string;
    let before: unknown;

    beforeAll(async () => {
      heard = [];
      elsewhere = createServer(async (request, response) => {
        let body = '';
        for await (const piece of request) body += piece;
        heard.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
        response.setHeader('content-type', 'application/json');
        if (request.url === '/versions') return response.end(await (await fetch(`${looker.baseUrl}/versions`)).text());
        response.writeHead(404).end('{"message": "Not found"}');
      });
      await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
      id = await acme.rest.connect(credentialsOf(looker));
      before = (await acme.rest.get(`/integrated-account/${id}`)).body;
    });
    afterAll(() => elsewhere.close());

    const [OWN_ID, OWN_SECRET] = ['id-of-the-request', 'secret-of-the-request'];
    it.each([
      ['nothing else', {}],
      ['an id only', { client_id: OWN_ID }],
      ['a secret only', { client_secret: OWN_SECRET }],
      ['a null secret', { client_id: OWN_ID, client_secret: null }],
      ['a null id', { client_id: null, client_secret: OWN_SECRET }],
      ['two nulls', { client_id: null, client_secret: null }],
      ['a null secret alone', { client_secret: null }],
      ['a blank id', { client_id: ' ', client_secret: OWN_SECRET }],
      ['a blank secret', { client_id: OWN_ID, client_secret: '\u200b' }],
      ['empty texts', { client_id: '', client_secret: '' }],
      ['lists', { client_id: [], client_secret: [] }],
      ['objects', { client_id: {}, client_secret: {} }],
      ['numbers', { client_id: 1, client_secret: 1 }],
      ['false', { client_id: OWN_ID, client_secret: false }],
    ])('with %s: refused, nothing is sent, nothing changes', async (_, credentials) => {
      const answer = await acme.rest.patch(`/integrated-account/${id}`, {
        looker: { base_url: withAddress(elsewhere).base_url, ...credentials },
      });
      expect(answer.body).toMatchObject({ statusCode: 400, code: 'request.invalid' });
      expect(heard).toEqual([]);
      expect((await acme.rest.get(`/integrated-account/${id}`)).body).toEqual(before);
    });

    it('with both: these are sent there, and nothing of what is stored', async () => {
      const answer = await acme.rest.patch(`/integrated-account/${id}`, {
        looker: { base_url: withAddress(elsewhere).base_url, client_id: OWN_ID, client_secret: OWN_SECRET },
      });
      expect(answer.body).toMatchObject({ statusCode: 422 });
      expect(heard.join()).toContain(OWN_SECRET);
      expect(heard.join()).not.toContain(looker.clientId);
      expect(heard.join()).not.toContain(looker.clientSecret);
      expect((await acme.rest.get(`/integrated-account/${id}`)).body).toEqual(before);
    });

    it('at the same address, an id or a secret alone is taken with what is stored', async () => {
      for (const change of [{ client_secret: looker.clientSecret }, { client_id: looker.clientId }])
        expect((await acme.rest.patch(`/integrated-account/${id}`, { looker: change })).status).toBe(200);
    });
  });

  it('lists page from newest to oldest with next_cursor and end with null', async () => {
    const globex = await gateway.createOrganization('Globex');
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.unshift(await globex.rest.connect(credentialsOf(looker), name));
    const first = (await globex.rest.get('/integrated-account?limit=2')).body;
    const second = (await globex.rest.get(`/integrated-account?limit=2&next_cursor=${first.next_cursor}`)).body;
    expect([...first.result, ...second.result].map((account) => account.id)).toEqual(ids);
    expect(second.next_cursor).toBeNull();
    expect((await globex.rest.get('/integrated-account?next_cursor=zzz')).body.code).toBe('request.cursor_invalid');
  });

  it('the tools of an account are listed with their schemas, by method and tag', async () => {
    const id = await acme.rest.connect(credentialsOf(looker));
    const { result } = (await acme.rest.get(`/integrated-account/${id}/tools?methods=search&tags=dashboards`)).body;
    const search = result.find((tool: { name: string }) => tool.name === 'looker_dashboards_search');
    expect(search).toMatchObject({ resource: 'dashboards', method: 'search', effect: 'read', body_schema: null });
    expect(search.query_schema.properties).toHaveProperty('title');
    expect(result.every((tool: { tags: string[] }) => tool.tags.includes('dashboards'))).toBe(true);
  });

  it('deleting an account is final and takes its MCP servers along', async () => {
    const id = await acme.rest.connect(credentialsOf(looker));
    const { url } = await acme.rest.issue(id);
    expect((await acme.rest.delete(`/integrated-account/${id}`)).status).toBe(204);
    expect((await acme.rest.get(`/integrated-account/${id}`)).status).toBe(404);
    expect(
      (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status,
    ).toBe(404);
  });

  const withAddress = (server: Server) => ({
    ...credentialsOf(looker),
    base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
});
