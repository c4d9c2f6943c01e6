import type { JsonSchema } from '../catalogue/operation.js';
import type { Tool } from '../catalogue/tool.js';
import { toolSearchAnswer } from '../schema/answer-schemas.js';
import type { ListedTool } from '../selection/listed-tool.js';

export const SEARCH_TOOLS = 'search_tools';
export const GET_TOOL_SCHEMA = 'get_tool_schema';
export const CALL_READ_TOOL = 'call_read_tool';
export const CALL_WRITE_TOOL = 'call_write_tool';
/** Not listed, and accepted for clients that know it: calls tools of either kind. */
export const CALL_TOOL = 'call_tool';

export const SEARCH_LIMIT_DEFAULT = 8;
const SEARCH_LIMIT_MAX = 20;
const SCHEMAS_MAX = 5;

const closed = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]) => ({
  type: 'object' as const,
  properties,
  required,
  additionalProperties: false,
});

const callSchema = closed(
  {
    tool_name: { type: 'string' },
    arguments: { type: 'object', description: 'As get_tool_schema shows them.', additionalProperties: true },
  },
  ['tool_name'],
);

const searchTools: ListedTool = {
  name: SEARCH_TOOLS,
  title: 'Search tools',
  description:
    'Finds the tools for a task in Looker: queries, dashboards, looks, schedules, alerts, users, LookML and administration. Start here, then read the schema with get_tool_schema.',
  inputSchema: closed(
    {
      query: { type: 'string', minLength: 1, maxLength: 200, description: 'What you want to do, in a few words.' },
      limit: { type: 'integer', minimum: 1, maximum: SEARCH_LIMIT_MAX, default: SEARCH_LIMIT_DEFAULT },
    },
    ['query'],
  ),
  outputSchema: toolSearchAnswer,
  annotations: { readOnlyHint: true },
};

const getToolSchema: ListedTool = {
  name: GET_TOOL_SCHEMA,
  title: 'Get tool schemas',
  description: 'Shows what up to five tools do and which arguments they take. Read it before the first call of a tool.',
  inputSchema: closed(
    { tool_names: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: SCHEMAS_MAX } },
    ['tool_names'],
  ),
  annotations: { readOnlyHint: true },
};

const callReadTool: ListedTool = {
  name: CALL_READ_TOOL,
  title: 'Call a reading tool',
  description: 'Calls a tool whose effect is read: it changes nothing in Looker. Names come from search_tools.',
  inputSchema: callSchema,
  annotations: { readOnlyHint: true },
};

const callWriteTool: ListedTool = {
  name: CALL_WRITE_TOOL,
  title: 'Call a writing tool',
  description:
    'Calls a tool that creates, changes or deletes something in Looker, or sends it somewhere. Names come from search_tools.',
  inputSchema: callSchema,
  annotations: { destructiveHint: true },
};

/** What a server lists in place of its tools; the writing one only where the filter admits a tool that writes. */
export const discoveryTools = (tools: readonly Tool[]): readonly ListedTool[] => [
  searchTools,
  getToolSchema,
  callReadTool,
  ...(tools.some(({ effect }) => effect !== 'read') ? [callWriteTool] : []),
];

/** What each of them takes, by name; the one that is not listed among them. */
export const discoverySchemas: ReadonlyMap<string, JsonSchema> = new Map([
  ...[searchTools, getToolSchema, callReadTool, callWriteTool].map(({ name, inputSchema }): [string, JsonSchema] => [
    name,
    inputSchema,
  ]),
  [CALL_TOOL, callSchema],
]);
