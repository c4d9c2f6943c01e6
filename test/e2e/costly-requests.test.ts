import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseService } from '../../src/database/database.service.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';

const KB = 1024;
const ROUTES = ['/session', '/invitation/accept', '/setup'];

interface Refusal {
  readonly code: string;
  readonly request_id: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: { code?: string; message?: string; fields?: { path: string; rule: string }[]; error?: unknown };
}

describe('what a request may cost before anybody is known', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
  });
  afterAll(() => gateway.close());

  const post = async (path: string, text: string, contentType = 'application/json'): Promise<Answer> => {
    const answer = await fetch(gateway.url + path, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: text,
    });
    const said = await answer.text();
    return { status: answer.status, text: said, body: JSON.parse(said) };
  };
  const keys = (count: number) => JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [i, 0])));

  it.each(ROUTES)(
    'POST %s refuses a body over 256 kB, over 4,000 values or over 32 levels in a short answer',
    async (path) => {
      const large = await post(path, JSON.stringify({ email: 'x'.repeat(256 * KB) }));
      expect([large.status, large.body.code]).toEqual([413, 'request.body_too_large']);
      for (const text of [keys(4_001), `{"a":[${'1,'.repeat(4_000)}1]}`, '{"a":'.repeat(33), '['.repeat(200 * KB)]) {
        const answer = await post(path, text);
        expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
        expect(answer.body.message).toMatch(
          /^The body (holds more than 4000 values|is nested deeper than 32 levels)\./,
        );
        expect(answer.text.length).toBeLessThan(500);
      }
    },
  );

  it.each(ROUTES)(
    'POST %s tells the first 20 problems of a body, and of endless names their beginning',
    async (path) => {
      const names = Array.from({ length: 3_900 }, (_, index) => [`${index}`.padEnd(40, 'n'), 0]);
      const many = await post(path, JSON.stringify(Object.fromEntries(names)));
      expect([many.status, many.body.code, many.body.fields?.length]).toEqual([400, 'request.invalid', 20]);
      const long = await post(path, JSON.stringify({ ['n'.repeat(200 * KB)]: 0 }));
      expect(long.body.fields?.some(({ path }) => path === `${'n'.repeat(100)}…`)).toBe(true);
      expect(Math.max(many.text.length, long.text.length)).toBeLessThan(10 * KB);
    },
  );

  it('an MCP URL refuses more than 4 MiB, 20,000 values or 64 levels, whether or not it is a right one', async () => {
    const url = '/mcp/lmg_url_wrong';
    const large = await post(url, JSON.stringify({ a: 'x'.repeat(4 * KB * KB) }));
    expect([large.status, large.body.error]).toMatchObject([413, { data: { code: 'request.body_too_large' } }]);
    for (const text of [keys(20_001), '['.repeat(3.8 * KB * KB), '{"a":'.repeat(65)]) {
      const answer = await post(url, text);
      expect([answer.status, answer.body.error]).toMatchObject([400, { data: { code: 'request.invalid' } }]);
    }
    const fits = await post(url, JSON.stringify({ a: 'x'.repeat(3 * KB * KB) }));
    expect([fits.status, fits.body.error]).toMatchObject([404, { data: { code: 'mcp_server.not_found' } }]);
  });

  it('queries have 50 parameters at most', async () => {
    const ask = async (count: number) => {
      const query = Array.from({ length: count }, (_, index) => `p${index}=1`).join('&');
      const answer = await acme.rest.get(`/member?${query}`);
      return [answer.status, answer.body.code, answer.body.fields?.length];
    };
    expect(await ask(50)).toEqual([400, 'request.invalid', 20]);
    expect(await ask(51)).toEqual([400, 'request.invalid', undefined]);
    expect(await ask(1_000)).toEqual([400, 'request.invalid', undefined]);
  });

  it('a client that is still sending a body that is too large reads the answer, on a connection that goes on', async () => {
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1');
    let answers = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answers += text;
    });
    const head = 'POST /session HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n';
    socket.write(`${head}Content-Length: ${8 * KB * KB}\r\n\r\n`);
    for (let sent = 0; sent < 8; sent++) {
      socket.write('x'.repeat(KB * KB));
      await expect.poll(() => answers).toMatch(/^HTTP\/1.1 413 [\s\S]*request\.body_too_large/);
    }
    socket.write('GET /healthz HTTP/1.1\r\nHost: gateway\r\n\r\n');
    await expect.poll(() => answers).toMatch(/HTTP\/1.1 200 /);
    socket.destroy();
  });

  it('a client that goes on sending a body that was refused loses its connection after some 32 MB', async () => {
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    const type = 'Content-Type: application/json';
    socket.write(`POST /session HTTP/1.1\r\nHost: gateway\r\n${type}\r\nContent-Length: ${KB ** 4}\r\n\r\n`);
    let sent = 0;
    while (!socket.destroyed && !socket.closed) {
      socket.write('x'.repeat(KB * KB), () => {});
      sent += KB * KB;
      await setTimeout(10);
    }
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(sent).toBeGreaterThan(32 * KB * KB);
    // At this rate the minute that a request may take would be six times as much.
    expect(sent).toBeLessThan(KB ** 3);
  });

  it('receiving a request takes a minute at most, its headers twenty seconds', () => {
    const { requestTimeout, headersTimeout } = gateway.app.getHttpServer();
    expect([requestTimeout, headersTimeout]).toEqual([60_000, 20_000]);
  });

  it.each(['/member/%', '/mcp/%zz', `/member/${'x'.repeat(600)}`, '/nowhere'])(
    'an address that leads nowhere answers in our form with a request id: %s',
    async (path) => {
      const answer = await fetch(gateway.url + path);
      const said = (await answer.json()) as Refusal & { readonly error?: { readonly data?: Refusal } };
      const body = said.error?.data ?? said;
      expect([400, 404]).toContain(answer.status);
      expect(['request.invalid', 'route.not_found']).toContain(body.code);
      expect(answer.headers.get('x-request-id')).toBe(body.request_id);
    },
  );

  it('no answer of REST is kept by a cache; the dashboard keeps its own rules', async () => {
    const cacheOf = async (path: string) => (await fetch(gateway.url + path)).headers.get('cache-control');
    expect((await acme.rest.get('/member')).headers['cache-control']).toBe('no-store');
    for (const path of ['/member', '/healthz', '/openapi.json', '/nowhere', '/member/%'])
      expect(await cacheOf(path), path).toBe('no-store');
    expect(await cacheOf('/app/')).toBe('no-cache');
  });

  it('an empty body with a JSON content type is no body', async () => {
    const { id } = (await acme.rest.post('/api-token', { name: 'x', scopes: ['logs:read'] })).body;
    const answer = await fetch(`${gateway.url}/api-token/${id}`, {
      method: 'DELETE',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${acme.apiToken}` },
    });
    expect(answer.status).toBe(204);
  });

  it('bodies are JSON: forms and plain texts are refused unread', async () => {
    for (const contentType of [
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data; boundary=x',
      'text/json',
    ]) {
      const answer = await fetch(`${gateway.url}/api-token`, {
        method: 'POST',
        headers: { 'content-type': contentType, authorization: `Bearer ${acme.apiToken}` },
        body: 'name=x&scopes=logs:read',
      });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        415,
        'request.media_type_unsupported',
      ]);
    }
  });

  it('300 sign-ins to one account at once are judged ten times, and cost the database ten look-ups', async () => {
    const database = gateway.app.get(DatabaseService, { strict: false });
    const { passwordSalts } = database;
    const asked: string[] = [];
    database.passwordSalts = (email) => {
      asked.push(email);
      return passwordSalts.call(database, email);
    };
    const body = JSON.stringify({ email: 'nobody@example.com', password: 'not the password' });
    const neighbour = gateway.createOrganization('Neighbour');
    const answers = await Promise.all(Array.from({ length: 300 }, () => post('/session', body)));
    database.passwordSalts = passwordSalts;
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([count(401), count(429)]).toEqual([10, 290]);
    expect(asked.filter((email) => email === 'nobody@example.com')).toHaveLength(10);
    expect((await (await neighbour).rest.get('/member')).status).toBe(200);
  }, 120_000);
});
