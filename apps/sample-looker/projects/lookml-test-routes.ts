import { type Api, type Call, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { viewerOf } from '../tokens.js';
import { problem } from './lookml-project.js';
import { type DataTest, type DataTestOutcome, dataTestsOf, runDataTest } from './lookml-tests.js';
import { presentProblem } from './project-routes.js';

/** The LookML tests of a project: list them, run them on the sample's data. */
export function registerLookmlTestRoutes(api: Api, instance: Instance): void {
  const testsOf = (call: Call) => {
    const { file_id: fileId, test: name, model } = call.query;
    const tree = instance.projects.treeWithImports(instance.projects.get(param(call, 'project_id')), call.token);
    return dataTestsOf(tree).filter(
      (test) =>
        (fileId === undefined || test.path === fileId) &&
        (name === undefined || test.name === name) &&
        (model === undefined || test.modelName === model),
    );
  };
  api.get('/projects/:project_id/lookml_tests', (call) => testsOf(call).map(present));
  api.get('/projects/:project_id/lookml_tests/run', async (call) => {
    const outcomes: LookerRecord[] = [];
    const viewer = viewerOf(call.token);
    for (const test of testsOf(call)) outcomes.push(presentOutcome(await runDataTest(instance, test, viewer)));
    return outcomes;
  });
}

function present(test: DataTest): LookerRecord {
  const { model: _, view: __, ...query } = test.query;
  return {
    model_name: test.modelName,
    name: test.name,
    explore_name: test.exploreName,
    query_url_params: new URLSearchParams({ fields: String(query.fields) }).toString(),
    file: test.path,
    line: test.line,
    can: { show: true },
  };
}

function presentOutcome({ test, failed, failures }: DataTestOutcome): LookerRecord {
  const at = { path: test.path, modelName: test.modelName, exploreName: test.exploreName };
  return {
    model_name: test.modelName,
    test_name: test.name,
    assertions_count: test.assertions.length,
    assertions_failed: failed,
    errors: failures.map(({ message, line }) =>
      presentProblem(problem('assertion_failed', 'data_test', message, { ...at, line })),
    ),
    warnings: [],
    success: failed === 0,
    can: { show: true },
  };
}
