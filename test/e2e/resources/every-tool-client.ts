import { type SampleLooker, startSampleLooker } from '../../../apps/sample-looker/server.js';
import { toolCatalogue } from '../../../src/tools/catalogue/tool-catalogue.js';
import { startGateway } from '../../support/gateway.js';
import { connectModern } from '../../support/mcp-clients.js';
import { credentialsOf } from '../../support/sample.js';
import { contentResources } from './content-resources.js';
import { dataResources } from './data-resources.js';
import { peopleResources } from './people-resources.js';
import { ResourceWalk } from './resource-walk.js';

export const resourceCases = [...contentResources, ...peopleResources, ...dataResources];

/** An MCP client on a server with all tools, hidden ones too, in the developer's workspace of a sample Looker. */
export interface EveryTool {
  readonly walk: ResourceWalk;
  readonly looker: SampleLooker;
  close(): Promise<void>;
}

export async function openEveryTool(): Promise<EveryTool> {
  const looker = await startSampleLooker();
  const gateway = await startGateway();
  const { rest } = await gateway.createOrganization('Acme');
  const ofApi = toolCatalogue().tools.filter(({ toolset }) => toolset === 'api');
  const config = { tools: { include: ofApi.map((tool) => tool.name) } };
  const client = await connectModern((await rest.issue(await rest.connect(credentialsOf(looker)), { config })).url);
  const walk = new ResourceWalk(client, resourceCases);
  await walk.call('looker_api_session_change_settings', { workspace_id: 'dev' });
  const close = async () => {
    await client.close();
    await gateway.close();
    await looker.close();
  };
  return { walk, looker, close };
}
