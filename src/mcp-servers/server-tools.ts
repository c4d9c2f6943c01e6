import type { ToolCatalogue } from '../looker/catalogue/tool.js';
import { selectTools } from '../looker/catalogue/tool-filter.js';
import { exposeTools, type ShownExposure } from '../looker/exposure/exposed-tools.js';
import { listTokens, TOKENIZER } from '../looker/exposure/tool-cost.js';
import type { McpServerConfig } from './mcp-server-config.js';

/** What a server offers, and what its list costs in a model's context. */
export interface ServerTools {
  readonly count: number;
  readonly exposure: ShownExposure;
  /** How many tools `tools/list` shows. */
  readonly listed: number;
  readonly tokens: number;
  readonly tokenizer: string;
  /** What clients make of so long a list, a sentence each. */
  readonly warnings: readonly string[];
}

/** Where clients have been seen to refuse or cut a list of tools, the lowest first. */
const CLIENT_LIMITS = [
  { tools: 128, told: 'VS Code and programs on the API of OpenAI refuse more than 128 tools' },
  { tools: 256, told: 'Claude Desktop leaves out what is behind the first 256 tools' },
];

/** The tools of a config on an instance, counted. */
export async function serverTools(config: McpServerConfig, catalogue: ToolCatalogue): Promise<ServerTools> {
  const tools = selectTools(catalogue, config);
  const { exposure, listed } = await exposeTools(tools, config);
  return {
    count: tools.length,
    exposure,
    listed: listed.length,
    tokens: await listTokens(listed),
    tokenizer: TOKENIZER,
    warnings: warningsOf(listed.length),
  };
}

function warningsOf(listed: number): string[] {
  const passed = CLIENT_LIMITS.filter(({ tools }) => listed > tools);
  return passed.map(
    ({ told }) => `${told}, and this URL lists ${listed}. Choose fewer tools, or set tool_exposure to "auto".`,
  );
}
