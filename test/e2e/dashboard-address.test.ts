import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.js';

describe('the address of the dashboard', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });

  afterAll(() => gateway.close());

  it.each(['GET', 'HEAD'])('leads there from / and from /app, with %s and whatever query', async (method) => {
    for (const path of ['/', '/app'])
      for (const query of ['', '?a=b&c=%2F&d=//elsewhere.example']) {
        const answer = await fetch(gateway.url + path + query, { method, redirect: 'manual' });
        expect(answer.status, path + query).toBe(302);
        expect(answer.headers.get('location')).toBe(`/app/${query}`);
      }
  });

  it('answers with the page itself', async () => {
    const answer = await fetch(`${gateway.url}/app`);
    expect([answer.status, answer.url]).toEqual([200, `${gateway.url}/app/`]);
    expect(await answer.text()).toContain('<div id="dashboard">');
  });

  it.each(['/app/%00', '/app//x', '/app/..%2f..%2fpackage.json', '/docs/%00'])('has nothing at %s', async (path) => {
    const answer = await fetch(gateway.url + path);
    expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ code: 'route.not_found' })]);
  });

  it.each([{ range: 'bytes=99999999-' }, { 'if-match': '"other"' }])('refuses %j, and says so', async (headers) => {
    for (const path of ['/app/', '/docs/swagger-ui.css']) {
      const answer = await fetch(gateway.url + path, { headers });
      const body = { code: 'request.invalid', request_id: expect.any(String) };
      expect([answer.status, await answer.json()], path).toEqual([400, expect.objectContaining(body)]);
    }
  });
});
