import type { LookmlNode } from '../projects/lookml-parser.js';
import type { LookmlDefinition } from '../projects/lookml-project.js';

/** Properties that a block may have more than once, so that a further one does not replace the others. */
const repeatable = new Set(['access_filter', 'link', 'action']);

/** Views or explores by name, with their refinements (`+name`) and what they extend put into them. */
export function resolveDefinitions(found: readonly LookmlDefinition[]): ReadonlyMap<string, LookmlDefinition> {
  const definitions = new Map<string, LookmlDefinition>();
  for (const definition of found) {
    const name = definition.node.value ?? '';
    if (!name.startsWith('+')) definitions.set(name, definition);
  }
  for (const { node } of found) {
    const refined = node.value?.startsWith('+') ? definitions.get(node.value.slice(1)) : undefined;
    if (refined !== undefined) {
      definitions.set(refined.node.value ?? '', { ...refined, node: merged(refined.node, node) });
    }
  }
  return new Map(
    [...definitions].map(([name, { node, path }]) => [name, { node: extended(node, definitions, new Set()), path }]),
  );
}

/** A circle of extensions ends where it closes. */
function extended(
  node: LookmlNode,
  definitions: ReadonlyMap<string, LookmlDefinition>,
  below: ReadonlySet<string>,
): LookmlNode {
  const name = node.value ?? '';
  const bases = (node.children ?? [])
    .filter(({ key }) => key === 'extends' || key === 'extends__all')
    .flatMap(({ items }) => items ?? []);
  if (bases.length === 0 || below.has(name)) return node;
  const base = bases.reduce<LookmlNode>(
    (sum, each) => {
      const definition = definitions.get(each);
      if (definition === undefined) return sum;
      const whole = extended(definition.node, definitions, new Set([...below, name]));
      // Whether a definition is only there to be extended is not inherited.
      const children = (whole.children ?? []).filter(({ key }) => key !== 'extension');
      return merged(sum, { ...whole, children });
    },
    { ...node, children: [] },
  );
  return merged(base, node);
}

/** The base with the properties of the other in place of its own; named blocks are merged with those of the same name. */
function merged(base: LookmlNode, other: LookmlNode): LookmlNode {
  let children = [...(base.children ?? [])];
  const replaced = new Set<string>();
  for (const child of other.children ?? []) {
    const isNamedBlock = child.children !== null && child.value !== null;
    const index = isNamedBlock
      ? children.findIndex(({ key, value }) => key === child.key && value === child.value)
      : -1;
    const existing = children[index];
    if (existing !== undefined) {
      children[index] = merged(existing, child);
      continue;
    }
    if (!isNamedBlock && !repeatable.has(child.key) && !replaced.has(child.key)) {
      children = children.filter(({ key }) => key !== child.key);
      replaced.add(child.key);
    }
    children.push(child);
  }
  return { ...base, children };
}
