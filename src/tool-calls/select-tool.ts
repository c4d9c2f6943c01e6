import { nearestNames } from '../tools/catalogue/nearest-names.js';
import { leadingSentences } from '../tools/catalogue/plain-text.js';
import type { Tool } from '../tools/catalogue/tool.js';
import { checkValue } from '../tools/schema/arguments.js';
import { fittedValue } from '../tools/schema/fitted-arguments.js';
import {
  CALL_READ_TOOL,
  CALL_TOOL,
  CALL_WRITE_TOOL,
  discoverySchemas,
  GET_TOOL_SCHEMA,
  SEARCH_TOOLS,
} from '../tools/search/discovery-tools.js';
import { searchTools } from '../tools/search/tool-search.js';
import { listedTool, shownToModels } from '../tools/selection/listed-tool.js';
import type { McpAccess } from './mcp-access.js';
import { NOTHING_SENT, refusedArguments, type ToolCallOutcome, textContent } from './tool-call.js';

/** The tool that a call is for, with the arguments for it. */
export interface SelectedTool {
  readonly tool: Tool;
  /** As the caller sent them. */
  readonly given: unknown;
  /** How the call log names the call, where it came by way of a discovery tool. */
  readonly via: Pick<ToolCallOutcome, 'called'>;
}

type Args = Readonly<Record<string, unknown>>;

const ABOUT_CHARACTERS_MAX = 160;

/**
 * Finds the tool that a call is for among those that the filters let through, by its own name or by way of a discovery tool. Where there
 * is none, or the call asks about tools, the outcome is known.
 */
export function selectTool(access: McpAccess, name: string, args: unknown): SelectedTool | ToolCallOutcome {
  const tool = access.tools.get(name);
  if (tool !== undefined) return { tool, given: args ?? {}, via: {} };
  if (!access.exposed.hasDiscovery)
    return outcome('unknown_tool', unknownTool(access, name, 'tools/list names the tools of this server.'));
  const schema = discoverySchemas.get(name);
  if (schema === undefined) return outcome('unknown_tool', unknownTool(access, name));
  const fitted = fittedValue(schema, args ?? {});
  const problems = checkValue(schema, fitted);
  if (problems.length > 0) return outcome('refused', refusedArguments(name, problems));
  const given = fitted as Args;
  if (name === SEARCH_TOOLS) return search(access, given);
  if (name === GET_TOOL_SCHEMA) return schemas(access, given);
  return selectByName(access, name, given);
}

function search(access: McpAccess, { query, limit }: Args): ToolCallOutcome {
  const found = searchTools(access.catalogue.tools, String(query), limit as number | undefined, (tool) =>
    access.tools.has(tool),
  );
  const hint = found.length > 0 ? '' : ' Say it in other words, such as "list dashboards" or "send by email".';
  const tools = found.map((tool) => ({
    name: tool.name,
    effect: tool.effect,
    about: leadingSentences(shown(access, tool).description, ABOUT_CHARACTERS_MAX),
  }));
  const structured = { ...(hint && { hint: `No tool fits.${hint}` }), tools };
  return { ...outcome('ok', JSON.stringify(structured)), structured };
}

function schemas(access: McpAccess, args: Args): ToolCallOutcome {
  const names = args.tool_names as readonly string[];
  const known = names.flatMap((name) => access.tools.get(name) ?? []);
  const unknown = names.filter((name) => !access.tools.has(name)).map((name) => unknownTool(access, name));
  const tools = known.map((tool) => ({ ...shownToModels(shown(access, tool)), effect: tool.effect }));
  return outcome(known.length > 0 ? 'ok' : 'refused', JSON.stringify({ tools, ...(unknown[0] && { unknown }) }));
}

const shown = ({ tools }: McpAccess, tool: Tool) => listedTool(tool, { has: (name) => tools.has(name) });

function selectByName(access: McpAccess, by: string, { tool_name, arguments: args }: Args) {
  const name = String(tool_name);
  const tool = access.tools.get(name);
  if (tool === undefined) return outcome('refused', unknownTool(access, name));
  if (!isCallable(tool, by)) return outcome('refused', otherKind(tool));
  return { tool, given: args ?? {}, via: { called: { name, args } } };
}

const isCallable = ({ effect }: Tool, by: string) =>
  by === CALL_TOOL || (effect === 'read') === (by === CALL_READ_TOOL);

const otherKind = ({ name, effect }: Tool) =>
  effect === 'read'
    ? `${name} only reads: call it with ${CALL_READ_TOOL}.`
    : `${name} changes something (${effect}): call it with ${CALL_WRITE_TOOL}. Nothing was done.`;

/** Hidden by the filters, or non-existent: both look the same. */
function unknownTool(access: McpAccess, name: string, advice = `Find the right one with ${SEARCH_TOOLS}.`): string {
  const near = nearestNames(name, [...access.tools.keys()]);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  return `Unknown tool: ${name.slice(0, 64)}. ${advice}${hint}`;
}

const outcome = (status: 'ok' | 'refused' | 'unknown_tool', text: string): ToolCallOutcome => ({
  ...NOTHING_SENT,
  status,
  tool: undefined,
  content: textContent(text),
});
