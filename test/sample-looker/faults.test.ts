import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

describe('faults', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  const withFault = (fault: string) => client.call('GET', '/dashboards', undefined, { 'x-sample-fault': fault });

  it('a status comes with the headers it names', async () => {
    const answer = await withFault('status=429;retry-after=7;x-ratelimit-limit=60');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.headers.get('x-ratelimit-limit')).toBe('60');
    expect(answer.body).toMatchObject({ message: 'Too Many Requests' });
  });

  it('html is the page of a proxy', async () => {
    const answer = await withFault('html;status=503');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  it('a dropped connection and half an answer are errors of the connection', async () => {
    await expect(withFault('drop')).rejects.toThrow();
    await expect(withFault('truncate')).rejects.toThrow();
  });

  it('a connection is reset in the middle of an answer', async () => {
    const error = await withFault('reset').catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) } });
  });

  it('a body is as large as it is asked to be, with its length announced or not', async () => {
    for (const [fault, length] of [
      ['bytes=3000000', '3000000'],
      ['bytes=3000000;chunked', null],
    ] as const) {
      const answer = await withFault(fault);
      expect([answer.status, answer.text.length, answer.headers.get('content-length')]).toEqual([
        200,
        3_000_000,
        length,
      ]);
      expect(typeof answer.body).toBe('string');
    }
    expect((await withFault('bytes=500;status=404')).status).toBe(404);
    expect((await withFault('bytes=1')).status).toBe(400);
  });

  it('a bomb is small on the wire and large unpacked', async () => {
    const response = await fetch(`${looker.baseUrl}/alive`, { headers: { 'x-sample-fault': 'bomb=40000000' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect((await response.text()).length).toBe(40_000_000);
    const packed = await new Promise<number>((resolve, reject) => {
      const headers = { 'x-sample-fault': 'bomb=40000000' };
      get(`${looker.baseUrl}/alive`, { headers }, (message) => {
        let bytes = 0;
        message.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        message.on('end', () => resolve(bytes));
      }).on('error', reject);
    });
    expect(packed).toBeLessThan(200_000);
  });

  it('a redirect leads where it is told, with its status', async () => {
    for (const [fault, status] of [
      ['redirect=https://elsewhere.example.com/a?b=c', 302],
      ['status=307;redirect=https://elsewhere.example.com/a?b=c', 307],
    ] as const) {
      const response = await fetch(`${looker.baseUrl}/alive`, {
        headers: { 'x-sample-fault': fault },
        redirect: 'manual',
      });
      expect([response.status, response.headers.get('location')]).toEqual([
        status,
        'https://elsewhere.example.com/a?b=c',
      ]);
    }
  });

  it('headers and bodies can take their time', async () => {
    const startedAt = performance.now();
    const slowHeaders = await withFault('slow-headers=200');
    expect(slowHeaders.headers.get('x-sample-19')).toBe('slow');
    const slowBody = await fetch(`${looker.baseUrl}/api/4.0/dashboards`, {
      headers: { authorization: `Bearer ${client.token}`, 'x-sample-fault': 'drip=200' },
    });
    const headersAt = performance.now();
    expect(await slowBody.json()).toEqual((await client.call('GET', '/dashboards')).body);
    expect(headersAt - startedAt).toBeGreaterThanOrEqual(190);
    expect(performance.now() - headersAt).toBeGreaterThanOrEqual(150);
  });

  it('latency delays the answer', async () => {
    const startedAt = performance.now();
    expect((await withFault('latency=120')).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115);
  });

  it('a rule hits the requests it names, as often as it says', async () => {
    looker.setFault({ fault: 'status=503', urlIncludes: '/looks', times: 1 });
    expect((await client.call('GET', '/dashboards?fields=id')).status).toBe(200);
    expect((await client.call('GET', '/looks?fields=id')).status).toBe(503);
    expect((await client.call('GET', '/looks?fields=id')).status).toBe(200);
    expect(() => looker.setFault({ fault: 'status=99' })).toThrow(RangeError);
  });

  it('requests are logged, and revoked tokens answer 401', async () => {
    await client.call('GET', '/user?fields=id');
    expect(looker.requests.at(-1)).toMatchObject({ method: 'GET', url: '/api/4.0/user?fields=id' });
    looker.revokeTokens();
    expect((await client.call('GET', '/user')).status).toBe(401);
  });
});
