import type { ToolUsage } from '../../call-log/tool-usage.repository.js';
import type { Tool } from '../../tools/catalogue/tool.js';
import { findDiscoveryTool } from '../../tools/search/discovery-tools.js';
import { type McpServerConfig, mergeConfig } from '../mcp-server-config.js';
import type { SuggestionView, ToolShareView, UsedToolView } from './least-privilege.view.js';
import { type FilterConfig, filterByArea, filterByName } from './narrower-filter.js';
import { type CountedSelection, offerOf, offerView } from './offer.js';

const UNUSED_NAMES_MAX = 500;

/** A server's config, and the tools that it selects. */
interface Offering {
  readonly config: McpServerConfig;
  readonly offer: CountedSelection;
}

/** What a server may do, what its calls needed of it, and the narrower configs that would have been enough. */
export async function leastPrivilege({ config, offer }: Offering, uses: readonly ToolUsage[]) {
  const tools = [...offer.tools.values()];
  const called = new Map(
    uses.flatMap((use) =>
      use.toolName === null || findDiscoveryTool(use.toolName) !== undefined ? [] : [[use.toolName, use]],
    ),
  );
  const needed = tools.filter(({ name }) => (called.get(name)?.worked ?? 0) > 0);
  const unused = tools.filter(({ name }) => !called.has(name)).map(({ name }) => name);
  const suggest = async (filter: FilterConfig): Promise<SuggestionView | null> => {
    const narrower = await offerOf(mergeConfig(config, filter), offer.catalogue);
    return narrower.tools.size < tools.length ? { config: filter, offer: offerView(narrower) } : null;
  };
  const isUsed = needed.length > 0;
  return {
    allowed: offerView(offer),
    needed_count: needed.length,
    used_tools: [...called].map(([name, use]) => usedTool(name, use, offer)),
    unused_tools: { count: unused.length, names: unused.slice(0, UNUSED_NAMES_MAX) },
    ...toolShares(tools, new Set(needed)),
    suggestions: {
      by_name: isUsed ? await suggest(filterByName(needed)) : null,
      by_area: isUsed ? await suggest(filterByArea(offer.catalogue, tools, needed)) : null,
    },
  };
}

function usedTool(name: string, { calls, worked, lastUsedAt }: ToolUsage, offer: CountedSelection): UsedToolView {
  const tool = offer.catalogue.byName.get(name);
  return {
    ...{ name, calls, errors: calls - worked },
    last_used_at: lastUsedAt.toISOString(),
    is_allowed: offer.tools.has(name),
    effect: tool?.effect ?? null,
    method: tool?.method ?? null,
    tags: tool?.tags ?? [],
  };
}

/** How tools are told apart: each tool has one effect, one method, and one tag or more. */
const KINDS = {
  effects: (tool: Tool) => [tool.effect],
  methods: (tool: Tool) => [tool.method],
  tags: (tool: Tool) => tool.tags,
} as const satisfies Record<string, (tool: Tool) => readonly string[]>;

/** What was allowed against what was needed, by effect, method and tag: what was needed most first, then what is largest. */
function toolShares(
  allowed: readonly Tool[],
  needed: ReadonlySet<Tool>,
): Readonly<Record<keyof typeof KINDS, readonly ToolShareView[]>> {
  const sharesBy = (kindsOf: (tool: Tool) => readonly string[]): ToolShareView[] => {
    const shares = new Map<string, ToolShareView>();
    for (const tool of allowed)
      for (const name of kindsOf(tool)) {
        const before = shares.get(name) ?? { name, allowed: 0, needed: 0 };
        shares.set(name, { name, allowed: before.allowed + 1, needed: before.needed + (needed.has(tool) ? 1 : 0) });
      }
    return [...shares.values()].sort(
      (left, right) => right.needed - left.needed || right.allowed - left.allowed || (left.name < right.name ? -1 : 1),
    );
  };
  return { effects: sharesBy(KINDS.effects), methods: sharesBy(KINDS.methods), tags: sharesBy(KINDS.tags) };
}
