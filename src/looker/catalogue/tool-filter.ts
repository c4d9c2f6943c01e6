import type { Tool, ToolCatalogue } from './tool.js';

/** Both parts must admit a tool; an absent or empty part admits every tool. */
export interface ToolFilter {
  readonly methods?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
}

const crudMethods = new Set(['list', 'get', 'create', 'update', 'delete']);

const methodGroups: Readonly<Record<string, (tool: Tool) => boolean>> = {
  read: (tool) => tool.effect === 'read',
  write: (tool) => tool.method === 'create' || tool.method === 'update' || tool.method === 'delete',
  custom: (tool) => !crudMethods.has(tool.method),
};

/**
 * The tools a filter admits, in the catalogue's order. `methods` entries are `read` (every tool that changes nothing in
 * Looker, whatever its verb), `write` (create, update, delete), `custom` (anything else than list, get, create, update,
 * delete) or an exact method; one match is enough. `tags` must meet the tool's tags.
 */
export function selectTools(catalogue: ToolCatalogue, filter: ToolFilter): readonly Tool[] {
  const methods = filter.methods ?? [];
  const tags = new Set(filter.tags ?? []);
  return catalogue.tools.filter(
    (tool) =>
      (methods.length === 0 || methods.some((method) => isOfMethod(tool, method))) &&
      (tags.size === 0 || tool.tags.some((tag) => tags.has(tag))),
  );
}

/** Every word a `methods` filter may hold: the three groups, then the exact methods, sorted. */
export function knownMethods(catalogue: ToolCatalogue): readonly string[] {
  const exact = new Set(catalogue.tools.map((tool) => tool.method));
  return [...Object.keys(methodGroups), ...[...exact].sort()];
}

/** Every tag of the catalogue's tools, sorted. */
export function knownTags(catalogue: ToolCatalogue): readonly string[] {
  return [...new Set(catalogue.tools.flatMap((tool) => tool.tags))].sort();
}

function isOfMethod(tool: Tool, method: string): boolean {
  const group = Object.hasOwn(methodGroups, method) ? methodGroups[method] : undefined;
  return group ? group(tool) : tool.method === method;
}
