import { LRUCache } from 'lru-cache';
import type { JsonSchema } from '../catalogue/operation.js';
import type { Tool, ToolAnnotations } from '../catalogue/tool.js';

/** A tool as `tools/list` shows it. */
export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
  /** What its answers have for programs. */
  readonly outputSchema?: { readonly type: 'object'; readonly [key: string]: unknown };
  readonly annotations: ToolAnnotations;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** Claude Code makes a file of what is longer than 50,000 characters, unless a tool says how much it may answer. */
const ANSWER_SIZE = 'anthropic/maxResultSizeChars';
/** Claude Code loads the schemas of most tools when a model asks for them; those of the first steps are there at once. */
const ALWAYS_LOAD = 'anthropic/alwaysLoad';
/** How many different limits of servers a tool is kept for. */
const LIMITS_MAX = 50;

/** Many servers offer the same tools: each is written once for all of them that allow as much. */
const listed = new WeakMap<Tool, LRUCache<number, ListedTool>>();

/** What of a tool a model is shown, which is what it costs. */
export const shownToModels = ({ name, title, description, inputSchema, annotations }: ListedTool) => ({
  ...{ name, title, description, inputSchema, annotations },
});

/** A tool on its own, as no server in particular shows it; the same object each time. */
export const listedTool = (tool: Tool): ListedTool => listedFor(tool, 0);

/**
 * A tool as a server shows it; the same object each time.
 * @param charactersMax what an answer of the server has at most.
 */
export const listedToolOf = (tool: Tool, charactersMax: number): ListedTool =>
  listedFor(tool, tool.answersRows ? charactersMax : 0);

function listedFor(tool: Tool, charactersMax: number): ListedTool {
  const byLimit = listed.get(tool) ?? new LRUCache<number, ListedTool>({ max: LIMITS_MAX });
  listed.set(tool, byLimit);
  const known = byLimit.get(charactersMax);
  if (known !== undefined) return known;
  const made = listing(tool, charactersMax);
  byLimit.set(charactersMax, made);
  return made;
}

function listing(tool: Tool, charactersMax: number): ListedTool {
  const { name, title, description, annotations, inputSchema, outputSchema } = tool;
  const meta = {
    ...(charactersMax > 0 && { [ANSWER_SIZE]: charactersMax }),
    ...(tool.isFirstStep && { [ALWAYS_LOAD]: true }),
  };
  return {
    ...{ name, title, description, inputSchema: objectSchema(inputSchema) },
    ...(outputSchema !== null && { outputSchema: objectSchema(outputSchema) }),
    annotations,
    ...(Object.keys(meta).length > 0 && { _meta: meta }),
  };
}

const objectSchema = (schema: JsonSchema) => ({ ...schema, type: 'object' as const });
