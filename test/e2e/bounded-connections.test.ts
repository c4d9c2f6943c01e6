import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { answersIn, openRaw, type RawClient } from '../support/raw-client.js';

const GET_HEALTH = 'GET /healthz HTTP/1.1\r\nHost: gateway\r\n\r\n';

describe('connections to a gateway', () => {
  let gateway: TestGateway;
  const clients: RawClient[] = [];

  beforeAll(async () => {
    gateway = await startGateway({ GATEWAY_CONNECTIONS_MAX: '5', GATEWAY_CONNECTIONS_PER_ADDRESS_MAX: '2' });
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await gateway.close();
  });

  const statusesFrom = async (localAddress: string, count: number) => {
    const statuses: number[] = [];
    for (let index = 0; index < count; index++) {
      const client = openRaw(Number(new URL(gateway.url).port), GET_HEALTH, localAddress);
      clients.push(client);
      await expect.poll(() => answersIn(client.text()).length).toBe(1);
      statuses.push(...answersIn(client.text()).map(({ status }) => status));
    }
    return statuses;
  };

  it('are bounded as its settings say, for each address and for all of them', async () => {
    expect(await statusesFrom('127.0.0.2', 3)).toEqual([200, 200, 503]);
    expect(await statusesFrom('127.0.0.3', 3)).toEqual([200, 200, 503]);
    expect(await statusesFrom('127.0.0.4', 2)).toEqual([200, 503]);
  });
});
