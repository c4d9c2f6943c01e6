import { labelOf } from '../models/fields.js';
import type { LookmlModel, ViewModel } from '../models/model-types.js';
import { childrenOf, propertyOf } from '../projects/lookml-parser.js';
import { type LookmlModelFile, readProject } from '../projects/lookml-project.js';
import type { Tree } from '../projects/repository.js';
import { exploreModel } from './explore-model.js';
import { resolveDefinitions } from './lookml-inheritance.js';
import { type ValueFormats, viewModel } from './view-model.js';

/** What the files of a project say about a model; the rest is its configuration. */
export type WrittenModel = Pick<LookmlModel, 'label' | 'explores'> & Partial<Pick<LookmlModel, 'connectionName'>>;

/** Derived tables that read each other in a circle end as an error of the database. */
const tablesDepthMax = 5;
const modelsByTree = new WeakMap<Tree, ReadonlyMap<string, WrittenModel>>();

/**
 * The models that the LookML of a tree describes, by name. What cannot be read is left out: files with faulty syntax, and
 * explores and joins whose view is missing.
 */
export function modelsOfTree(tree: Tree): ReadonlyMap<string, WrittenModel> {
  const known = modelsByTree.get(tree);
  if (known !== undefined) return known;
  const models = new Map(readProject(tree).models.map((model) => [model.name, writtenModel(model)]));
  modelsByTree.set(tree, models);
  return models;
}

function writtenModel({ name, file, nodes }: LookmlModelFile): WrittenModel {
  const textOf = (key: string) => file.nodes.find((node) => node.key === key)?.value ?? undefined;
  const connectionName = textOf('connection');
  const formats: ValueFormats = new Map(
    nodes('named_value_format').map(({ node }) => [node.value ?? '', propertyOf(node, 'value_format') ?? '']),
  );
  const views = withTableNames(
    new Map([...resolveDefinitions(nodes('view'))].map(([viewName, view]) => [viewName, viewModel(view, formats)])),
  );
  const explores = [...resolveDefinitions(nodes('explore')).values()]
    .filter(({ node }) => childrenOf(node, 'extension')[0]?.value !== 'required')
    .flatMap(({ node }) => exploreModel(node, views) ?? []);
  return {
    label: textOf('label') ?? labelOf(name),
    ...(connectionName === undefined ? {} : { connectionName }),
    explores,
  };
}

/** `${view.SQL_TABLE_NAME}` in the SELECT of a derived table is the table of that view, which may be derived itself. */
function withTableNames(views: ReadonlyMap<string, ViewModel>): ReadonlyMap<string, ViewModel> {
  const tableOf = (view: ViewModel, depth: number): string =>
    view.table.replace(/\$\{(\w+)\.SQL_TABLE_NAME\}/g, (text, name: string) => {
      const read = views.get(name);
      return read === undefined || depth > tablesDepthMax ? text : tableOf(read, depth + 1);
    });
  return new Map([...views].map(([name, view]) => [name, { ...view, table: tableOf(view, 0) }]));
}
