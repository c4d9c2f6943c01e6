import { childrenOf, type LookmlNode, LookmlSyntaxError, parseLookml, propertyOf } from './lookml-parser.js';
import type { Tree } from './repository.js';

/** A mistake in a project's files, before it is shown. `line` is null when it is about the whole file. */
export interface LookmlProblem {
  code: string;
  kind: 'syntax' | 'model_configuration' | 'reference' | 'data_test';
  message: string;
  path: string;
  line: number | null;
  modelName: string | null;
  exploreName: string | null;
  fieldName: string | null;
}

export interface LookmlFile {
  path: string;
  nodes: readonly LookmlNode[];
}

export interface LookmlView {
  name: string;
  node: LookmlNode;
  path: string;
  /** Names of dimensions, timeframes of dimension groups and measures. */
  fields: ReadonlySet<string>;
}

/** A view, an explore or another block of a model, and the file that it stands in. */
export interface LookmlDefinition {
  node: LookmlNode;
  path: string;
}

/** A model file with everything that it includes. */
export interface LookmlModelFile {
  name: string;
  file: LookmlFile;
  views: ReadonlyMap<string, LookmlView>;
  explores: readonly LookmlDefinition[];
  tests: readonly LookmlDefinition[];
  /** All blocks of this kind, in the order in which they are included. */
  nodes(key: string): readonly LookmlDefinition[];
  missingIncludes: readonly LookmlNode[];
}

export interface LookmlProject {
  files: readonly LookmlFile[];
  models: readonly LookmlModelFile[];
  syntaxProblems: readonly LookmlProblem[];
}

const modelEnding = '.model.lkml';
const fieldKeys = ['dimension', 'measure', 'filter', 'parameter'];
/** What LookML makes of a dimension group of time that names no timeframes. */
const defaultTimeframes = ['raw', 'time', 'date', 'week', 'month', 'quarter', 'year'];

const projectsByTree = new WeakMap<Tree, LookmlProject>();

/**
 * Reads all `.lkml` files of a tree; files with faulty syntax are left out and reported. What stands below `//<name>/` is
 * another project's, for models to include.
 */
export function readProject(tree: Tree): LookmlProject {
  const known = projectsByTree.get(tree);
  if (known !== undefined) return known;
  const project = readTree(tree);
  projectsByTree.set(tree, project);
  return project;
}

/** Whether a path of a tree is in a project that it imports. */
export function isImported(path: string): boolean {
  return path.startsWith('//');
}

function readTree(tree: Tree): LookmlProject {
  const files: LookmlFile[] = [];
  const syntaxProblems: LookmlProblem[] = [];
  for (const [path, text] of tree) {
    if (!path.endsWith('.lkml')) continue;
    try {
      files.push({ path, nodes: parseLookml(text) });
    } catch (error) {
      if (!(error instanceof LookmlSyntaxError)) throw error;
      syntaxProblems.push(problem('lookml_syntax', 'syntax', error.message, { path, line: error.line }));
    }
  }
  const faulty = new Set(syntaxProblems.map(({ path }) => path));
  const models = files
    .filter(({ path }) => path.endsWith(modelEnding) && !isImported(path))
    .map((file) => readModel(file, files, faulty));
  return { files, models, syntaxProblems };
}

export function problem(
  code: string,
  kind: LookmlProblem['kind'],
  message: string,
  at: Pick<LookmlProblem, 'path' | 'line'> & Partial<LookmlProblem>,
): LookmlProblem {
  return { code, kind, message, modelName: null, exploreName: null, fieldName: null, ...at };
}

/** The view an explore or a join reads. */
export function viewNameOf(node: LookmlNode): string {
  return propertyOf(node, 'from') ?? propertyOf(node, 'view_name') ?? node.value ?? '';
}

function readModel(file: LookmlFile, all: readonly LookmlFile[], faulty: ReadonlySet<string>): LookmlModelFile {
  const included = new Map([[file.path, file]]);
  const missingIncludes: LookmlNode[] = [];
  for (const source of included.values()) {
    for (const include of source.nodes.filter((node) => node.key === 'include')) {
      const isIncluded = includedBy(include.value ?? '', source.path);
      const found = all.filter(({ path }) => isIncluded(path) && !path.endsWith(modelEnding));
      // A Map that grows while it is walked is walked to its end: includes of includes are followed.
      for (const each of found) included.set(each.path, each);
      if (found.length === 0 && ![...faulty].some(isIncluded)) missingIncludes.push(include);
    }
  }
  const nodesOf = (key: string) =>
    [...included.values()].flatMap(({ path, nodes }) =>
      nodes.filter((node) => node.key === key).map((node) => ({ node, path })),
    );
  const name = file.path.slice(file.path.lastIndexOf('/') + 1, -modelEnding.length);
  return {
    name,
    file,
    views: readViews(nodesOf('view')),
    nodes: nodesOf,
    explores: nodesOf('explore'),
    tests: nodesOf('test'),
    missingIncludes,
  };
}

/** A refinement (`view: +orders`) is listed by its own name; it and the view share their fields. */
function readViews(definitions: readonly LookmlDefinition[]): Map<string, LookmlView> {
  const views = definitions.map(({ node, path }) => readView(node, path));
  const nameOf = (view: LookmlView) => view.name.replace(/^\+/, '');
  const fieldsByName = new Map<string, Set<string>>();
  for (const view of views) {
    const fields = fieldsByName.get(nameOf(view)) ?? new Set();
    for (const field of view.fields) fields.add(field);
    fieldsByName.set(nameOf(view), fields);
  }
  addExtendedFields(views, fieldsByName);
  return new Map(views.map((view) => [view.name, { ...view, fields: fieldsByName.get(nameOf(view)) ?? view.fields }]));
}

/** As often as there are views, since what is extended may itself extend others. */
function addExtendedFields(views: readonly LookmlView[], fieldsByName: ReadonlyMap<string, Set<string>>): void {
  const extending = views.flatMap(({ name, node }) =>
    childrenOf(node, 'extends').flatMap(({ items }) => (items ?? []).map((base) => [name.replace(/^\+/, ''), base])),
  );
  for (let round = 0; round < extending.length; round += 1) {
    for (const [name = '', base = ''] of extending) {
      for (const field of fieldsByName.get(base) ?? []) fieldsByName.get(name)?.add(field);
    }
  }
}

function readView(node: LookmlNode, path: string): LookmlView {
  const plain = fieldKeys.flatMap((key) => childrenOf(node, key).map((field) => field.value ?? ''));
  const times = childrenOf(node, 'dimension_group').flatMap((group) => {
    const named = childrenOf(group, 'timeframes')[0]?.items ?? childrenOf(group, 'intervals')[0]?.items;
    const prefix =
      propertyOf(group, 'type') === 'duration' ? (interval: string) => `${interval}s_${group.value}` : null;
    return (named ?? defaultTimeframes).map((timeframe) => prefix?.(timeframe) ?? `${group.value}_${timeframe}`);
  });
  return { name: node.value ?? '', node, path, fields: new Set([...plain, ...times]) };
}

/** Which paths an `include` in a file names: those of the file's own project, or of the one that it names (`//name/…`). */
function includedBy(include: string, fromPath: string): (path: string) => boolean {
  const projectPrefix = (path: string) => /^\/\/[^/]+\//.exec(path)?.[0] ?? '';
  const prefix = projectPrefix(include) || projectPrefix(fromPath);
  const pattern = globPattern(include.slice(projectPrefix(include).length));
  return (path) => projectPrefix(path) === prefix && pattern.test(path.slice(prefix.length));
}

/** `/views/*.view` and `**` as LookML's `include` understands them: the ending `.lkml` may be left out. */
function globPattern(include: string): RegExp {
  const path = include.replace(/^\//, '');
  const source = path
    .replace(/[.+^${}()|[\]\\?]/g, '\\$&')
    .replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'))
    .replace(/\.\*\//g, '(?:.*/)?');
  return new RegExp(`^(?:.*/)?${source}(?:\\.lkml|\\.lookml)?$`);
}
