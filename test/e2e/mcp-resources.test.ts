import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { toolCatalogue } from '../../src/looker/catalogue/tool-catalogue.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';
import { contentResources } from './resources/content-resources.js';
import { dataResources } from './resources/data-resources.js';
import { peopleResources } from './resources/people-resources.js';
import { ResourceWalk } from './resources/resource-walk.js';

const cases = [...contentResources, ...peopleResources, ...dataResources];
const { tools } = toolCatalogue();
const creatable = new Set(tools.filter((tool) => tool.method === 'create').map((tool) => tool.resource));
const METHODS = ['create', 'get', 'update', 'list', 'search', 'delete'];

describe('the resources of the catalogue, through an MCP URL', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let client: McpClient;
  let walk: ResourceWalk;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    const config = { tools: { include: tools.map((tool) => tool.name) } };
    client = await connectModern((await rest.issue(await rest.connect(credentialsOf(looker)), { config })).url);
    walk = new ResourceWalk(client, cases);
    await walk.call('looker_api_session_change_settings', { workspace_id: 'dev' });
  });

  afterAll(async () => {
    await client?.close();
    await gateway.close();
    await looker.close();
  });

  it('all have a case that says how they are created', () => {
    expect(creatable.size).toBeGreaterThanOrEqual(56);
    expect(cases.map(({ resource }) => resource).sort()).toEqual([...creatable].sort());
  });

  it.each(cases)('$resource are created, read, changed, found and deleted, and then do not exist', async (tested) => {
    await walk.walk(tested);
  });

  it('had every one of these tools called with success', () => {
    const all = tools.filter((tool) => creatable.has(tool.resource) && METHODS.includes(tool.method));
    expect(all.length).toBeGreaterThan(200);
    expect(all.map((tool) => tool.name).filter((name) => !walk.worked.has(name))).toEqual([]);
    expect(walk.longLists).toBeGreaterThan(20);
  });
});
