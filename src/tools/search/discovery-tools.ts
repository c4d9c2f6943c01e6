import { nearestNames } from '../catalogue/nearest-names.js';
import { leadingSentences } from '../catalogue/plain-text.js';
import type { Effect, Tool, ToolCall } from '../catalogue/tool.js';
import { buildToolCatalogue } from '../catalogue/tool-catalogue.js';
import { handWritten } from '../catalogue/tool-definition.js';
import { type CallInstead, refusedResult, type ToolResult, textResult } from '../run/tool-result.js';
import { toolSearchAnswer } from '../schema/answer-schemas.js';
import { type ListedTool, listedTool, shownToModels } from '../selection/listed-tool.js';
import { SEARCH_LIMIT_DEFAULT, searchTools } from './tool-search.js';

export const SEARCH_TOOLS = 'search_tools';
export const GET_TOOL_SCHEMA = 'get_tool_schema';
export const CALL_READ_TOOL = 'call_read_tool';
export const CALL_WRITE_TOOL = 'call_write_tool';
/** Not listed, and accepted for clients that know it: calls tools of either kind. */
const CALL_TOOL = 'call_tool';

const SEARCH_LIMIT_MAX = 20;
const SCHEMAS_MAX = 5;
const ABOUT_CHARACTERS_MAX = 160;

const call = {
  effect: 'destructive',
  // On the tool that is called.
  openWorld: 'depends',
  arguments: {
    tool_name: { type: 'string' },
    arguments: { type: 'object', description: 'As get_tool_schema shows them.', additionalProperties: true },
  },
  required: ['tool_name'],
} as const;

const definitions = [
  handWritten({
    name: SEARCH_TOOLS,
    method: 'search',
    effect: 'read',
    paged: false,
    title: 'Search tools',
    about:
      'Finds the tools for a task in Looker: queries, dashboards, looks, schedules, alerts, users, LookML and administration.',
    hint: 'Start here, then read the schema with get_tool_schema.',
    arguments: {
      query: { type: 'string', minLength: 1, maxLength: 200, description: 'What you want to do, in a few words.' },
      limit: { type: 'integer', minimum: 1, maximum: SEARCH_LIMIT_MAX, default: SEARCH_LIMIT_DEFAULT },
    },
    required: ['query'],
    answer: toolSearchAnswer,
    run: ({ tools, catalogue }, { query, limit }) => {
      const found = searchTools(catalogue.tools, query, limit, (name) => tools.has(name));
      const hint = 'No tool fits. Say it in other words, such as "list dashboards" or "send by email".';
      const structured = {
        ...(found.length === 0 && { hint }),
        tools: found.map((tool) => ({
          name: tool.name,
          effect: tool.effect,
          about: leadingSentences(shown(tool, tools).description, ABOUT_CHARACTERS_MAX),
        })),
      };
      return { ...textResult(JSON.stringify(structured)), structured };
    },
  }),
  handWritten({
    name: GET_TOOL_SCHEMA,
    method: 'describe',
    effect: 'read',
    title: 'Get tool schemas',
    about: 'Shows what up to five tools do and which arguments they take.',
    hint: 'Read it before the first call of a tool.',
    arguments: { tool_names: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: SCHEMAS_MAX } },
    required: ['tool_names'],
    run: ({ tools }, { tool_names: names }) => {
      const known = names.flatMap((name) => tools.get(name) ?? []);
      const unknown = names.filter((name) => !tools.has(name)).map((name) => unknownTool(name, tools));
      const described = known.map((tool) => ({ ...shownToModels(shown(tool, tools)), effect: tool.effect }));
      const text = JSON.stringify({ tools: described, ...(unknown[0] && { unknown }) });
      return known.length > 0 ? textResult(text) : refusedResult(text);
    },
  }),
  handWritten({
    ...call,
    name: CALL_READ_TOOL,
    method: 'call_read',
    effect: 'read',
    title: 'Call a reading tool',
    about: 'Calls a tool whose effect is read: it changes nothing in Looker.',
    hint: 'Names come from search_tools.',
    run: ({ tools }, { tool_name: name, arguments: args }) =>
      callInstead(name, args, tools, (effect) => effect === 'read'),
  }),
  handWritten({
    ...call,
    name: CALL_WRITE_TOOL,
    method: 'call_write',
    title: 'Call a writing tool',
    about: 'Calls a tool that creates, changes or deletes something in Looker, or sends it somewhere.',
    hint: 'Names come from search_tools.',
    run: ({ tools }, { tool_name: name, arguments: args }) =>
      callInstead(name, args, tools, (effect) => effect !== 'read'),
  }),
  handWritten({
    ...call,
    name: CALL_TOOL,
    method: 'call',
    title: 'Call a tool',
    about: 'Calls a tool of either kind.',
    run: ({ tools }, { tool_name: name, arguments: args }) => callInstead(name, args, tools, () => true),
  }),
];

const { byName } = buildToolCatalogue({ release: '', operations: [], schemas: {} }, [
  { resource: 'tools', tags: [], tools: definitions },
]);

/** The tool of this name that a server has in place of a list, or beside a short one. */
export const findDiscoveryTool = (name: string): Tool | undefined => byName.get(name);

/** What a server lists in place of its tools; the writing one only where the filter admits a tool that writes. */
export function discoveryTools(tools: readonly Tool[]): readonly ListedTool[] {
  const canWrite = tools.some(({ effect }) => effect !== 'read');
  const names = [SEARCH_TOOLS, GET_TOOL_SCHEMA, CALL_READ_TOOL, ...(canWrite ? [CALL_WRITE_TOOL] : [])];
  return names.flatMap((name) => byName.get(name) ?? []).map((tool) => listedTool(tool));
}

type Tools = ToolCall['tools'];

const shown = (tool: Tool, tools: Tools) => listedTool(tool, { has: (name) => tools.has(name) });

function callInstead(
  name: string,
  args: unknown,
  tools: Tools,
  isRight: (effect: Effect) => boolean,
): ToolResult | CallInstead {
  const tool = tools.get(name);
  if (tool === undefined) return refusedResult(unknownTool(name, tools));
  if (!isRight(tool.effect)) return refusedResult(otherKind(tool));
  return { callInstead: { name, args } };
}

const otherKind = ({ name, effect }: Tool) =>
  effect === 'read'
    ? `${name} only reads: call it with ${CALL_READ_TOOL}.`
    : `${name} changes something (${effect}): call it with ${CALL_WRITE_TOOL}. Nothing was done.`;

/** Hidden by the filters, or non-existent: both look the same. */
export function unknownTool(name: string, tools: Tools, advice = `Find the right one with ${SEARCH_TOOLS}.`): string {
  const near = nearestNames(name, [...tools.keys()]);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  return `Unknown tool: ${name.slice(0, 64)}. ${advice}${hint}`;
}
