import { LRUCache } from 'lru-cache';
import type { JsonSchema } from '../catalogue/operation.js';
import type { Tool, ToolAnnotations } from '../catalogue/tool.js';
import { type HasTool, namedTools, ofPresentTools } from './present-tools.js';

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

/** What of a server its list of tools depends on, beside the tools themselves. */
export interface Listing {
  /** Left out: it has all tools. */
  readonly has?: HasTool;
  /** How many characters an answer has at most; left out: no server in particular. */
  readonly charactersMax?: number;
}

/** How servers show a tool, by what of them it depends on. */
interface Listings {
  /** The tools that its texts name. */
  readonly named: readonly string[];
  readonly made: LRUCache<string, ListedTool>;
}

/** Claude Code makes a file of what is longer than 50,000 characters, unless a tool says how much it may answer. */
const ANSWER_SIZE = 'anthropic/maxResultSizeChars';
/** Claude Code loads the schemas of most tools when a model asks for them; those of the first steps are there at once. */
const ALWAYS_LOAD = 'anthropic/alwaysLoad';
/** How many different listings a tool is kept for: limits of servers, and tools that they lack. */
const LISTINGS_MAX = 100;

/** Many servers offer the same tools: each is written once for all that show it alike. */
const listings = new WeakMap<Tool, Listings>();

/** What of a tool a model is shown, which is what it costs. */
export const shownToModels = ({ name, title, description, inputSchema, annotations }: ListedTool) => ({
  ...{ name, title, description, inputSchema, annotations },
});

/** A tool as a server shows it: its texts name no tool that the server lacks. The same object each time. */
export function listedTool(tool: Tool, { has = () => true, charactersMax = 0 }: Listing = {}): ListedTool {
  const { named, made } = listingsOf(tool);
  const answerMax = tool.answersRows ? charactersMax : 0;
  const key = [answerMax, ...named.filter((name) => !has(name))].join(' ');
  const known = made.get(key);
  if (known !== undefined) return known;
  const listed = listing(tool, has, answerMax);
  made.set(key, listed);
  return listed;
}

function listingsOf(tool: Tool): Listings {
  const known = listings.get(tool);
  if (known !== undefined) return known;
  const named = namedTools(`${tool.description} ${JSON.stringify(tool.inputSchema)}`);
  const made = { named, made: new LRUCache<string, ListedTool>({ max: LISTINGS_MAX }) };
  listings.set(tool, made);
  return made;
}

function listing(tool: Tool, has: HasTool, answerMax: number): ListedTool {
  const { name, title, description, annotations, inputSchema, outputSchema } = tool;
  const meta = {
    ...(answerMax > 0 && { [ANSWER_SIZE]: answerMax }),
    ...(tool.isFirstStep && { [ALWAYS_LOAD]: true }),
  };
  return {
    ...{ name, title, description: ofPresentTools(description, has) },
    inputSchema: objectSchema(schemaOfPresentTools(inputSchema, has)),
    ...(outputSchema !== null && { outputSchema: objectSchema(schemaOfPresentTools(outputSchema, has)) }),
    annotations,
    ...(Object.keys(meta).length > 0 && { _meta: meta }),
  };
}

const objectSchema = (schema: JsonSchema) => ({ ...schema, type: 'object' as const });

/** The schema with texts of present tools only; its words stay in their order. */
function schemaOfPresentTools(schema: JsonSchema, has: HasTool): JsonSchema {
  const { description, properties, items, additionalProperties } = schema;
  const text = description && ofPresentTools(description, has);
  const parts = Object.entries(properties ?? {}).map(([name, part]) => [name, schemaOfPresentTools(part, has)]);
  const { description: _, ...undescribed } = schema;
  return {
    ...(text ? { ...schema, description: text } : undescribed),
    ...(properties && { properties: Object.fromEntries(parts) }),
    ...(items && { items: schemaOfPresentTools(items, has) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: schemaOfPresentTools(additionalProperties, has),
    }),
  };
}
