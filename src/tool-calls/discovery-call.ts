import { nearestNames } from '../tools/catalogue/nearest-names.js';
import { leadingSentences } from '../tools/catalogue/plain-text.js';
import type { Tool } from '../tools/catalogue/tool.js';
import { type ArgumentProblem, checkValue } from '../tools/schema/arguments.js';
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
import { refusedArguments } from './refused-arguments.js';

/** What a call by way of the discovery tools means: a tool's own call, or an answer about tools. */
export type DirectedCall =
  | { readonly kind: 'call'; readonly name: string; readonly args: unknown }
  | { readonly kind: 'answer'; readonly text: string; readonly structured?: Readonly<Record<string, unknown>> }
  /** The model can mend it. */
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'unknown_tool'; readonly text: string };

type Args = Readonly<Record<string, unknown>>;

const ABOUT_CHARACTERS_MAX = 160;

/** Reads a call by way of the discovery tools. Names of tools that the filters keep out are unknown here, too. */
export function directCall(access: McpAccess, name: string, args: unknown): DirectedCall {
  const schema = discoverySchemas.get(name);
  if (schema === undefined) return { kind: 'unknown_tool', text: unknownTool(access, name) };
  const fitted = fittedValue(schema, args ?? {});
  const problems = checkValue(schema, fitted);
  if (problems.length > 0) return refusal(name, problems);
  const given = fitted as Args;
  if (name === SEARCH_TOOLS) return search(access, given);
  if (name === GET_TOOL_SCHEMA) return schemas(access, given);
  return call(access, name, given);
}

function search(access: McpAccess, { query, limit }: Args): DirectedCall {
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
  return { kind: 'answer', text: JSON.stringify(structured), structured };
}

function schemas(access: McpAccess, args: Args): DirectedCall {
  const names = args.tool_names as readonly string[];
  const known = names.flatMap((name) => access.tools.get(name) ?? []);
  const unknown = names.filter((name) => !access.tools.has(name)).map((name) => unknownTool(access, name));
  const tools = known.map((tool) => ({ ...shownToModels(shown(access, tool)), effect: tool.effect }));
  return {
    kind: known.length > 0 ? 'answer' : 'refused',
    text: JSON.stringify({ tools, ...(unknown[0] && { unknown }) }),
  };
}

const shown = ({ tools }: McpAccess, tool: Tool) => listedTool(tool, { has: (name) => tools.has(name) });

function call(access: McpAccess, by: string, args: Args): DirectedCall {
  const name = String(args.tool_name);
  const tool = access.tools.get(name);
  if (tool === undefined) return { kind: 'refused', text: unknownTool(access, name) };
  const right = isCallable(tool, by);
  if (!right) return { kind: 'refused', text: otherKind(tool) };
  return { kind: 'call', name, args: args.arguments };
}

const isCallable = ({ effect }: Tool, by: string) =>
  by === CALL_TOOL || (effect === 'read') === (by === CALL_READ_TOOL);

const otherKind = ({ name, effect }: Tool) =>
  effect === 'read'
    ? `${name} only reads: call it with ${CALL_READ_TOOL}.`
    : `${name} changes something (${effect}): call it with ${CALL_WRITE_TOOL}. Nothing was done.`;

function unknownTool(access: McpAccess, name: string): string {
  const near = nearestNames(name, [...access.tools.keys()]);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  return `Unknown tool: ${name.slice(0, 64)}. Find the right one with ${SEARCH_TOOLS}.${hint}`;
}

const refusal = (name: string, problems: readonly ArgumentProblem[]): DirectedCall => ({
  kind: 'refused',
  text: refusedArguments(name, problems),
});
