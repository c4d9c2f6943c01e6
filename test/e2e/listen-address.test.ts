import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { answersIn, openRaw } from '../support/raw-client.js';
import { createTestDatabase } from '../support/test-database.js';

/** A machine where the name has two addresses, as it has with IPv6, to whoever asks for all. */
const TWO_ADDRESSES = `data:text/javascript,${encodeURIComponent(`
  import dns from 'node:dns';
  const { lookup } = dns;
  const both = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
  dns.lookup = (host, options, done) =>
    host === 'localhost' && options.all ? process.nextTick(done, null, both) : lookup(host, options, done);
`)}`;

describe('a gateway on the host localhost', () => {
  let gateway: GatewayProcess;

  beforeAll(async () => {
    gateway = await GatewayProcess.start({
      HOST: 'localhost',
      NODE_OPTIONS: `--import=${TWO_ADDRESSES}`,
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOG_LEVEL: 'silent',
    });
  });

  afterAll(() => gateway.stop());

  it('listens on one address, with its answers to broken HTTP, and on no other', async () => {
    const port = Number(new URL(gateway.url).port);
    const client = openRaw(port, 'broken\r\n\r\n');
    await client.closed;
    expect(answersIn(client.text()).map(({ body }) => JSON.parse(body).code)).toEqual(['request.invalid']);
    const answer = fetch(`http://127.0.0.2:${port}/healthz`).then(({ status }) => status);
    await expect(answer).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});
