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
