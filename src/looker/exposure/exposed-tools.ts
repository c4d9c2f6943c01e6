import type { Tool } from '../catalogue/tool.js';
import { discoveryTools } from './discovery-tools.js';
import { type ListedTool, listedToolOf } from './listed-tool.js';
import { listTokens } from './tool-cost.js';

/** `all` lists every tool, `discovery` a few that search and call them, `auto` whichever fits the tokens. */
export const TOOL_EXPOSURES = ['all', 'discovery', 'auto'] as const;
export type ToolExposure = (typeof TOOL_EXPOSURES)[number];

/** Where `auto` changes over unless the config says otherwise: a tenth of a window of 200,000 tokens. */
export const AUTO_TOKENS_MAX = 20_000;

export interface ExposureChoice {
  readonly tool_exposure: ToolExposure;
  /** Null: no bound. */
  readonly tools_tokens_max: number | null;
  /** How much an answer may have. */
  readonly limits: { readonly characters: number };
}

/** What `tools/list` shows, and whether calls go by way of the discovery tools. */
export interface ExposedTools {
  readonly isDiscovery: boolean;
  readonly listed: readonly ListedTool[];
}

/** The tools that a filter admits, as a server shows them. */
export async function exposeTools(tools: readonly Tool[], choice: ExposureChoice): Promise<ExposedTools> {
  const all = tools.map((tool) => listedToolOf(tool, choice.limits.characters));
  const isDiscovery =
    choice.tool_exposure === 'discovery' ||
    (choice.tool_exposure === 'auto' && (await listTokens(all)) > (choice.tools_tokens_max ?? AUTO_TOKENS_MAX));
  return isDiscovery ? { isDiscovery, listed: discoveryTools(tools) } : { isDiscovery, listed: all };
}
