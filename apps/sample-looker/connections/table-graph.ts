import type { Instance } from '../instance.js';
import { viewsOf } from '../models/fields.js';
import type { LookmlModel } from '../models/model-types.js';
import { childrenOf, propertyOf } from '../projects/lookml-parser.js';
import { type LookmlDefinition, readProject } from '../projects/lookml-project.js';
import type { Viewer } from '../tokens.js';

/** From a view to one that it needs: by a join, or for the SELECT of a derived table. */
export type Edge = readonly [from: string, to: string];

/** Looker's colours of tables that are not built, being built and built. */
export type NodeColor = 'grey' | 'yellow' | 'green' | 'red';

/** The views of a model in the LookML that the viewer's workspace has, those that no explore shows included. */
export function viewNamesOf(instance: Instance, viewer: Viewer, model: LookmlModel): Set<string> {
  const shown = model.explores.flatMap((explore) => viewsOf(explore).map((view) => view.name));
  return new Set([...shown, ...derivedTables(instance, viewer, model).map(({ node }) => node.value ?? '')]);
}

/** What joins what in the explores of a model. */
export function joinEdges(model: LookmlModel): Edge[] {
  return model.explores.flatMap((explore) => explore.joins.map((join): Edge => [explore.view.name, join.view.name]));
}

/** Which views the derived tables of a model read. */
export function readEdges(instance: Instance, viewer: Viewer, model: LookmlModel): Edge[] {
  return derivedTables(instance, viewer, model).flatMap(({ node }) => {
    const sql = childrenOf(node, 'derived_table').map((table) => propertyOf(table, 'sql') ?? '');
    const read = sql.flatMap((text) => [...text.matchAll(/\$\{(\w+)\.SQL_TABLE_NAME\}/g)]);
    return read.map((match): Edge => [node.value ?? '', match[1] ?? '']);
  });
}

/** The edges that a walk from a view along them passes. */
export function edgesFrom(view: string, edges: readonly Edge[]): Edge[] {
  const reached = new Set([view]);
  const passed = new Set<Edge>();
  // A Set that grows while it is walked is walked to its end.
  for (const name of reached) {
    for (const edge of edges.filter(([from]) => from === name)) {
      passed.add(edge);
      reached.add(edge[1]);
    }
  }
  return [...passed];
}

/** A graph in the language of Graphviz; `colorOf` answers the colours of its nodes, which have none without it. */
export function graphText(edges: readonly Edge[], colorOf?: (view: string) => NodeColor): string {
  const names = colorOf === undefined ? [] : [...new Set(edges.flat())];
  const nodes = names.map((name) => `  "${name}" [style="filled", fillcolor="${colorOf?.(name)}"];`);
  return ['digraph {', ...nodes, ...new Set(edges.map(([from, to]) => `  "${from}" -> "${to}";`)), '}'].join('\n');
}

function derivedTables({ projects }: Instance, viewer: Viewer, model: LookmlModel): LookmlDefinition[] {
  const project = projects.find(model.projectName);
  if (project === undefined) return [];
  const { models } = readProject(projects.treeWithImports(project, viewer));
  const views = models.find(({ name }) => name === model.name)?.nodes('view') ?? [];
  return views.filter(({ node }) => childrenOf(node, 'derived_table').length > 0);
}
