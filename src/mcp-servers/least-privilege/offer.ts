import type { ToolCatalogue } from '../../tools/catalogue/tool.js';
import { listedTools, type ToolSelection, toolSelection } from '../../tools/selection/exposed-tools.js';
import { listTokens } from '../../tools/selection/tool-cost.js';
import type { McpServerConfig } from '../mcp-server-config.js';
import type { OfferView } from './least-privilege.view.js';

export interface CountedSelection extends ToolSelection {
  /** What its tools take in a model's context when all are listed. */
  readonly tokens: number;
}

/** What the gateway offers by a config on an instance. */
export async function offerOf(config: McpServerConfig, catalogue: ToolCatalogue): Promise<CountedSelection> {
  const selection = await toolSelection(catalogue, config);
  return { ...selection, tokens: await listTokens(listedTools([...selection.tools.values()])) };
}

export const offerView = ({ tools, exposed, tokens }: CountedSelection): OfferView => ({
  count: tools.size,
  tokens,
  exposure: exposed.exposure,
});
