import { inject, it } from 'vitest';
import { startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';
import { toolCallRequest } from '../support/tool-call-request.js';
it('measure', { timeout: 120_000 }, async () => {
  const looker = await startSampleLooker();
  const environment = { PATH: process.env.PATH ?? '', DATABASE_URL: await createTestDatabase(inject('postgresUrl')), GATEWAY_MASTER_KEYS: createMasterKey('test'), GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1', GATEWAY_LOG_LEVEL: 'silent', GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: '1000000' };
  const apiToken = await createOrganization(environment);
  const gateway = await GatewayProcess.start(environment);
  const rest = new RestClient(gateway.url, apiToken);
  const server = await rest.issue(await rest.connect(credentialsOf(looker)));
  const run = async (ms: number, clients: number) => {
    const times: number[] = [];
    const end = performance.now() + ms;
    await Promise.all(Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const t = performance.now();
        const answer = await fetch(`${gateway.url}/mcp/${server.token}`, toolCallRequest(1, 'looker_users_me'));
        if (!(await answer.text()).includes('"result"')) throw new Error('no result');
        times.push(performance.now() - t);
      }
    }));
    times.sort((a, b) => a - b);
    const at = (q: number) => (times[Math.floor(times.length * q)] ?? 0).toFixed(1);
    return `${clients} clients: ${(times.length / (ms / 1000)).toFixed(0)}/s p50 ${at(0.5)} p95 ${at(0.95)} p99 ${at(0.99)} ms`;
  };
  await run(3000, 32);
  process.stdout.write(`MEASURE ${await run(4000, 32)}\nMEASURE ${await run(2000, 1)}\n`);
  await gateway.stop();
  await looker.close();
});
