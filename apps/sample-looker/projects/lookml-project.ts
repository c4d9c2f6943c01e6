import { childrenOf, type LookmlNode, LookmlSyntaxError, parseLookml, propertyOf } from './lookml-parser.js';
import type { Tree } from './repository.js';

/** A mistake in a project's files, before it is shown. `line` is null when it is about the whole file. */
export interface LookmlProblem {
  code: string;
  kind: 'syntax' | 'model_configuration' | 'reference';
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

/** A model file with everything that it includes. */
export interface LookmlModelFile {
  name: string;
  file: LookmlFile;
  views: ReadonlyMap<string, LookmlView>;
  explores: readonly { node: LookmlNode; path: string }[];
  tests: readonly { node: LookmlNode; path: string }[];
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

/** Reads all `.lkml` files of a tree; files with faulty syntax are left out and reported. */
export function readProject(tree: Tree): LookmlProject {
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
  const models = files.filter(({ path }) => path.endsWith(modelEnding)).map((file) => readModel(file, files, faulty));
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
      const pattern = globPattern(include.value ?? '');
      const found = all.filter(({ path }) => pattern.test(path) && !path.endsWith(modelEnding));
      // A Map that grows while it is walked is walked to its end: includes of includes are followed.
      for (const each of found) included.set(each.path, each);
      if (found.length === 0 && ![...faulty].some((path) => pattern.test(path))) missingIncludes.push(include);
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
    views: new Map(nodesOf('view').map(({ node, path }) => [node.value ?? '', readView(node, path)])),
    explores: nodesOf('explore'),
    tests: nodesOf('test'),
    missingIncludes,
  };
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

/** `/views/*.view` and `**` as LookML's `include` understands them: the ending `.lkml` may be left out. */
function globPattern(include: string): RegExp {
  const path = include.replace(/^\//, '');
  const source = path
    .replace(/[.+^${}()|[\]\\?]/g, '\\$&')
    .replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'))
    .replace(/\.\*\//g, '(?:.*/)?');
  return new RegExp(`^(?:.*/)?${source}(?:\\.lkml|\\.lookml)?$`);
}
