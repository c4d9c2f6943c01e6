import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

interface Sent {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

describe('what clients send, and the form of every refusal', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  /** Node's own client, which sends what `fetch` would put right. */
  const send = ({ method, path, headers, body }: Sent) =>
    new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
      const options = { method, headers: { authorization: `token ${client.token}`, ...headers } };
      const sent = request(`${looker.baseUrl}/api/4.0${path}`, options, (answer) => {
        let text = '';
        answer.on('data', (piece) => {
          text += String(piece);
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', text }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });

  const typeCases = ['', ' ', 'application/json', 'json', ';'].flatMap((type) =>
    [
      { method: 'GET', path: '/user', status: 200 },
      { method: 'DELETE', path: '/alerts/999', status: 404 },
      { method: 'PATCH', path: '/session', status: 200 },
      { method: 'POST', path: '/query_tasks', status: 422 },
    ].map((sent) => ({ ...sent, type })),
  );
  it.each(typeCases)('$method with the content type "$type" and no body is answered as any other', async (sent) => {
    const answer = await send({ ...sent, headers: { 'content-type': sent.type } });
    expect(answer.status).toBe(sent.status);
  });

  it.each([
    ['empty', { 'content-type': '' }],
    ['missing', {}],
    ['no media type', { 'content-type': 'json' }],
  ])('a JSON body with a content type that is %s is read', async (_, headers) => {
    const body = JSON.stringify({ model: 'ecommerce', view: 'orders', fields: ['orders.count'] });
    const answer = await send({ method: 'POST', path: '/queries/run/json', headers, body });
    expect(JSON.parse(answer.text)).toEqual([{ 'orders.count': expect.any(Number) }]);
  });

  const json = { 'content-type': 'application/json' };
  const failingQuery = JSON.stringify({ model: 'ecommerce', view: 'orders', fields: ['orders.nope'] });
  const refusals: [string, number, Sent][] = [
    ['a body that is no JSON', 400, { method: 'POST', path: '/queries', headers: json, body: '{"model"' }],
    ['a body that is no object', 400, { method: 'POST', path: '/queries', headers: json, body: '[1]' }],
    ['a body that is too large', 413, { method: 'POST', path: '/queries', body: `"${'x'.repeat(5_000_001)}"` }],
    [
      'properties of a wrong type',
      422,
      { method: 'POST', path: '/scheduled_plans', headers: json, body: '{"name":[]}' },
    ],
    ['a parameter of a wrong type', 400, { method: 'GET', path: '/users?limit=many' }],
    ['an id of a wrong type', 404, { method: 'GET', path: '/queries/abc' }],
    ['an address that is no address', 400, { method: 'GET', path: '/queries/%zz' }],
    ['a parameter that is too long', 414, { method: 'GET', path: `/queries/${'9'.repeat(2_000)}` }],
    ['an unknown route', 404, { method: 'GET', path: '/nope' }],
    ['a method that the route lacks', 404, { method: 'PATCH', path: '/queries' }],
    ['a wrong token', 401, { method: 'GET', path: '/user', headers: { authorization: 'token nope' } }],
    ['headers that are too large', 431, { method: 'GET', path: '/user', headers: { 'x-long': 'y'.repeat(20_000) } }],
    ['a query that fails', 400, { method: 'POST', path: '/queries/run/json', headers: json, body: failingQuery }],
    ['an unknown format', 400, { method: 'POST', path: '/queries/run/nope', headers: json, body: failingQuery }],
    ['wrong credentials', 404, { method: 'POST', path: '/login?client_id=a&client_secret=b' }],
  ];
  it.each(refusals)("%s is refused in the form that Looker's Python SDK reads", async (_, status, sent) => {
    const answer = await send(sent);
    expect(answer.status).toBe(status);
    expectLookerForm(answer);
  });

  it('a failed query task answers its error in the same form', async () => {
    const query = await client.call('POST', '/queries', JSON.parse(failingQuery));
    const { id: queryId } = query.body as { id: string };
    const created = await client.call('POST', '/query_tasks', { query_id: queryId, result_format: 'json' });
    const path = `/query_tasks/${(created.body as { id: string }).id}/results`;
    await expect.poll(async () => (await client.call('GET', path)).status).toBe(400);
    expectLookerForm(await send({ method: 'GET', path }));
  });

  it('what is no HTTP request is refused in the same form', async () => {
    const { port } = new URL(looker.baseUrl);
    const text = await new Promise<string>((resolve) => {
      let read = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('no request\r\n\r\n'));
      socket.on('data', (piece) => {
        read += String(piece);
      });
      socket.on('close', () => resolve(read));
    });
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expectLookerForm({ type: head, text: body });
  });
});

/** `{message, documentation_url, errors?}`, each entry of `errors` with a `documentation_url` of its own. */
function expectLookerForm({ type, text }: { type: string; text: string }): void {
  expect(type).toContain('application/json');
  const { message, documentation_url: url, errors = [], ...rest } = JSON.parse(text);
  expect(message).toEqual(expect.any(String));
  expect(url).toMatch(/^https:\/\//);
  for (const entry of errors) {
    expect(entry).toMatchObject({
      documentation_url: expect.stringMatching(/^https:\/\//),
      message: expect.any(String),
    });
  }
  expect(rest).not.toHaveProperty('statusCode');
}
