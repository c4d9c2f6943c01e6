import { TOOLSETS, type Tool, type ToolCatalogue, type Toolset } from './tool.js';

/** Which tools a server has. An absent or empty part admits every tool that is not hidden. */
export interface ToolFilter {
  /** Left out: `api` alone. */
  readonly toolsets?: readonly Toolset[] | undefined;
  readonly methods?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly tools?:
    | {
        /** Names of tools that are in whatever methods and tags say, hidden ones included. */
        readonly include?: readonly string[] | undefined;
        /** Names of tools that are out whatever else says. */
        readonly exclude?: readonly string[] | undefined;
      }
    | undefined;
}

const CRUD_METHODS = new Set(['list', 'get', 'create', 'update', 'delete']);

const IN_METHOD_GROUP: Readonly<Record<string, (tool: Tool) => boolean>> = {
  read: (tool) => tool.effect === 'read',
  write: (tool) =>
    tool.toolset === 'tasks'
      ? tool.effect !== 'read'
      : tool.method === 'create' || tool.method === 'update' || tool.method === 'delete',
  custom: (tool) => tool.toolset === 'api' && !CRUD_METHODS.has(tool.method),
};

/** What tells the names of fields, without which nobody can ask. */
const FIELD_SEARCH: Readonly<Record<Toolset, string>> = {
  api: 'looker_lookml_explores_search_fields',
  tasks: 'get_explore',
};

/**
 * The tools a filter admits, in the catalogue's order. `methods` entries are `read` (every tool that changes nothing in
 * Looker, whatever its verb), `write` (create, update, delete; of task tools every one that changes something), `custom` (anything else than
 * list, get, create, update, delete; no task tool) or an exact method; one match is enough. `tags` must meet the tool's tags. A filter of included names alone
 * admits just these; any other that admits running a query admits the search for its fields, too. A hidden tool needs its reason among `tags`, or its name among the included ones.
 */
export function selectTools(catalogue: ToolCatalogue, filter: ToolFilter): readonly Tool[] {
  const methods = filter.methods ?? [];
  const toolsets = filter.toolsets ?? ['api'];
  const tags = new Set(filter.tags ?? []);
  const included = new Set(filter.tools?.include ?? []);
  const excluded = new Set(filter.tools?.exclude ?? []);
  const namesOnly = included.size > 0 && methods.length === 0 && tags.size === 0;
  const isAdmitted = (tool: Tool) =>
    !namesOnly &&
    toolsets.includes(tool.toolset) &&
    (tool.hidden === null || tags.has(tool.hidden)) &&
    (methods.length === 0 || methods.some((method) => isOfMethod(tool, method))) &&
    (tags.size === 0 || tool.tags.some((tag) => tags.has(tag)));
  const admitted = catalogue.tools.filter((tool) => included.has(tool.name) || isAdmitted(tool));
  const isIn = new Set(admitted.map(({ name }) => name));
  if (!namesOnly)
    for (const toolset of TOOLSETS)
      if (admitted.some((tool) => tool.toolset === toolset && asksByFields(tool))) isIn.add(FIELD_SEARCH[toolset]);
  return catalogue.tools.filter(({ name }) => isIn.has(name) && !excluded.has(name));
}

/** Whether a tool answers what a query of the caller's own asks: nobody can ask without the names of fields. */
const asksByFields = ({ effect, method, inputSchema: { properties = {} } }: Tool): boolean =>
  effect === 'read' && method !== 'create' && ['model', 'view', 'fields'].every((name) => name in properties);

/** The words of a `methods` filter that stand for more than one method. */
export const METHOD_GROUPS: readonly string[] = Object.keys(IN_METHOD_GROUP);

/** Every word a `methods` filter may hold: the three groups, then the exact methods, sorted. */
export function knownMethods(catalogue: ToolCatalogue): readonly string[] {
  const exact = new Set(catalogue.tools.map((tool) => tool.method));
  return [...METHOD_GROUPS, ...[...exact].sort()];
}

/** Every tag of the catalogue's tools, sorted. */
export function knownTags(catalogue: ToolCatalogue): readonly string[] {
  return [...new Set(catalogue.tools.flatMap((tool) => tool.tags))].sort();
}

/** Whether a word of a `methods` filter, a group or an exact method, lets a tool pass. */
export function isOfMethod(tool: Tool, method: string): boolean {
  const group = Object.hasOwn(IN_METHOD_GROUP, method) ? IN_METHOD_GROUP[method] : undefined;
  return group ? group(tool) : tool.method === method;
}
