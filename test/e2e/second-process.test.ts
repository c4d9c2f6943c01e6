import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';
import { toolCallRequest } from '../support/tool-call-request.js';

describe('a second process that runs without Redis by mistake', () => {
  let looker: SampleLooker;
  let a: GatewayProcess;
  let b: GatewayProcess;
  let rest: RestClient;

  beforeAll(async () => {
    looker = await startSampleLooker();
    const environment = {
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'silent',
    };
    [a, b] = await Promise.all([GatewayProcess.start(environment), GatewayProcess.start(environment)]);
    rest = new RestClient(a.url, await createOrganization(environment));
  });

  afterAll(async () => {
    await Promise.all([a?.stop(), b?.stop()]);
    await looker?.close();
  });

  it('learns by itself that a URL was revoked, although nobody tells it', async () => {
    const accountId = await rest.connect(credentialsOf(looker));
    const { id, token } = await rest.issue(accountId);
    const call = async () => (await fetch(`${b.url}/mcp/${token}`, toolCallRequest(1, 'looker_users_me'))).status;
    expect(await call()).toBe(200);
    expect((await rest.delete(`/integrated-account/${accountId}/mcp/${id}`)).status).toBe(204);
    // Calls in between do not make a copy younger.
    await expect.poll(call, { interval: 200 }).toBe(404);
  });
});
