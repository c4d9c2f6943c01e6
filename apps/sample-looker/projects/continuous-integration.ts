import { type Api, bodyRecord, type Call, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { notFound } from '../looker-errors.js';
import { Collection, type StoredRecord } from '../records/collection.js';
import { acceptProperties } from '../records/writable.js';
import { requireCommit } from './git-routes.js';
import { type DataTestOutcome, dataTestsOf, runDataTest } from './lookml-tests.js';
import { problemsIn } from './project-routes.js';
import { type Project, productionBranch } from './projects.js';
import type { Commit } from './repository.js';

/** Continuous integration: a run validates the LookML of a commit and runs its data tests, after it was answered. */
export function registerContinuousIntegrationRoutes(api: Api, instance: Instance): void {
  const runs = new Collection();
  const projectOf = (call: Call) => instance.projects.get(param(call, 'project_id'));
  const runOf = (call: Call) => {
    const run = runs.get(param(call, 'run_id'));
    if (run.project_id !== projectOf(call).name) throw notFound();
    return run;
  };
  const create = (call: Call): StoredRecord => {
    const project = projectOf(call);
    const body = acceptProperties(bodyRecord(call), { suite_id: 'id', branch: 'string', commit: 'string' });
    const commit = requireCommit(project, String(body.commit ?? body.branch ?? productionBranch));
    const run = runs.add(newRun(instance, call, { project, commit, body }));
    setImmediate(() => finish(instance, runs, { run, commit }));
    return run;
  };
  api.post('/projects/:project_id/continuous_integration/runs', (call) => ({ ...create(call) }));
  api.get('/projects/:project_id/continuous_integration/runs/:run_id', runOf);
  api.post('/projects/:project_id/ci/run', (call) => {
    const { id, status } = create(call);
    return { run_id: id, status };
  });
  api.get('/projects/:project_id/ci/runs/:run_id', (call) => ({ run: asDeprecatedRun(runOf(call)) }));
}

function newRun(
  instance: Instance,
  call: Call,
  { project, commit, body }: { project: Project; commit: Commit; body: LookerRecord },
): LookerRecord {
  return {
    ci_suite_id: body.suite_id ?? null,
    project_id: project.name,
    status: 'queued',
    title: commit.message,
    trigger_type: 'manual',
    user_id: Number(call.token.userId),
    triggered_by_name: instance.projects.nameOf(call.token.userId),
    execution_id: null,
    result: null,
    git_service_name: project.settings.git_service_name ?? null,
    git_commit_ref: commit.sha,
    git_branch_name: body.branch ?? null,
    git_repository_name: project.name,
    git_target_branch_name: productionBranch,
    run_url: `${instance.origin()}/projects/${project.name}/ci`,
    created_at: instance.clock().toISOString(),
    started_at: null,
    finished_at: null,
    retries: 0,
    crashed_check_count: 0,
    user_attributes: [],
    can: { show: true },
  };
}

async function finish(
  instance: Instance,
  runs: Collection,
  { run, commit }: { run: StoredRecord; commit: Commit },
): Promise<void> {
  runs.change(run.id, { status: 'running', started_at: instance.clock().toISOString() });
  const revision = { projectName: String(run.project_id), tree: commit.tree };
  const viewer = { userId: String(run.user_id), workspaceId: 'production', revision };
  const tree = instance.projects.withImportsOf(commit.tree, viewer);
  const problems = problemsIn(instance, tree);
  const outcomes: DataTestOutcome[] = [];
  for (const test of dataTestsOf(tree)) outcomes.push(await runDataTest(instance, test, viewer));
  const statusOf = (isSound: boolean) => (isSound ? 'passed' : 'failed');
  const areTestsPassed = outcomes.every(({ failed }) => failed === 0);
  runs.change(run.id, {
    status: statusOf(problems.length === 0 && areTestsPassed),
    finished_at: instance.clock().toISOString(),
    result: {
      lookml_result: {
        name: 'lookml',
        status: statusOf(problems.length === 0),
        error_count: problems.length,
        errors: problems.map((found) => ({
          lookml_error: {
            title: found.code,
            detail: found.message,
            model: found.modelName,
            explore: found.exploreName,
            field_name: found.fieldName,
            message: found.message,
            severity: 'error',
            line_number: found.line === null ? null : String(found.line),
            file_path: found.path,
          },
        })),
      },
      assert_result: { name: 'assert', status: statusOf(areTestsPassed), tested: outcomes.map(presentTested) },
    },
  });
}

function presentTested({ test, failed, failures }: DataTestOutcome): LookerRecord {
  const about = { model: test.modelName, explore: test.exploreName, test_name: test.name };
  return {
    model: test.modelName,
    explore: test.exploreName,
    status: failed === 0 ? 'passed' : 'failed',
    error_count: failed,
    errors: failures.map(({ message }) => ({ assert_error: { ...about, message } })),
    success_count: String(failed === 0 ? 1 : 0),
    successes: failed === 0 ? [about] : [],
  };
}

/** The shape of the operations that were replaced. */
function asDeprecatedRun(run: StoredRecord): LookerRecord {
  return {
    run_id: run.id,
    status: run.status,
    title: run.title,
    created_at: run.created_at,
    started_at: run.started_at,
    finished_at: run.finished_at,
    git_service: run.git_service_name,
    git_state: {
      branch: run.git_branch_name,
      repository: run.git_repository_name,
      commit_ref: run.git_commit_ref,
      target: run.git_target_branch_name,
    },
    target_branch: run.git_target_branch_name,
    result: run.result,
  };
}
