import { type LookmlNode, LookmlSyntaxError, parseLookml, propertyOf } from './lookml-parser.js';
import type { Tree } from './repository.js';

export const manifestPath = 'manifest.lkml';

/** Another project that the manifest of a project names. */
export interface Dependency {
  name: string;
  /** Null for a project of the same instance. */
  url: string | null;
  /** The branch, tag or commit of a remote project; null for its production branch. */
  ref: string | null;
}

const nodesByTree = new WeakMap<Tree, readonly LookmlNode[]>();

/** What the manifest of a tree says; nothing without one, or when it cannot be read. */
export function manifestNodes(tree: Tree): readonly LookmlNode[] {
  const known = nodesByTree.get(tree);
  if (known !== undefined) return known;
  const nodes = readNodes(tree.get(manifestPath) ?? '');
  nodesByTree.set(tree, nodes);
  return nodes;
}

const dependenciesByTree = new WeakMap<Tree, readonly Dependency[]>();

/** The projects that a tree imports. */
export function dependenciesOf(tree: Tree): readonly Dependency[] {
  const known = dependenciesByTree.get(tree);
  if (known !== undefined) return known;
  const dependencies = manifestNodes(tree).flatMap((node): Dependency[] => {
    const name = node.value ?? propertyOf(node, 'project');
    if (name === undefined) return [];
    if (node.key === 'local_dependency') return [{ name, url: null, ref: null }];
    const url = propertyOf(node, 'url');
    if (node.key !== 'remote_dependency' || url === undefined) return [];
    return [{ name, url, ref: propertyOf(node, 'ref') ?? null }];
  });
  dependenciesByTree.set(tree, dependencies);
  return dependencies;
}

function readNodes(text: string): readonly LookmlNode[] {
  try {
    return parseLookml(text);
  } catch (error) {
    if (error instanceof LookmlSyntaxError) return [];
    throw error;
  }
}
