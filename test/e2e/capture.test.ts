import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { MessageCapture } from '../../src/capture/message-capture.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { Captured, type CapturedMessage } from '../support/captured.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectFirst, connectModern } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';
import { toolCallRequest } from '../support/tool-call-request.js';

describe('a capture', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway({ GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: '610' });
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const sql = <Row extends object>(text: string, ...values: readonly unknown[]) =>
    queryAsOwner<Row & Record<string, unknown>>(gateway.databaseUrl, text, values);
  const issued = async (config: Record<string, unknown> = {}) => {
    const server = await acme.rest.issue(accountId, { config: { methods: ['read'], ...config } });
    return { ...server, capture: new Captured(gateway, acme.rest, accountId, server.id) };
  };
  const rowsOf = async (serverId: string) =>
    (await sql<{ count: number }>('SELECT count(*)::int FROM captured_messages WHERE mcp_server_id = $1', serverId))[0]
      ?.count;
  const call = (url: string, name = 'looker_users_me', args = {}) => fetch(url, toolCallRequest(1, name, args));
  const steps = (messages: readonly CapturedMessage[]) => messages.map(({ step }) => step);

  it('is off until an admin starts it, and records nothing of before', async () => {
    const { url, id, capture } = await issued();
    await call(url);
    expect(await capture.read()).toEqual({
      ...{ state: 'off', started_at: null, capturing_until: null, kept_until: null, messages: [] },
    });
    await capture.start(15);
    expect(await capture.messages()).toEqual([]);
    await call(url);
    expect(steps(await capture.messages())).toEqual(['tools/call']);
    expect(await rowsOf(id)).toBe(1);
  });

  it.each([
    ['of 2025', connectFirst, ['initialize', 'notifications/initialized', 'tools/list', 'tools/call']],
    ['of 2026-07-28', connectModern, ['server/discover', 'tools/list', 'tools/call']],
  ])('shows what an official client %s does, in its order', async (_, connect, expected) => {
    const { url, capture } = await issued();
    await capture.start(15);
    const client = await connect(url);
    await client.listTools();
    await client.callTool('looker_users_me');
    await client.close();
    const messages = await capture.messages();
    expect(steps(messages)).toEqual(expected);
    expect(messages.every(({ status, is_fault }) => (status === 200 || status === 202) && !is_fault)).toBe(true);
    const [first, last] = [messages.at(0), messages.at(-1)];
    expect(first).toMatchObject({ kind: 'mcp', sender: 'client', method: 'POST', path: '/mcp/:token', error: null });
    expect(capture.fact(first, 'request', 'client')).toBe('gateway-tests 1.0.0');
    expect(capture.fact(first, 'request', 'protocol_version')).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(capture.fact(last, 'request', 'tool')).toBe('looker_users_me');
    expect(capture.fact(last, 'answer', 'outcome')).toBe('ok');
    expect(messages.map(({ at }) => at)).toEqual(messages.map(({ at }) => at).sort());
  });

  it('shows faults: wrong arguments, tools that are not there, methods that are none, and refusals at the entry', async () => {
    const { url, capture } = await issued({ require_api_token_auth: true });
    await capture.start(15);
    const headers = { ...toolCallRequest(1, 'x').headers, authorization: `Bearer ${acme.apiToken}` };
    const post = (body: object, more = {}) =>
      fetch(url, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) });
    const tool = (name: string, args = {}) => ({
      ...{ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
    });
    await call(url);
    await post(tool('looker_users_me'), { authorization: 'Bearer wrong' });
    await post(tool('looker_users_me', { nothing: 1 }));
    await post(tool('no_such_tool'));
    await post({ jsonrpc: '2.0', id: 1, method: 'no/such/method' });
    const messages = await capture.messages();
    expect(messages.map(({ step, status, error, is_fault }) => [step, status, error, is_fault])).toEqual([
      ['tools/call', 401, 'credential.missing', true],
      ['tools/call', 401, 'credential.invalid', true],
      ['tools/call', 200, 'refused', true],
      ['tools/call', 200, '-32602', true],
      ['other', 200, '-32601', true],
    ]);
    expect(capture.fact(messages[3], 'request', 'tool')).toBe('other');
    expect(capture.fact(messages[1], 'request', 'authorization')).toBe('Bearer, another token');
    expect(capture.fact(messages[2], 'request', 'authorization')).toBe('Bearer, API token');
  });

  it('shows the rate limit', async () => {
    const { url, capture } = await issued();
    await capture.start(1);
    const batch = JSON.stringify(Array.from({ length: 100 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' })));
    const { headers } = toolCallRequest(1, 'x');
    for (let count = 0; count < 7; count++) await fetch(url, { method: 'POST', headers, body: batch });
    expect((await capture.messages()).at(-1)).toMatchObject({
      ...{ step: 'batch', status: 429, error: 'request.rate_limited', is_fault: true },
    });
  });

  it('keeps the newest 500 messages of a server', async () => {
    const { url, id, capture } = await issued();
    await capture.start(15);
    await call(url, 'looker_users_me');
    const ping = JSON.stringify(
      Array.from({ length: 100 }, (_, each) => ({ jsonrpc: '2.0', id: each, method: 'ping' })),
    );
    const { headers } = toolCallRequest(1, 'x');
    for (let count = 0; count < 5; count++) await fetch(url, { method: 'POST', headers, body: ping });
    const messages = await capture.messages();
    expect(messages).toHaveLength(500);
    expect(new Set(steps(messages))).toEqual(new Set(['ping']));
    expect(await rowsOf(id)).toBe(500);
  });

  it('keeps a few of what anybody can send again and again, and what came before it', async () => {
    const { url, id, capture } = await issued({ auth: 'oauth' });
    await capture.start(15);
    const metadata = `${gateway.url}/.well-known/oauth-protected-resource/mcp/${id}`;
    const challenge = await call(url);
    expect(challenge.status).toBe(401);
    const first = (await capture.messages()).at(0);
    const page = await fetch(`${gateway.url}/oauth/authorize?client_id=none&resource=${encodeURIComponent(url)}`);
    expect(page.status).toBe(400);
    for (let count = 0; count < 60; count++) expect((await fetch(metadata)).status).toBe(200);
    for (let count = 0; count < 60; count++) expect((await call(url)).status).toBe(401);
    const kept = steps(await capture.messages());
    const times = (step: string) => kept.filter((each) => each === step).length;
    expect([first?.step, times('tools/call'), times('resource metadata'), times('authorization')]).toEqual([
      ...['tools/call', 40, 40, 1],
    ]);
  });

  it('is for who may change the server: a viewer and another organization see nothing of it', async () => {
    const { url, id, capture } = await issued();
    await capture.start(10);
    await call(url);
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = await owner.join('viewer@acme.example', 'viewer');
    const stranger = await gateway.createOrganization('Stranger');
    for (const [who, status, code] of [
      [viewer, 403, 'permission.missing'],
      [stranger.rest, 404, 'mcp_server.not_found'],
    ] as const)
      for (const answer of [
        await who.get(capture.path),
        await who.post(capture.path, { minutes: 5 }),
        await who.delete(capture.path),
      ])
        expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await capture.messages()).toHaveLength(1);
    expect(await rowsOf(id)).toBe(1);
  });

  it('stands in the audit trail from when to when, and changes neither version nor ETag of the server', async () => {
    const { id, capture } = await issued();
    const path = `/integrated-account/${accountId}/mcp/${id}`;
    const before = await acme.rest.get(path);
    const { body: started } = await capture.start(10);
    await acme.rest.delete(capture.path);
    const { body: trail } = await acme.rest.get(`/audit?record_id=${id}&limit=2`);
    expect(
      trail.result.map(({ action, after }: { action: string; after: Record<string, string> }) => [
        ...[action, after.capture_started_at, after.capture_until],
      ]),
    ).toEqual([
      ['mcp_server.capture_ended', started.started_at, started.capturing_until],
      ['mcp_server.capture_started', started.started_at, started.capturing_until],
    ]);
    expect(trail.result[1].actor.name).toBe('test');
    const after = await acme.rest.get(path);
    expect([after.headers.etag, after.text]).toEqual([before.headers.etag, before.text]);
    expect((await acme.rest.get('/audit/verification')).body.broken).toBeNull();
    // Whose access it was is read from the same events.
    expect((await acme.rest.get(`/access-report/${id}`)).status).toBe(200);
  });

  it('neither holds up nor fails a call while the database takes no messages, and goes on afterwards', async () => {
    const { url, capture } = await issued();
    await capture.start(10);
    await sql('ALTER TABLE captured_messages RENAME TO captured_elsewhere');
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(url)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    await gateway.app.get(MessageCapture, { strict: false }).drain();
    await sql('ALTER TABLE captured_elsewhere RENAME TO captured_messages');
    await call(url);
    expect(await capture.messages()).toHaveLength(1);
  });
});
