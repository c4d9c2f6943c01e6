import { isRecord, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { answerQuery } from '../queries/answer-query.js';
import type { Viewer } from '../tokens.js';
import { childrenOf, type LookmlNode, propertyOf } from './lookml-parser.js';
import { readProject } from './lookml-project.js';
import type { Tree } from './repository.js';

/** A LookML test of a model: a query, and what must hold in each of its rows. */
export interface DataTest {
  name: string;
  modelName: string;
  exploreName: string;
  path: string;
  line: number;
  query: LookerRecord;
  assertions: readonly Assertion[];
}

export interface DataTestOutcome {
  test: DataTest;
  failed: number;
  failures: readonly { message: string; line: number }[];
}

interface Assertion {
  name: string;
  expression: string;
  line: number;
}

/** The tests of all models of a tree. */
export function dataTestsOf(tree: Tree): DataTest[] {
  return readProject(tree).models.flatMap((model) =>
    model.tests.flatMap(({ node, path }) => {
      const source = childrenOf(node, 'explore_source')[0];
      if (source === undefined) return [];
      return [
        {
          name: node.value ?? '',
          modelName: model.name,
          exploreName: source.value ?? '',
          path,
          line: node.line,
          query: queryOf(model.name, source),
          assertions: childrenOf(node, 'assert').map((assertion) => ({
            name: assertion.value ?? '',
            expression: propertyOf(assertion, 'expression') ?? '',
            line: assertion.line,
          })),
        },
      ];
    }),
  );
}

/** Runs a test as this user: its assertions become table calculations, and each must be true in each row. */
export async function runDataTest(instance: Instance, test: DataTest, viewer: Viewer): Promise<DataTestOutcome> {
  const calculations = test.assertions.map(({ name, expression }) => ({ table_calculation: name, expression }));
  const body = { ...test.query, dynamic_fields: JSON.stringify(calculations) };
  const answer = await answerQuery(instance, body, { viewer, format: 'json_bi', applyFormatting: false });
  const rows = isRecord(answer.body) && Array.isArray(answer.body.rows) ? answer.body.rows.filter(isRecord) : [];
  const failure = rows.find((row) => typeof row.looker_error === 'string')?.looker_error;
  if (failure !== undefined) {
    return { test, failed: test.assertions.length, failures: [{ message: String(failure), line: test.line }] };
  }
  const failures = test.assertions.flatMap(({ name, line }) => {
    const failing = rows.filter((row) => !isRecord(row[name]) || row[name].value !== 'Yes').length;
    return failing === 0
      ? []
      : [{ message: `Assertion "${name}" of test "${test.name}" fails in ${failing} of ${rows.length} rows.`, line }];
  });
  return { test, failed: failures.length, failures };
}

function queryOf(modelName: string, source: LookmlNode): LookerRecord {
  const pairs = (key: string) =>
    childrenOf(source, key)
      .flatMap(({ items }) => items ?? [])
      .map((item) => item.split(/:\s*(.*)/s, 2));
  return {
    model: modelName,
    view: source.value,
    fields: childrenOf(source, 'column').map(
      (column) => propertyOf(column, 'field') ?? `${source.value}.${column.value}`,
    ),
    filters: Object.fromEntries(pairs('filters')),
    sorts: pairs('sorts').map(([field, direction]) => `${field} ${direction}`),
    limit: propertyOf(source, 'limit') ?? null,
  };
}
