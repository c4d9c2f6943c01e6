import { type Dependency, dependenciesOf } from './manifest.js';
import type { Tree } from './repository.js';

interface Assembled {
  imported: readonly (readonly [name: string, tree: Tree])[];
  files: Tree;
}

/** The latest assembly of each tree. */
const assembled = new WeakMap<Tree, Assembled>();

/**
 * A tree and, below `//<name>/`, the files of the projects that its manifest imports. The same object as before when the
 * tree and all that it imports are the same; the tree itself when it imports nothing that is there.
 */
export function withImports(tree: Tree, treeOf: (dependency: Dependency) => Tree | undefined): Tree {
  const imported = dependenciesOf(tree).flatMap((dependency) => {
    const found = treeOf(dependency);
    return found === undefined ? [] : [[dependency.name, found] as const];
  });
  if (imported.length === 0) return tree;
  const known = assembled.get(tree);
  if (known !== undefined && isSame(known.imported, imported)) return known.files;
  const files = new Map(tree);
  for (const [name, found] of imported) for (const [path, text] of found) files.set(`//${name}/${path}`, text);
  assembled.set(tree, { imported, files });
  return files;
}

function isSame(before: Assembled['imported'], after: Assembled['imported']): boolean {
  return (
    before.length === after.length &&
    before.every(([name, tree], index) => after[index]?.[0] === name && after[index]?.[1] === tree)
  );
}
