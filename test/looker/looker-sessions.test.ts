import { afterEach, describe, expect, it } from 'vitest';
import { LookerHttp } from '../../src/looker/looker-http.js';
import { LookerSessions } from '../../src/looker/looker-sessions.js';
import { httpOptions, POLL } from './http-options.js';
import { type Answer, answerHtml, answerJson, gate, lettingIn, StandIn } from './stand-in.js';

describe('the sessions at Looker', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));

  /** A Looker, sessions there, and the clock that they go by. */
  const start = async (answer: Answer) => {
    const looker = await StandIn.start(answer);
    const http = new LookerHttp(httpOptions());
    running.push(looker, http);
    const clock = { nowMs: 1_000_000 };
    return { looker, clock, sessions: new LookerSessions(http, () => clock.nowMs) };
  };

  it('log in as Looker’s login operation wants it: a form with id and secret, and nothing in the address', async () => {
    const { looker, sessions } = await start(lettingIn());
    const secret = 'a&b=c d+e%';
    expect(
      await sessions.token(
        looker.connection({ credentials: { kind: 'api_key', clientId: 'the-id', clientSecret: secret } }),
      ),
    ).toBe('token-1');
    const [login] = looker.seen;
    expect(login).toMatchObject({ method: 'POST', url: '/api/4.0/login', authorization: undefined });
    expect(login?.contentType).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(login?.body))).toEqual({
      client_id: 'the-id',
      client_secret: secret,
    });
  });

  it('share one login between fifty who ask at the same time, and keep it', async () => {
    const go = gate();
    const letIn = lettingIn();
    const { looker, sessions } = await start(async (...given) => {
      await go.opened;
      return letIn(...given);
    });
    const asked = Array.from({ length: 50 }, () => sessions.token(looker.connection()));
    await expect.poll(() => looker.logins.length, POLL).toBe(1);
    go.open();
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['token-1']));
    expect(await sessions.token(looker.connection())).toBe('token-1');
    expect(looker.logins).toHaveLength(1);
  });

  it('are never shared between connections, whatever else is equal', async () => {
    const { looker, sessions } = await start(lettingIn());
    const tokens = await Promise.all(['a', 'b', 'c'].map((key) => sessions.token(looker.connection({ key }))));
    expect(new Set(tokens).size).toBe(3);
    expect(await sessions.token(looker.connection({ key: 'b' }))).toBe(tokens[1]);
    expect(looker.logins).toHaveLength(3);
  });

  it('end ten seconds before Looker ends them, counted from the start of the login', async () => {
    const { looker, clock, sessions } = await start(lettingIn());
    await sessions.token(looker.connection());
    clock.nowMs += 3_590_000 - 1;
    expect(await sessions.token(looker.connection())).toBe('token-1');
    clock.nowMs += 1;
    expect(await sessions.token(looker.connection())).toBe('token-2');
    clock.nowMs += 3_589_000;
    expect(await sessions.token(looker.connection())).toBe('token-2');
  });

  it.each([10, 0, -5, undefined, 'soon'])('with expires_in %j are used once and not kept', async (expires_in) => {
    let logins = 0;
    const { looker, sessions } = await start((_, response) =>
      answerJson(response, 200, { access_token: `t${++logins}`, expires_in }),
    );
    expect(await sessions.token(looker.connection())).toBe('t1');
    expect(await sessions.token(looker.connection())).toBe('t2');
  });

  it('forget a token that was refused, but not a newer one in its place', async () => {
    const { looker, sessions } = await start(lettingIn());
    const connection = looker.connection();
    const first = await sessions.token(connection);
    sessions.drop(connection, first);
    const second = await sessions.token(connection);
    expect(second).not.toBe(first);
    sessions.drop(connection, first);
    sessions.drop(looker.connection({ key: 'other' }), second);
    expect(await sessions.token(connection)).toBe(second);
    expect(looker.logins).toHaveLength(2);
  });

  it('share a login that fails, in Looker’s words, and try again for the next who asks', async () => {
    const go = gate();
    let refusing = true;
    const letIn = lettingIn();
    const { looker, sessions } = await start(async (seen, response, request) => {
      await go.opened;
      if (refusing) return answerJson(response, 404, { message: 'Not found', documentation_url: 'x' });
      return letIn(seen, response, request);
    });
    const asked = Array.from({ length: 20 }, () => sessions.token(looker.connection()));
    const outcomes = Promise.allSettled(asked);
    await expect.poll(() => looker.logins.length, POLL).toBe(1);
    go.open();
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { fault: 'login_refused', message: 'Not found', status: 404 },
      });
    expect(looker.logins).toHaveLength(1);
    refusing = false;
    expect(await sessions.token(looker.connection())).toBe('token-1');
    expect(looker.logins).toHaveLength(2);
  });

  it.each<[string, Answer, object]>([
    ['401 with words', (_, r) => answerJson(r, 401, { message: 'No' }), { fault: 'login_refused', message: 'No' }],
    ['403 with words', (_, r) => answerJson(r, 403, { message: 'No' }), { fault: 'login_refused', status: 403 }],
    ['404 as a web page', (_, r) => answerHtml(r, 404), { fault: 'not_looker', status: 404 }],
    ['200 as a web page', (_, r) => answerHtml(r, 200), { fault: 'not_looker', status: 200 }],
    ['200 without a token', (_, r) => answerJson(r, 200, { ok: true }), { fault: 'not_looker' }],
    ['200 with an empty token', (_, r) => answerJson(r, 200, { access_token: '' }), { fault: 'not_looker' }],
    ['200 with null', (_, r) => answerJson(r, 200, null), { fault: 'not_looker' }],
    ['500', (_, r) => answerJson(r, 500, { message: 'Oops' }), { fault: 'unreachable', status: 500 }],
    ['503 as a web page', (_, r) => answerHtml(r, 503), { fault: 'unreachable', status: 503 }],
    ['429', (_, r) => answerJson(r, 429, { message: 'Slow' }), { fault: 'rate_limited', status: 429 }],
    ['a redirect', (_, r) => void r.writeHead(302, { location: '/login' }).end(), { fault: 'not_looker', status: 302 }],
  ])('that answer %s fail by the right fault, and repeat no page', async (_, answer, expected) => {
    const { looker, sessions } = await start(answer);
    const failure = await sessions.token(looker.connection()).catch((error: unknown) => error);
    expect(failure).toMatchObject(expected);
    expect(String(failure)).not.toContain('planted');
    expect(String(failure)).not.toContain('the-secret');
  });

  it('tell how long to wait when Looker limits the rate of logins', async () => {
    const { looker, sessions } = await start((_, response) => {
      response.setHeader('retry-after', '17');
      answerJson(response, 429, { message: 'Slow down' });
    });
    await expect(sessions.token(looker.connection())).rejects.toMatchObject({
      fault: 'rate_limited',
      limits: { retryAfterSeconds: 17 },
    });
  });
});
