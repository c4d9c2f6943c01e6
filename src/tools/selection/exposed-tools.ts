import type { JsonSchema } from '../catalogue/operation.js';
import type { Tool, ToolCatalogue } from '../catalogue/tool.js';
import { selectTools, type ToolFilter } from '../catalogue/tool-filter.js';
import { discoveryTools } from '../search/discovery-tools.js';
import { type ListedTool, listedTool } from './listed-tool.js';
import { listTokens, toolTokens } from './tool-cost.js';

/**
 * `all` lists every tool, `discovery` a few that search and call them, `auto` all where they are few, else those that are needed
 * most together with the few of `discovery`.
 */
export const TOOL_EXPOSURES = ['all', 'discovery', 'auto'] as const;
export type ToolExposure = (typeof TOOL_EXPOSURES)[number];

/** What a server shows: every tool, the most needed ones and a search for the rest, or the search alone. */
export const SHOWN_EXPOSURES = ['all', 'core', 'discovery'] as const;
export type ShownExposure = (typeof SHOWN_EXPOSURES)[number];

/** Where `auto` changes over unless the config says otherwise: a tenth of a window of 200,000 tokens. */
export const AUTO_TOKENS_MAX = 20_000;
/** VS Code and OpenAI take no more tools than this; Claude Desktop takes twice as many. */
export const AUTO_TOOLS_MAX = 128;

export interface ExposureChoice {
  readonly tool_exposure: ToolExposure;
  /** Null: no bound. */
  readonly tools_tokens_max: number | null;
  /** How much an answer may have. */
  readonly limits: { readonly characters: number };
  /** Left out: no call is made as somebody else. */
  readonly identity?: { readonly act_as_user: boolean };
}

/** What `tools/list` shows. A tool that the filter admits can be called by its name, listed or not. */
export interface ExposedTools {
  readonly exposure: ShownExposure;
  /** Whether tools can be searched and called by way of the discovery tools. */
  readonly hasDiscovery: boolean;
  readonly listed: readonly ListedTool[];
}

/** The tools of an instance as a server has them by its config. */
export interface ToolSelection {
  /** All tools of the instance: what a search is made in, before it is narrowed to `tools`. */
  readonly catalogue: ToolCatalogue;
  /** Those that the filter admits, by name. */
  readonly tools: ReadonlyMap<string, Tool>;
  readonly exposed: ExposedTools;
}

/** What a server has of an instance's tools. */
export async function toolSelection(
  catalogue: ToolCatalogue,
  config: ToolFilter & ExposureChoice,
): Promise<ToolSelection> {
  const tools = ofServer(selectTools(catalogue, config), config);
  return {
    catalogue,
    tools: new Map(tools.map((tool) => [tool.name, tool])),
    exposed: await exposeTools(tools, config),
  };
}

/** The tools that a filter admits, as a server shows them. */
export async function exposeTools(admitted: readonly Tool[], choice: ExposureChoice): Promise<ExposedTools> {
  const tools = ofServer(admitted, choice);
  const { tool_exposure, tools_tokens_max } = choice;
  const tokensMax = tools_tokens_max ?? AUTO_TOKENS_MAX;
  if (tool_exposure === 'discovery') return searched('discovery', discoveryTools(tools));
  const all = listedTools(tools, choice.limits.characters);
  if (tool_exposure === 'all' || (all.length <= AUTO_TOOLS_MAX && (await listTokens(all)) <= tokensMax))
    return { exposure: 'all', hasDiscovery: false, listed: all };
  const search = discoveryTools(tools);
  const core = await withinTokens(all.filter(isCore), tokensMax - (await listTokens(search)));
  return core.length === 0 ? searched('discovery', search) : searched('core', [...core, ...search]);
}

/** The tools as a server has them: without `act_as_user` where it takes none. */
const ofServer = (tools: readonly Tool[], { identity }: Pick<ExposureChoice, 'identity'>): readonly Tool[] =>
  identity?.act_as_user === true ? tools : tools.map(withoutActing);

const withoutActingOf = new WeakMap<Tool, Tool>();

/** The same object each time. */
function withoutActing(tool: Tool): Tool {
  if (!tool.mayActAs) return tool;
  const known = withoutActingOf.get(tool);
  if (known !== undefined) return known;
  const without = (schema: JsonSchema): JsonSchema => {
    const { act_as_user: _, ...properties } = schema.properties ?? {};
    return { ...schema, properties };
  };
  const { inputSchema, checkedSchema, querySchema } = tool;
  const made: Tool = {
    ...{ ...tool, mayActAs: false, inputSchema: without(inputSchema) },
    ...{ checkedSchema: without(checkedSchema), querySchema: without(querySchema) },
  };
  withoutActingOf.set(tool, made);
  return made;
}

/** All tools of a server as it would list them. */
export function listedTools(tools: readonly Tool[], charactersMax = 0): readonly ListedTool[] {
  const names = new Set(tools.map(({ name }) => name));
  const listing = { has: (name: string) => names.has(name), charactersMax };
  return inListedOrder(tools).map((tool) => listedTool(tool, listing));
}

const isCore = ({ name }: ListedTool) => CORE_TOOLS.includes(name);

const searched = (exposure: ShownExposure, listed: readonly ListedTool[]): ExposedTools => ({
  exposure,
  hasDiscovery: true,
  listed,
});

/** As many of the first tools as fit. */
async function withinTokens(tools: readonly ListedTool[], tokensMax: number): Promise<readonly ListedTool[]> {
  let sum = 0;
  for (const [count, tool] of tools.entries()) {
    sum += await toolTokens(tool);
    if (sum > tokensMax) return tools.slice(0, count);
  }
  return tools;
}

/** What is needed most: to find and ask data, to find and run what is there, and to make and watch what is not. */
export const CORE_TOOLS: readonly string[] = [
  'looker_lookml_explores_search_fields',
  'looker_query_run_inline',
  'looker_dashboards_search',
  'get_single_looker_dashboard_by_id',
  'looker_dashboards_run',
  'looker_looks_search',
  'looker_looks_run',
  'looker_query_results',
  'looker_lookml_explores_field_suggestions',
  'looker_folders_search',
  'list_all_looker_users',
  'looker_users_me',
  'create_a_looker_query',
  'create_a_looker_dashboard',
  'create_a_looker_dashboard_element',
  'create_a_looker_look',
  'create_a_looker_scheduled_plan',
  'create_a_looker_alert',
  'create_a_looker_dashboard_filter',
  'looker_query_render_inline',
  'looker_dashboards_render',
  'get_single_looker_look_by_id',
  'update_a_looker_dashboard_element_by_id',
  'looker_scheduled_plans_run_once',
  'list_models',
  'get_explore',
  'query',
  'search_content',
  'run_dashboard',
  'run_look',
  'list_dashboards',
  'list_looks',
  'create_dashboard',
  'create_look',
  'add_dashboard_element',
  'query_url',
  'list_folders',
  'validate_project',
  'get_query_history',
  'health_pulse',
];

/** Behind the core: what creates, what reads, what else changes something, and last what removes. */
const RANKS = { create: 0, read: 1, write: 2, destructive: 3 };

/**
 * Tools in the order in which lists show them, which is the same for the same tools. Clients cut long lists at 40, 128 or 256
 * tools: what they lose so is what is needed least.
 */
function inListedOrder(tools: readonly Tool[]): readonly Tool[] {
  const rankOf = ({ name, method, effect }: Tool): number => {
    const place = CORE_TOOLS.indexOf(name);
    return place >= 0 ? place : CORE_TOOLS.length + RANKS[method === 'create' ? 'create' : effect];
  };
  return [...tools].sort((left, right) => rankOf(left) - rankOf(right) || (left.name < right.name ? -1 : 1));
}
