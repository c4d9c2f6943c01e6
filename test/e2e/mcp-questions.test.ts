import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { OFFICIAL_CLIENTS } from '../support/mcp-clients.js';
import { askInSql, credentialsOf, rowsOf, TOP_TEN_STATES, TOP_TEN_STATES_SQL } from '../support/sample.js';

describe('a question asked through an MCP URL', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    url = (await rest.issue(await rest.connect(credentialsOf(looker)))).url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it.each(OFFICIAL_CLIENTS)(
    '$client lists the tools and gets the ten states with the most orders, as SQL says',
    async ({ connect }) => {
      const client = await connect(url);
      const tools = await client.listTools();
      expect(tools.map((tool) => tool.name)).toContain('looker_query_run_inline');
      const answer = await client.callTool('looker_query_run_inline', TOP_TEN_STATES);
      await client.close();
      const expected = await askInSql(looker, TOP_TEN_STATES_SQL);
      expect(expected).toHaveLength(10);
      expect(answer.isError).toBe(false);
      expect(rowsOf(answer)).toEqual(expected);
    },
  );
});
