import type { Tool } from '../../tools/catalogue/tool.js';
import type { ToolShareView } from './least-privilege.view.js';

/** How tools are told apart: each tool has one effect, one method, and one tag or more. */
const KINDS = {
  effects: (tool: Tool) => [tool.effect],
  methods: (tool: Tool) => [tool.method],
  tags: (tool: Tool) => tool.tags,
} as const satisfies Record<string, (tool: Tool) => readonly string[]>;

/** What was allowed against what was needed, by effect, method and tag: what was needed most first, then what is largest. */
export function toolShares(
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
