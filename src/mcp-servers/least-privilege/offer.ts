import type { ToolCatalogue } from '../../looker/catalogue/tool.js';
import { selectTools } from '../../looker/catalogue/tool-filter.js';
import { exposeTools } from '../../looker/exposure/exposed-tools.js';
import { listedTool } from '../../looker/exposure/listed-tool.js';
import { listTokens } from '../../looker/exposure/tool-cost.js';
import type { McpServerConfig } from '../mcp-server-config.js';
import type { OfferView } from './least-privilege.view.js';
import type { Offer } from './replayed-calls.js';

export interface CountedOffer extends Offer {
  /** What its tools take in a model's context when all are listed. */
  readonly tokens: number;
}

/** What the gateway offers by a config on an instance. */
export async function offerOf(config: McpServerConfig, catalogue: ToolCatalogue): Promise<CountedOffer> {
  const tools = selectTools(catalogue, config);
  const { isDiscovery } = await exposeTools(tools, config);
  return { tools, isDiscovery, tokens: await listTokens(tools.map(listedTool)) };
}

export const offerView = ({ tools, isDiscovery, tokens }: CountedOffer): OfferView => ({
  count: tools.length,
  tokens,
  exposure: isDiscovery ? 'discovery' : 'all',
});
