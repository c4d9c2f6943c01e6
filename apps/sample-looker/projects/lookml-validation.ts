import { childrenOf, type LookmlNode, propertyOf } from './lookml-parser.js';
import {
  isImported,
  type LookmlModelFile,
  type LookmlProblem,
  type LookmlView,
  problem,
  readProject,
  viewNameOf,
} from './lookml-project.js';
import type { Tree } from './repository.js';

const topLevelKeys = new Set([
  ...['connection', 'label', 'include', 'explore', 'view', 'test', 'datagroup', 'access_grant', 'map_layer'],
  ...['named_value_format', 'persist_for', 'persist_with', 'week_start_day', 'fiscal_month_offset', 'case_sensitive'],
  ...['project_name', 'remote_dependency', 'local_dependency', 'localization_settings', 'constant', 'lock', 'note'],
  ...['application', 'visualization', 'new_lookml_runtime', 'override_constant', 'plan'],
]);
const dimensionTypes = new Set([
  ...['string', 'number', 'yesno', 'zipcode', 'tier', 'bin', 'date', 'date_time', 'time', 'location', 'distance'],
  ...['duration', 'int', 'unquoted', 'bin'],
]);
const measureTypes = new Set([
  ...['count', 'count_distinct', 'sum', 'average', 'min', 'max', 'number', 'median', 'list', 'string', 'yesno', 'date'],
  ...['sum_distinct', 'average_distinct', 'median_distinct', 'percentile', 'percentile_distinct', 'running_total'],
  ...['percent_of_total', 'percent_of_previous', 'period_over_period', 'int'],
]);
/** What `${…}` may hold besides fields. */
const builtInNames = new Set(['TABLE', 'SQL_TABLE_NAME', 'EXTENDED']);

/** All mistakes in the files of a project, by file and line; an empty list means that it is sound. */
export function validateTree(tree: Tree, connectionNames: readonly string[]): LookmlProblem[] {
  const project = readProject(tree);
  const unknownKeys = project.files.flatMap(({ path, nodes }) =>
    nodes
      .filter(({ key }) => !topLevelKeys.has(key))
      .map(({ key, line }) => problem('unknown_property', 'syntax', `Unknown property "${key}".`, { path, line })),
  );
  const views = new Map<string, LookmlView>();
  for (const model of project.models) for (const view of model.views.values()) views.set(view.path + view.name, view);
  const found = [
    ...project.syntaxProblems,
    ...unknownKeys,
    ...[...views.values()].flatMap(viewProblems),
    ...project.models.flatMap((model) => modelProblems(model, connectionNames)),
  ];
  // What another project has wrong is that project's own business.
  const own = found.filter(({ path }) => !isImported(path));
  return own.sort((left, right) =>
    left.path === right.path ? (left.line ?? 0) - (right.line ?? 0) : left.path < right.path ? -1 : 1,
  );
}

function viewProblems(view: LookmlView): LookmlProblem[] {
  const seen = new Set<string>();
  return (view.node.children ?? []).flatMap((field) => {
    const name = field.value ?? '';
    if (!['dimension', 'dimension_group', 'measure'].includes(field.key)) return [];
    const at = { path: view.path, line: field.line, fieldName: `${view.name}.${name}` };
    const type = propertyOf(field, 'type') ?? 'string';
    const known = field.key === 'measure' ? measureTypes : dimensionTypes;
    const problems: LookmlProblem[] = [];
    if (seen.has(name)) {
      problems.push(problem('duplicate_field', 'reference', `Field "${view.name}.${name}" is defined twice.`, at));
    }
    if (!known.has(type)) {
      const message = `Unknown ${field.key} type "${type}" for "${view.name}.${name}".`;
      problems.push(problem('unknown_type', 'syntax', message, at));
    }
    seen.add(name);
    return problems;
  });
}

function modelProblems(model: LookmlModelFile, connectionNames: readonly string[]): LookmlProblem[] {
  const at = { path: model.file.path, line: null, modelName: model.name };
  const connection = model.file.nodes.find(({ key }) => key === 'connection');
  const problems = model.missingIncludes.map(({ value, line }) =>
    problem('missing_include', 'model_configuration', `No file matches include "${value}".`, { ...at, line }),
  );
  if (connection === undefined) {
    problems.push(problem('missing_connection', 'model_configuration', 'A model must name a connection.', at));
  } else if (!connectionNames.includes(connection.value ?? '')) {
    const message = `Connection "${connection.value}" does not exist.`;
    problems.push(problem('unknown_connection', 'model_configuration', message, { ...at, line: connection.line }));
  }
  const references = [...model.views.values()].flatMap((view) => fieldReferenceProblems(view, model));
  return [...problems, ...references, ...model.explores.flatMap((explore) => exploreProblems(explore, model))];
}

/** `${…}` of a view's fields must be its own fields, or those of another view of the model. */
function fieldReferenceProblems(view: LookmlView, model: LookmlModelFile): LookmlProblem[] {
  const isKnown = (name: string) => view.fields.has(name) || isFieldOf(model.views, name);
  return (view.node.children ?? []).flatMap((field) =>
    (field.children ?? []).flatMap((property) => {
      const at = { path: view.path, modelName: model.name, fieldName: `${view.name}.${field.value}` };
      const isFilter = property.key === 'filters' && field.key === 'measure';
      const filtered = isFilter ? (property.items ?? []).map((item) => item.split(':')[0] ?? '') : [];
      const unknown = property.key.startsWith('sql')
        ? unknownReferences(property, isKnown)
        : filtered.filter((name) => !isKnown(name));
      return unknown.map((name) => unknownField(name, { ...at, line: property.line }));
    }),
  );
}

function exploreProblems(explore: { node: LookmlNode; path: string }, model: LookmlModelFile): LookmlProblem[] {
  // A refinement changes an explore that stands elsewhere, and an extended one takes its view from there.
  if (explore.node.value?.startsWith('+') || childrenOf(explore.node, 'extends').length > 0) return [];
  const exploreName = explore.node.value ?? '';
  const at = { path: explore.path, modelName: model.name, exploreName };
  const joins = childrenOf(explore.node, 'join');
  const aliases = new Map([explore.node, ...joins].map((node) => [node.value ?? '', viewNameOf(node)]));
  aliases.set(viewNameOf(explore.node), viewNameOf(explore.node));
  const reachable = new Map(
    [...aliases].flatMap(([alias, name]) => {
      const view = model.views.get(name);
      return view === undefined ? [] : [[alias, view] as const];
    }),
  );
  const missing = [explore.node, ...joins]
    .filter((node) => !model.views.has(viewNameOf(node)))
    .map((node) => {
      const message = `Unknown or inaccessible view "${viewNameOf(node)}" in explore "${exploreName}".`;
      return problem('inaccessible_view', 'reference', message, { ...at, line: node.line });
    });
  const unknown = joins
    .flatMap((join) => childrenOf(join, 'sql_on'))
    .flatMap((property) =>
      unknownReferences(property, (name) => isFieldOf(reachable, name)).map((name) =>
        unknownField(name, { ...at, line: property.line }),
      ),
    );
  const filters = childrenOf(explore.node, 'access_filter').flatMap((filter) => childrenOf(filter, 'field'));
  const unfiltered = filters
    .filter(({ value }) => !isFieldOf(reachable, value ?? ''))
    .map(({ value, line }) => unknownField(value ?? '', { ...at, line }));
  return [...missing, ...unknown, ...unfiltered];
}

function unknownReferences({ value }: LookmlNode, isKnown: (name: string) => boolean): string[] {
  const names = [...(value ?? '').matchAll(/\$\{([^}]*)\}/g)].map((match) => (match[1] ?? '').trim());
  return names.filter((name) => !builtInNames.has(name.split('.').at(-1) ?? '') && !isKnown(name));
}

function isFieldOf(views: ReadonlyMap<string, LookmlView>, name: string): boolean {
  const [viewName = '', fieldName = ''] = name.split('.');
  return views.get(viewName)?.fields.has(fieldName) === true;
}

function unknownField(name: string, at: Pick<LookmlProblem, 'path' | 'line'> & Partial<LookmlProblem>): LookmlProblem {
  return problem('unknown_field', 'reference', `Unknown or inaccessible field "${name}".`, { fieldName: name, ...at });
}
