import { TOOLSETS, type Tool, type ToolCatalogue, type Toolset } from '../../tools/catalogue/tool.js';
import { isOfMethod, METHOD_GROUPS, selectTools } from '../../tools/catalogue/tool-filter.js';
import type { McpServerConfig } from '../mcp-server-config.js';
import { smallestTags } from './smallest-tags.js';

/** The part of a config that says which tools a server has; PATCH takes it as it is. */
export type FilterConfig = Pick<McpServerConfig, 'toolsets' | 'methods' | 'tags' | 'tools'>;

/** Exactly the given tools, by name: whatever the instance gains later stays out. */
export const filterByName = (needed: readonly Tool[]): FilterConfig => ({
  toolsets: toolsetsOf(needed),
  methods: [],
  tags: [],
  tools: { include: namesOf(needed), exclude: [] },
});

/**
 * The smallest filter by methods and tags that admits some tools: of all that do, one with the fewest tools that change
 * something, then the fewest tools, then the fewest words. It admits nothing that `allowed` lacks: what methods and tags
 * would add is excluded by name. Hidden tools are included by name, since their tags would let in others of their kind.
 * @param allowed what the server has now, `needed` among it.
 */
export function filterByArea(
  catalogue: ToolCatalogue,
  allowed: readonly Tool[],
  needed: readonly Tool[],
): FilterConfig {
  const hidden = needed.filter((tool) => tool.hidden !== null);
  const shown = needed.filter((tool) => tool.hidden === null);
  if (shown.length === 0) return filterByName(hidden);
  const candidates = methodChoices(shown).map((methods) => {
    const passing = allowed.filter(
      (tool) => tool.hidden === null && methods.some((method) => isOfMethod(tool, method)),
    );
    const { tags, weight } = smallestTags(passing, shown);
    const toolsets = toolsetsOf(shown);
    const filter = withinAllowed(catalogue, allowed, { toolsets, methods, tags, include: namesOf(hidden) });
    return { filter, weight, words: methods.length + tags.length + filter.tools.exclude.length };
  });
  const [best] = candidates.sort((left, right) => left.weight - right.weight || left.words - right.words);
  return best?.filter ?? filterByName(needed);
}

/** Each set of groups that says something about the tools, with the exact methods of those that the groups leave out. */
function methodChoices(needed: readonly Tool[]): readonly (readonly string[])[] {
  const groups = METHOD_GROUPS.filter((group) => needed.some((tool) => isOfMethod(tool, group)));
  const subsets = Array.from({ length: 2 ** groups.length }, (_, bits) =>
    groups.filter((_, place) => (bits >> place) & 1),
  );
  return subsets.map((set) => {
    const others = needed.filter((tool) => !set.some((group) => isOfMethod(tool, group)));
    return [...set, ...[...new Set(others.map(({ method }) => method))].sort()];
  });
}

function withinAllowed(
  catalogue: ToolCatalogue,
  allowed: readonly Tool[],
  {
    toolsets,
    methods,
    tags,
    include,
  }: { toolsets: readonly Toolset[]; methods: readonly string[]; tags: readonly string[]; include: readonly string[] },
): FilterConfig {
  const own = new Set(allowed);
  const added = selectTools(catalogue, { toolsets, methods, tags }).filter((tool) => !own.has(tool));
  return { toolsets, methods, tags, tools: { include, exclude: namesOf(added) } };
}

/** `api` where no tool is needed. */
const toolsetsOf = (tools: readonly Tool[]): readonly Toolset[] => {
  const needed = TOOLSETS.filter((toolset) => tools.some((tool) => tool.toolset === toolset));
  return needed.length > 0 ? needed : ['api'];
};

const namesOf = (tools: readonly Tool[]) => tools.map(({ name }) => name).sort();
