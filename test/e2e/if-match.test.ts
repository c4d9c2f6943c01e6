import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { systemPrincipal } from '../../src/access/principal.js';
import { AccountStatesService } from '../../src/accounts/account-states.service.js';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { forcedTogether } from '../support/forced-together.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

const PROVIDER = '/organization/openid-provider';

describe('ETag and If-Match', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const account = () => `/integrated-account/${accountId}`;
  const issue = async () =>
    `${account()}/mcp/${(await acme.rest.issue(accountId, { config: { methods: ['read'] } })).id}`;
  const etagOf = (answer: Response) => [answer.status, answer.headers.etag, answer.body.version];

  it('each answer that shows one record has its ETag, which each change of a caller raises by one', async () => {
    const { rest } = acme;
    const path = await issue();
    expect(etagOf(await rest.get(path))).toEqual([200, '"1"', 1]);
    expect(etagOf(await rest.patch(path, { name: 'Other' }))).toEqual([200, '"2"', 2]);
    expect(etagOf(await rest.post(`${path}/rotate`, {}))).toEqual([201, '"3"', 3]);
    expect(etagOf(await rest.get(path))).toEqual([200, '"3"', 3]);
    expect(etagOf(await rest.get(account()))).toEqual([200, '"1"', 1]);
    expect(etagOf(await rest.patch(account(), { name: 'Other' }))).toEqual([200, '"2"', 2]);
    expect(etagOf(await rest.post(`${account()}/refresh`, {}))).toEqual([200, '"3"', 3]);
    expect(etagOf(await rest.get('/organization'))).toEqual([200, '"1"', 1]);
    expect(etagOf(await rest.patch('/organization', { name: 'Acme' }))).toEqual([200, '"2"', 2]);
    const token = await rest.post('/api-token', { name: 'x', scopes: ['accounts:read'] });
    expect(etagOf(token)).toEqual([201, '"1"', 1]);
    expect(etagOf(await rest.get(`/api-token/${token.body.id}`))).toEqual([200, '"1"', 1]);
    const invited = await rest.post('/invitation', { email: 'ana@example.com', role: 'viewer' });
    expect(etagOf(invited)).toEqual([201, '"1"', 1]);
  });

  it('a list has no ETag, and the version of each record', async () => {
    for (const list of ['/integrated-account', `${account()}/mcp`, '/api-token', '/member', '/invitation']) {
      const { headers, body } = await acme.rest.get(list);
      expect(headers.etag, list).toBeUndefined();
      expect(body.result.length, list).toBeGreaterThan(0);
      for (const record of body.result) expect(record.version, list).toEqual(expect.any(Number));
    }
  });

  it('what the gateway finds out by itself leaves the ETag alone', async () => {
    const before = (await acme.rest.get(account())).headers.etag;
    const { connection } = await gateway.app.get(AccountsService, { strict: false }).getInstance(acme.id, accountId);
    const states = gateway.app.get(AccountStatesService, { strict: false });
    await states.change(systemPrincipal(acme.id, 'test'), accountId, 'unreachable', 'away', connection);
    const away = await acme.rest.get(account());
    expect([away.body.state, away.headers.etag]).toEqual(['unreachable', before]);
    await states.change(systemPrincipal(acme.id, 'test'), accountId, 'reachable', null, connection);
  });

  it.each([
    ['the very tag', '"2"', 200],
    ['any', '*', 200],
    ['one of several', '"7", "2"', 200],
    ['one beside empty elements', ' , "2",, ', 200],
    ['another tag', '"1"', 412],
    ['tags of which none is right', '"1","3"', 412],
    ['a weak tag, which no strong comparison takes', 'W/"2"', 412],
    ['an empty tag', '""', 412],
    ['a tag with a comma in it', '"2,2"', 412],
    ['a tag without its quotes', '2', 400],
    ['a tag with one quote', '"2', 400],
    ['tags without a comma', '"2" "2"', 400],
    ['* beside a tag', '*, "2"', 400],
    ['a weak tag in small letters', 'w/"2"', 400],
  ])('%s, as in If-Match: %s, is answered with the right status', async (_, header, status) => {
    const path = await issue();
    await acme.rest.patch(path, { name: 'Second version' });
    const answer = await acme.rest.patch(path, { name: 'Third' }, { 'if-match': header });
    expect(answer.status, answer.text).toBe(status);
    const now = await acme.rest.get(path);
    expect(now.body.name).toBe(status === 200 ? 'Third' : 'Second version');
    if (status === 412) expect([answer.body.code, answer.headers.etag]).toEqual(['request.precondition_failed', '"2"']);
    if (status === 400) expect(answer.body.fields[0].path).toBe('If-Match');
  });

  it('each change that documents If-Match is refused when it is meant for another version, and changes nothing', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const server = await issue();
    const member = `/member/${await (await owner.join('eva@example.com', 'viewer')).memberId()}`;
    const { body: invitation } = await acme.rest.post('/invitation', { email: 'jo@example.com', role: 'viewer' });
    const { body: token } = await acme.rest.post('/api-token', { name: 'x', scopes: ['accounts:read'] });
    const { body: client } = await acme.rest.post('/oauth-client', { name: 'x' });
    const provider = { name: 'Login', issuer: 'https://login.example.com', client_id: 'x' };
    expect((await acme.rest.put(PROVIDER, provider)).status).toBe(200);
    const stale = { 'if-match': '"9999"' };
    const changes: Readonly<Record<string, () => Promise<Response>>> = {
      'PATCH /organization': () => acme.rest.patch('/organization', { name: 'Other' }, stale),
      'PUT /organization/openid-provider': () => acme.rest.put(PROVIDER, { ...provider, name: 'Other' }, stale),
      'DELETE /organization/openid-provider': () => acme.rest.delete(PROVIDER, stale),
      'PATCH /member/{id}': () => acme.rest.patch(member, { role: 'admin' }, stale),
      'DELETE /member/{id}': () => acme.rest.delete(member, stale),
      'DELETE /invitation/{id}': () => acme.rest.delete(`/invitation/${invitation.id}`, stale),
      'DELETE /api-token/{id}': () => acme.rest.delete(`/api-token/${token.id}`, stale),
      'DELETE /oauth-client/{id}': () => acme.rest.delete(`/oauth-client/${client.id}`, stale),
      'PATCH /integrated-account/{id}': () => acme.rest.patch(account(), { name: 'Other' }, stale),
      'DELETE /integrated-account/{id}': () => acme.rest.delete(account(), stale),
      'POST /integrated-account/{id}/refresh': () => acme.rest.post(`${account()}/refresh`, {}, stale),
      'POST /integrated-account/{id}/oauth-client': () => acme.rest.post(`${account()}/oauth-client`, {}, stale),
      'PATCH /integrated-account/{account_id}/mcp/{mcp_id}': () => acme.rest.patch(server, { name: 'Other' }, stale),
      'DELETE /integrated-account/{account_id}/mcp/{mcp_id}': () => acme.rest.delete(server, stale),
      'POST /integrated-account/{account_id}/mcp/{mcp_id}/rotate': () => acme.rest.post(`${server}/rotate`, {}, stale),
    };
    const { body: description } = await acme.rest.get('/openapi.json');
    type Operations = Record<string, { readonly parameters?: readonly { readonly name: string }[] }>;
    const documented = Object.entries<Operations>(description.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'If-Match'))
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(changes).sort()).toEqual(documented.sort());
    const trail = async () => (await acme.rest.get('/audit?limit=1')).body.result[0].sequence;
    const before = await trail();
    for (const [route, send] of Object.entries(changes)) {
      const answer = await send();
      expect([answer.status, answer.body.code], route).toEqual([412, 'request.precondition_failed']);
    }
    expect(await trail()).toBe(before);
  });

  it('for a record that is not there, the answer is 404 whatever the header says', async () => {
    const path = await issue();
    expect((await acme.rest.delete(path, { 'if-match': '"1"' })).status).toBe(204);
    expect((await acme.rest.delete(path, { 'if-match': '"1"' })).status).toBe(404);
    expect((await acme.rest.patch(path, { name: 'x' }, { 'if-match': '"9"' })).status).toBe(404);
  });

  describe('of two that are meant for the same version, at once, exactly one is done', () => {
    type Send = (headers: Record<string, string>, turn: 0 | 1) => Promise<Response>;
    const { stringify } = JSON;
    const cases: readonly [string, () => Promise<readonly [record: string, Send]>, readonly [number, number]][] = [
      [
        'PATCH of a server',
        async () => {
          const path = await issue();
          return [path, (headers, turn) => acme.rest.patch(path, { config: { log_arguments: turn === 0 } }, headers)];
        },
        [200, 412],
      ],
      [
        'renaming of a server',
        async () => {
          const path = await issue();
          return [path, (headers, turn) => acme.rest.patch(path, { name: `Server ${turn}` }, headers)];
        },
        [200, 412],
      ],
      [
        'rotation',
        async () => {
          const path = await issue();
          return [path, (headers) => acme.rest.post(`${path}/rotate`, { grace_seconds: 60 }, headers)];
        },
        [201, 412],
      ],
      [
        'DELETE of a server',
        async () => {
          const path = await issue();
          return [path, (headers) => acme.rest.delete(path, headers)];
        },
        [204, 404],
      ],
      [
        'PATCH of an account',
        async () => [account(), (headers, turn) => acme.rest.patch(account(), { name: `BI ${turn}` }, headers)],
        [200, 412],
      ],
      [
        'refresh',
        async () => [account(), (headers) => acme.rest.post(`${account()}/refresh`, {}, headers)],
        [200, 412],
      ],
      [
        'revocation of an API token',
        async () => {
          const { body } = await acme.rest.post('/api-token', { name: 'x', scopes: ['accounts:read'] });
          return [`/api-token/${body.id}`, (headers) => acme.rest.delete(`/api-token/${body.id}`, headers)];
        },
        [204, 404],
      ],
      [
        'PATCH of the organization',
        async () => [
          '/organization',
          (headers, turn) => acme.rest.patch('/organization', { name: `A ${turn}` }, headers),
        ],
        [200, 412],
      ],
    ];

    it.each(cases)('%s', async (_, prepare, statuses) => {
      const [record, send] = await prepare();
      const { etag = '' } = (await acme.rest.get(record)).headers;
      const lock = { text: 'SELECT 1 FROM audit_heads WHERE organization_id = $1 FOR UPDATE', values: [acme.id] };
      const { answers, waiting } = await forcedTogether(gateway.databaseUrl, lock, [
        () => send({ 'if-match': etag }, 0),
        () => send({ 'if-match': etag }, 1),
      ]);
      expect(
        answers.map(({ status }) => status),
        answers.map(({ body }) => stringify(body)).join(),
      ).toEqual(statuses);
      // What the table of database errors says of a record that is gone, where a rule did not wait before it read.
      expect(answers.map(({ body }) => body.code)).not.toContain('record.not_found');
      expect(waiting).toBe(2);
    });
  });

  it('a member keeps a role that was given meanwhile, and stays, when the change was meant for an earlier one', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const member = await owner.join('ben@example.com', 'viewer');
    const path = `/member/${await member.memberId()}`;
    expect((await owner.patch(path, { role: 'admin' })).headers.etag).toBe('"2"');
    const stale = { 'if-match': '"1"' };
    expect((await acme.rest.patch(path, { role: 'viewer' }, stale)).status).toBe(412);
    expect((await acme.rest.delete(path, stale)).status).toBe(412);
    expect((await member.get('/session')).body.role).toBe('admin');
    const invited = await acme.rest.post('/invitation', { email: 'fay@example.com', role: 'viewer' });
    expect((await acme.rest.delete(`/invitation/${invited.body.id}`, { 'if-match': '"2"' })).status).toBe(412);
    const token = await acme.rest.post('/api-token', { name: 'x', scopes: ['accounts:read'] });
    expect((await acme.rest.delete(`/api-token/${token.body.id}`, { 'if-match': '"2"' })).status).toBe(412);
    expect((await acme.rest.delete(account(), { 'if-match': '"9999"' })).status).toBe(412);
  });
});
