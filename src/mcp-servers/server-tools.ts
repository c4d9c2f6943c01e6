import type { ToolCatalogue } from '../looker/catalogue/tool.js';
import { selectTools } from '../looker/catalogue/tool-filter.js';
import { exposeTools } from '../looker/exposure/exposed-tools.js';
import { listTokens, TOKENIZER } from '../looker/exposure/tool-cost.js';
import type { McpServerConfig } from './mcp-server-config.js';

/** What a server offers, and what its list costs in a model's context. */
export interface ServerTools {
  readonly count: number;
  readonly exposure: 'all' | 'discovery';
  readonly tokens: number;
  readonly tokenizer: string;
}

/** The tools of a config on an instance, counted. */
export async function serverTools(config: McpServerConfig, catalogue: ToolCatalogue): Promise<ServerTools> {
  const tools = selectTools(catalogue, config);
  const { isDiscovery, listed } = await exposeTools(tools, config);
  const exposure = isDiscovery ? 'discovery' : 'all';
  return { count: tools.length, exposure, tokens: await listTokens(listed), tokenizer: TOKENIZER };
}
