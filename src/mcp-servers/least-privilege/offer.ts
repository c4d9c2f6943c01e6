import type { ToolCatalogue } from '../../tools/catalogue/tool.js';
import { selectTools } from '../../tools/catalogue/tool-filter.js';
import { exposeTools, listedTools, type ShownExposure } from '../../tools/selection/exposed-tools.js';
import { listTokens } from '../../tools/selection/tool-cost.js';
import type { McpServerConfig } from '../mcp-server-config.js';
import type { OfferView } from './least-privilege.view.js';
import type { Offer } from './replayed-calls.js';

export interface CountedOffer extends Offer {
  readonly exposure: ShownExposure;
  /** What its tools take in a model's context when all are listed. */
  readonly tokens: number;
}

/** What the gateway offers by a config on an instance. */
export async function offerOf(config: McpServerConfig, catalogue: ToolCatalogue): Promise<CountedOffer> {
  const tools = selectTools(catalogue, config);
  const { exposure, hasDiscovery } = await exposeTools(tools, config);
  return { tools, exposure, hasDiscovery, tokens: await listTokens(listedTools(tools)) };
}

export const offerView = ({ tools, exposure, tokens }: CountedOffer): OfferView => ({
  count: tools.length,
  tokens,
  exposure,
});
