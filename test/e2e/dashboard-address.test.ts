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
});
