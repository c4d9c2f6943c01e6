import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { runningTasks } from '../support/running-queries.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

const VERSION = 'mcp-protocol-version';
const QUOTA = 600;
const ask = (id: unknown, method: string, params?: object) => ({
  jsonrpc: '2.0',
  id,
  method,
  ...(params && { params }),
});
const me = (id: unknown) => ask(id, 'tools/call', { name: 'looker_users_me', arguments: {} });
const INITIALIZE = (protocolVersion: string) =>
  ask(0, 'initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 'desk', version: '1' } });

describe('a body that is an array of messages', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker({ queryTimeMs: 6_000 });
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    ({ url } = await acme.rest.issue(accountId));
  });
  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const post = (body: unknown, headers: Record<string, string> = {}, to = url) =>
    fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify(body),
    });
  const remaining = (answer: Response) => Number(answer.headers.get('ratelimit-remaining'));
  const sessionOf = async (revision: string) => (await post(INITIALIZE(revision))).headers.get('mcp-session-id') ?? '';

  it.each(['2025-06-18', '2025-11-25', '2026-07-28', '2027-01-01', '2025-06-18, 2025-06-18'])(
    'is refused with -32600 in revision %s, does nothing, and is not counted',
    async (revision) => {
      const before = remaining(await post(ask(1, 'ping')));
      const calls = (await acme.rest.get('/log?limit=100')).body.result.length;
      for (const body of [Array.from({ length: 100 }, (_, id) => me(id)), [me(1)], []]) {
        const answer = await post(body, { [VERSION]: revision });
        expect(answer.status).toBe(400);
        expect(await answer.json()).toMatchObject({
          jsonrpc: '2.0',
          id: null,
          error: { code: -32600, data: { code: 'request.invalid' } },
        });
      }
      expect((await acme.rest.get('/log?limit=100')).body.result).toHaveLength(calls);
      expect(remaining(await post(ask(1, 'ping')))).toBe(before - 1);
    },
  );

  it('is refused where the session was opened with such a revision, or a message is of 2026-07-28, whatever the headers', async () => {
    const session = { 'mcp-session-id': await sessionOf('2025-11-25') };
    expect((await post([me(1)], session)).status).toBe(400);
    const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
    expect((await post([me(1), ask(2, 'ping', { _meta })], { [VERSION]: '2025-03-26' })).status).toBe(400);
  });

  it.each([
    ['2025-03-26 by header', { [VERSION]: '2025-03-26' }],
    ['no revision, which means 2025-03-26', {}],
  ])('is answered in %s, in the order of the messages, and counts as many calls as it holds', async (_, headers) => {
    const server = await acme.rest.issue(accountId);
    const batch = [
      me('a'),
      ask('b', 'tools/list', { cursor: 5 }),
      { jsonrpc: '2.0', method: 'notifications/initialized' },
    ];
    const answer = await post([...batch, [me('c')], 5, ask('d', 'ping')], headers, server.url);
    expect([answer.status, remaining(answer)]).toEqual([200, QUOTA - 6]);
    expect(await answer.json()).toMatchObject([
      { id: 'a', result: { content: [{ type: 'text' }] } },
      { id: 'b', error: { code: -32602 } },
      { id: null, error: { code: -32600 } },
      { id: null, error: { code: -32600 } },
      { id: 'd', result: {} },
    ]);
    const notices = [{ jsonrpc: '2.0', method: 'notifications/initialized' }];
    const silent = await post(notices, headers, server.url);
    expect([silent.status, await silent.text(), remaining(silent)]).toEqual([202, '', QUOTA - 7]);
  });

  it('is answered where the session was opened with 2025-03-26', async () => {
    const answer = await post([ask(1, 'ping')], { 'mcp-session-id': await sessionOf('2025-03-26') });
    expect(await answer.json()).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
  });

  it('holds 1 to 100 messages, and is refused as a whole where the rate limit does not let all pass', async () => {
    const server = await acme.rest.issue(accountId);
    for (const length of [0, 101])
      expect(
        (
          await post(
            Array.from({ length }, (_, id) => ask(id, 'ping')),
            {},
            server.url,
          )
        ).status,
      ).toBe(400);
    const hundred = Array.from({ length: 100 }, (_, id) => ask(id, 'ping'));
    const left = [];
    for (let sent = 0; sent < 6; sent++) left.push(remaining(await post(hundred, {}, server.url)));
    expect(left).toEqual([500, 400, 300, 200, 100, 0]);
    expect((await post([ask(1, 'ping')], {}, server.url)).status).toBe(429);
  });

  it('asks for the list of tools once, and is refused before it is counted where it asks again', async () => {
    const server = await acme.rest.issue(accountId);
    const list = (id: number) => ask(id, 'tools/list');
    const refused = await post([list(1), ask(2, 'ping'), list(3)], {}, server.url);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ id: null, error: { code: -32600 } });
    const answer = await post([list(1), ask(2, 'ping')], {}, server.url);
    expect([answer.status, remaining(answer)]).toEqual([200, QUOTA - 2]);
    expect(await answer.json()).toMatchObject([{ id: 1, result: { tools: expect.any(Array) } }, { id: 2 }]);
  });

  it('with a slow call begins to be answered before that ends, and each call can be cancelled by its id', async () => {
    const session = { 'mcp-session-id': await sessionOf('2025-03-26') };
    const query = (id: number) =>
      ask(id, 'tools/call', { name: 'looker_query_run_inline', arguments: { ...TOP_TEN_STATES, limit: 40 + id } });
    const answer = await post([query(1), ask(2, 'ping'), query(3)], session);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(await runningTasks(looker)).toHaveLength(2);
    await post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }, session);
    const events = (await answer.text()).split('\n').filter((line) => line.startsWith('data: '));
    expect(events).toHaveLength(1);
    const [cancelled, pong, rows] = JSON.parse(events[0]?.slice('data: '.length) ?? '');
    expect(cancelled).toMatchObject({ id: 1, result: { isError: true } });
    expect(pong).toMatchObject({ id: 2, result: {} });
    expect(rows.id).toBe(3);
    expect(rows.result.isError).toBeUndefined();
  }, 60_000);
});
