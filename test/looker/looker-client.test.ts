import { afterEach, describe, expect, it } from 'vitest';
import { LookerClient } from '../../src/looker/looker-client.js';
import type { LookerHttpOptions } from '../../src/looker/looker-http.js';
import { freePort } from '../support/free-port.js';
import { httpOptions, POLL } from './http-options.js';
import { type Answer, answerHtml, answerJson, gate, isLogin, lettingIn, StandIn } from './stand-in.js';

const REQUEST = { verb: 'GET', path: '/looks', query: {} } as const;
const NOT_FOUND = { message: 'Not found', documentation_url: 'https://docs.looker.com/' };

describe('the Looker client', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));

  const start = async (answer: Answer, options: Partial<LookerHttpOptions> = {}) => {
    const looker = await StandIn.start(answer);
    const client = new LookerClient(httpOptions(options));
    running.push(looker, client);
    return { looker, client, connection: looker.connection() };
  };

  it('sends a request below /api/4.0 with the token, the query and a JSON body', async () => {
    const { looker, client, connection } = await start(lettingIn());
    const answer = await client.send(connection, {
      verb: 'POST',
      path: '/folders/a%2Fb',
      query: { fields: 'id,name', filter: 'a&b=ü' },
      body: { name: 'x' },
    });
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    expect(looker.calls).toEqual([
      {
        method: 'POST',
        url: '/api/4.0/folders/a%2Fb?fields=id%2Cname&filter=a%26b%3D%C3%BC',
        authorization: 'Bearer token-1',
        contentType: 'application/json',
        body: '{"name":"x"}',
      },
    ]);
  });

  it('sends a text as it is, and says so', async () => {
    const { looker, client, connection } = await start(lettingIn());
    await client.send(connection, { verb: 'POST', path: '/parse_saml_idp_metadata', query: {}, text: '<a b="ü"/>' });
    expect(looker.calls).toMatchObject([{ contentType: 'text/plain', body: '<a b="ü"/>' }]);
  });

  it('logs in once for fifty first calls at the same time', async () => {
    const { looker, client, connection } = await start(lettingIn());
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.send(connection, REQUEST)));
    expect(answers).toHaveLength(50);
    expect(looker.logins).toHaveLength(1);
    expect(looker.calls.map(({ authorization }) => authorization)).toEqual(Array(50).fill('Bearer token-1'));
    expect(looker.calls[0]).toMatchObject({ contentType: undefined, body: '' });
  });

  it('logs in again exactly once when Looker refuses a token, and gives the answer', async () => {
    const dead = new Set(['Bearer token-1']);
    const { looker, client, connection } = await start(
      lettingIn((seen, response) =>
        dead.has(seen.authorization ?? '')
          ? answerJson(response, 401, { message: 'Requires authentication.' })
          : answerJson(response, 200, { ok: true }),
      ),
    );
    expect((await client.send(connection, { ...REQUEST, verb: 'PATCH', body: { a: 1 } })).body).toEqual({ ok: true });
    expect(looker.logins).toHaveLength(2);
    expect(looker.calls.map(({ authorization, body }) => [authorization, body])).toEqual([
      ['Bearer token-1', '{"a":1}'],
      ['Bearer token-2', '{"a":1}'],
    ]);
    dead.add('Bearer token-2');
    await Promise.all(Array.from({ length: 20 }, () => client.send(connection, REQUEST)));
    expect(looker.logins).toHaveLength(3);
  });

  it('gives up when a fresh token is refused too: two logins, two calls, and no more', async () => {
    const { looker, client, connection } = await start(
      lettingIn((_, response) => answerJson(response, 401, { message: 'Requires authentication.' })),
    );
    await expect(client.send(connection, REQUEST)).rejects.toMatchObject({ fault: 'login_refused', status: 401 });
    expect(looker.logins).toHaveLength(2);
    expect(looker.calls).toHaveLength(2);
  });

  it('carries a person’s token as it is, logs in nowhere, and asks for another token only once one was refused', async () => {
    const { looker, client, connection } = await start((seen, response) =>
      seen.authorization === 'Bearer new'
        ? answerJson(response, 200, { ok: true })
        : answerJson(response, 401, { message: 'Requires authentication.' }),
    );
    const refused: (string | undefined)[] = [];
    const current = async (token?: string) => {
      refused.push(token);
      return token === undefined ? 'old' : 'new';
    };
    const person = { ...connection, credentials: { kind: 'user', tokens: { current } } } as const;
    expect((await client.send(person, REQUEST)).body).toEqual({ ok: true });
    expect(refused).toEqual([undefined, 'old']);
    expect(looker.seen.map(({ authorization }) => authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  it('says that a person’s sign-in is over where their second token is refused as well', async () => {
    const { looker, client, connection } = await start((_, response) => answerJson(response, 401, NOT_FOUND));
    const tokens = { current: async (token?: string) => `${token ?? ''}x` };
    const person = { ...connection, credentials: { kind: 'user', tokens } } as const;
    await expect(client.send(person, REQUEST)).rejects.toMatchObject({ fault: 'sign_in_over', status: 401 });
    expect(looker.seen.map(({ authorization }) => authorization)).toEqual(['Bearer x', 'Bearer xx']);
  });

  it('tells a refused login in Looker’s words, sends no call, and tries again the next time', async () => {
    let secret = 'rotated';
    const letIn = lettingIn();
    const { looker, client, connection } = await start((seen, response, request) =>
      isLogin(seen) && !seen.body.includes(secret)
        ? answerJson(response, 404, NOT_FOUND)
        : letIn(seen, response, request),
    );
    for (let attempt = 1; attempt <= 2; attempt++) {
      await expect(client.send(connection, REQUEST)).rejects.toMatchObject({
        fault: 'login_refused',
        message: 'Not found',
      });
      expect(looker.logins).toHaveLength(attempt);
    }
    expect(looker.calls).toEqual([]);
    secret = connection.credentials.clientSecret;
    expect((await client.send(connection, REQUEST)).status).toBe(200);
  });

  it.each<[string, Answer, object]>([
    ['404 in Looker’s words', (_, r) => answerJson(r, 404, NOT_FOUND), { fault: 'refused', message: 'Not found' }],
    ['404 as a web page', (_, r) => answerHtml(r, 404), { fault: 'refused', status: 404 }],
    ['500', (_, r) => answerJson(r, 500, { message: 'Oops' }), { fault: 'refused', status: 500, message: 'Oops' }],
    ['503 as a web page', (_, r) => answerHtml(r, 503), { fault: 'refused', status: 503 }],
    [
      '429',
      (_, r) => void r.writeHead(429, { 'retry-after': '30' }).end(),
      { fault: 'rate_limited', status: 429, limits: { retryAfterSeconds: 30 } },
    ],
    [
      '422 with fields',
      (_, r) => answerJson(r, 422, { message: 'Validation Failed', errors: [{ field: 'a', message: 'is missing' }] }),
      { fault: 'refused', status: 422, fields: [{ field: 'a', message: 'is missing' }] },
    ],
    ['200 as a web page', (_, r) => answerHtml(r, 200), { fault: 'not_looker', status: 200 }],
    ['a redirect', (_, r) => void r.writeHead(302, { location: '/x' }).end(), { fault: 'not_looker', status: 302 }],
  ])('throws on %s, once, and keeps the session', async (_, onCall, expected) => {
    const { looker, client, connection } = await start(lettingIn(onCall));
    const failure = await client.send(connection, REQUEST).catch((error: unknown) => error);
    expect(failure).toMatchObject(expected);
    expect(String(failure)).not.toMatch(/planted|token-1|the-secret/);
    await client.send(connection, REQUEST).catch(() => undefined);
    expect(looker.logins).toHaveLength(1);
    expect(looker.calls).toHaveLength(2);
  });

  it('ends the request at Looker when its caller goes away', async () => {
    const [arrived, closed] = [gate(), gate()];
    const { client, connection } = await start(
      lettingIn((_, response) => {
        response.on('close', closed.open);
        arrived.open();
      }),
    );
    const caller = new AbortController();
    const outcome = expect(client.send(connection, REQUEST, caller.signal)).rejects.toMatchObject({ fault: 'aborted' });
    await arrived.opened;
    caller.abort();
    await outcome;
    await closed.opened;
  });

  it('lets a shared login go on for the others when one who waits for it goes away', async () => {
    const go = gate();
    const letIn = lettingIn();
    const { looker, client, connection } = await start(async (seen, response, request) => {
      if (isLogin(seen)) await go.opened;
      return letIn(seen, response, request);
    });
    const caller = new AbortController();
    const leaving = expect(client.send(connection, REQUEST, caller.signal)).rejects.toMatchObject({ fault: 'aborted' });
    const staying = client.send(connection, REQUEST, new AbortController().signal);
    await expect.poll(() => looker.logins.length, POLL).toBe(1);
    caller.abort();
    await leaving;
    go.open();
    expect((await staying).status).toBe(200);
    expect(looker.logins).toHaveLength(1);
    expect(looker.calls).toHaveLength(1);
  });

  it('sends nothing for a caller who has already gone away', async () => {
    const { looker, client, connection } = await start(lettingIn());
    await expect(client.send(connection, REQUEST, AbortSignal.abort())).rejects.toMatchObject({ fault: 'aborted' });
    expect(looker.seen).toEqual([]);
  });

  it('takes HTML where it was asked for', async () => {
    const { client, connection } = await start(lettingIn((_, response) => answerHtml(response, 200)));
    const requests = [
      { ...REQUEST, path: '/queries/run/html' },
      { ...REQUEST, path: '/query_tasks/1/results' },
      { ...REQUEST, query: { result_format: 'html' } },
    ];
    for (const request of requests) expect((await client.send(connection, request)).body).toContain('<h1>');
  });

  it('times out on a login and on a call alike', async () => {
    const silent = await start(() => undefined, { timeoutMs: 500 });
    await expect(silent.client.send(silent.connection, REQUEST)).rejects.toMatchObject({ fault: 'timed_out' });
    expect(silent.looker.calls).toEqual([]);
    const slow = await start(
      lettingIn(() => undefined),
      { timeoutMs: 500 },
    );
    await expect(slow.client.send(slow.connection, REQUEST)).rejects.toMatchObject({ fault: 'timed_out' });
    expect(slow.looker.calls).toHaveLength(1);
  });

  it('is unreachable when nothing listens', async () => {
    const { looker, client } = await start(lettingIn());
    const connection = looker.connection({ baseUrl: `http://127.0.0.1:${await freePort()}` });
    await expect(client.send(connection, REQUEST)).rejects.toMatchObject({ fault: 'unreachable' });
  });
});
