import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { OFFICIAL_CLIENTS } from '../support/mcp-clients.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf, rowsOf, TOP_TEN_STATES } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';

const PNG = Buffer.from('\x89PNG', 'latin1');

/** Small, so that it can be run on each Node that users have: see GATEWAY_NODE in `.ci/run`. */
describe('the built gateway', () => {
  let looker: SampleLooker;
  let gateway: GatewayProcess;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    const environment = {
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'silent',
    };
    gateway = await GatewayProcess.start(environment);
    const rest = new RestClient(gateway.url, await createOrganization(environment));
    const accountId = await rest.connect(credentialsOf(looker));
    ({ url } = await rest.issue(accountId, { config: { tool_exposure: 'all' } }));
  });

  afterAll(async () => {
    await gateway?.stop();
    await looker?.close();
  });

  it.each(OFFICIAL_CLIENTS)(
    'answers $client: lists, reads, queries, draws, changes, and says what was wrong',
    async ({ client: title, connect }) => {
      const client = await connect(url);
      expect((await client.listTools()).length).toBeGreaterThan(400);
      expect((await client.callTool('looker_users_me')).text).toContain('sam.sample@example.com');
      expect(rowsOf(await client.callTool('looker_query_run_inline', TOP_TEN_STATES))).toHaveLength(10);
      const chart = { ...TOP_TEN_STATES, vis_config: { type: 'looker_bar' }, width: 400, height: 300 };
      const { documents } = await client.callTool('looker_query_render_inline', chart);
      expect(documents[0]?.bytes.subarray(0, PNG.length)).toEqual(PNG);
      const made = await client.callTool('create_a_looker_dashboard', { title: title, folder_id: '1' });
      expect(made).toMatchObject({ isError: false, text: expect.stringContaining(title) });
      const wrong = await client.callTool('looker_query_run_inline', { ...TOP_TEN_STATES, fields: ['orders.nothing'] });
      expect(wrong).toMatchObject({ isError: true, text: expect.stringContaining('orders.nothing') });
      await client.close();
    },
  );
});
