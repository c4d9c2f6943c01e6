import type { Tool } from '../../tools/catalogue/tool.js';

/** Above any number of tools: one that changes something counts more than all that only read. */
const CHANGING = 100_000;
/** Servers that used nearly everything could have more ways to cover it than anybody can try: then a good one has to do. */
const STEPS_MAX = 1_000;

export interface TagChoice {
  /** Sorted. */
  readonly tags: readonly string[];
  /** How much it admits; compares choices over the same tools. */
  readonly weight: number;
}

const weightOf = ({ effect }: Tool) => (effect === 'read' ? 1 : CHANGING + 1);

/**
 * Tags of which each needed tool has one, so that the tools with one of them weigh least: the fewest that change something,
 * then the fewest, then the fewest tags. Searches every cover, cheapest first, within a bounded number of steps.
 * @param passing the tools among which the tags choose, `needed` among them.
 */
export function smallestTags(passing: readonly Tool[], needed: readonly Tool[]): TagChoice {
  const byTag = new Map<string, Tool[]>();
  for (const tool of passing) for (const tag of tool.tags) byTag.set(tag, [...(byTag.get(tag) ?? []), tool]);
  // Who has the fewest tags leaves the least choice.
  const order = [...needed].sort((left, right) => left.tags.length - right.tags.length);
  let best: TagChoice = { tags: [], weight: Number.POSITIVE_INFINITY };
  let steps = 0;

  const isBetter = (weight: number, tags: number) =>
    weight < best.weight || (weight === best.weight && tags < best.tags.length);

  const search = (tags: readonly string[], admitted: ReadonlySet<Tool>, weight: number): void => {
    steps += 1;
    // More tags never admit less.
    if (!isBetter(weight, tags.length)) return;
    const open = order.find((tool) => !admitted.has(tool));
    if (open === undefined) {
      best = { tags: [...tags].sort(), weight };
      return;
    }
    const branches = open.tags.map((tag) => {
      const added = (byTag.get(tag) ?? []).filter((tool) => !admitted.has(tool));
      return { tag, added, weight: weight + added.reduce((sum, tool) => sum + weightOf(tool), 0) };
    });
    for (const branch of branches.sort((left, right) => left.weight - right.weight)) {
      if (steps > STEPS_MAX && best.weight < Number.POSITIVE_INFINITY) return;
      search([...tags, branch.tag], new Set([...admitted, ...branch.added]), branch.weight);
    }
  };

  search([], new Set(), 0);
  return best;
}
