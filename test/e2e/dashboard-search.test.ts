import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AlteredLooker } from '../support/altered-looker.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import type { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

const SEARCH = 'looker_dashboards_search';
const SEARCH_LOOKML = 'looker_dashboards_search_lookml';
const PULSE = 'ecommerce::business_pulse';
const LOOKML_PATH = '/dashboards/lookml/search';

interface Found {
  readonly result: { id: string; title: string }[];
  readonly next_cursor: string | null;
  readonly note?: string;
}

describe('searching dashboards', () => {
  let gateway: TestGateway;
  let sample: SampleLooker;
  let looker: AlteredLooker;
  let rest: RestClient;
  let accountId: string;
  let client: McpClient;

  beforeAll(async () => {
    sample = await startSampleLooker();
    looker = await AlteredLooker.start(sample);
    gateway = await startGateway();
    rest = (await gateway.createOrganization('Acme')).rest;
    accountId = await rest.connect(credentialsOf(looker));
    client = await connectModern((await rest.issue(accountId)).url);
  });

  beforeEach(() => {
    looker.asked.length = 0;
    looker.answers.clear();
  });

  afterAll(async () => {
    await client.close();
    await gateway.close();
    await Promise.all([looker.close(), sample.close()]);
  });

  const search = async (args: Record<string, unknown>, from = client): Promise<Found> =>
    JSON.parse((await from.callTool(SEARCH, args)).text);
  const lookmlSearches = () => looker.asked.filter(({ path }) => path === LOOKML_PATH);

  it('finds those of folders and those of LookML by one title', async () => {
    const { result, next_cursor } = await search({ title: '%s%' });
    expect(result.map(({ title }) => title)).toEqual(expect.arrayContaining(['Sales Overview', 'Business Pulse']));
    expect(next_cursor).toBeNull();
    const found = await search({ title: '%pulse%' });
    expect(found.result.map(({ id }) => id)).toEqual([PULSE]);
    const run = await client.callTool('looker_dashboards_run', { dashboard_id: found.result[0]?.id });
    expect(run.isError).toBe(false);
  });

  it('looks for what both have, and only on the first page', async () => {
    await search({ title: '%s%', user_id: '4' });
    await search({});
    expect(lookmlSearches()).toEqual([]);
    const { next_cursor, result } = await search({ title: '%s%', limit: 1 });
    expect(result.map(({ id }) => id)).toContain(PULSE);
    const next = await search({ title: '%s%', limit: 1, next_cursor });
    expect(next.result.map(({ id }) => id)).not.toContain(PULSE);
    expect(lookmlSearches().map(({ query }) => query)).toEqual([expect.objectContaining({ title: '%s%', limit: '1' })]);
  });

  it('asks for the same few fields of both', async () => {
    await search({ title: '%pulse%' });
    const [own, lookml] = looker.asked.filter(({ path }) => path.endsWith('/search')).map(({ query }) => query.fields);
    expect(own).toBeDefined();
    expect(lookml).toBe(own);
    const { result } = JSON.parse((await client.callTool(SEARCH_LOOKML, {})).text) as { result: object[] };
    expect(Object.keys(result[0] ?? {}).sort()).toEqual(['description', 'folder', 'id', 'readonly', 'title']);
  });

  it('does not look for those of LookML where the server has no tool that does', async () => {
    const config = { methods: ['read'], tools: { exclude: [SEARCH_LOOKML] } };
    const narrow = await connectModern((await rest.issue(accountId, { config })).url);
    expect((await search({ title: '%pulse%' }, narrow)).result).toEqual([]);
    expect(lookmlSearches()).toEqual([]);
    await narrow.close();
  });

  it('answers the others, and says so, where those of LookML cannot be searched', async () => {
    sample.setFault({ fault: 'status=404', urlIncludes: LOOKML_PATH, times: 1 });
    const { result, note } = await search({ title: 'Sales%' });
    expect(result.map(({ title }) => title)).toEqual(['Sales Overview']);
    expect(note).toMatch(/^Dashboards that are defined in LookML could not be searched\. Looker refused \(404\)/);
  });

  it('takes no list for one', async () => {
    looker.answers.set(`GET ${LOOKML_PATH}`, { message: 'odd' });
    expect((await search({ title: 'Sales%' })).result).toHaveLength(1);
  });
});
