import { isRecord } from '../../../values/is-record.js';
import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import { valueResult } from '../../run/tool-answer.js';
import { described } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';

const onBranch = { workspace: 'production', mayActAs: true } as const;
const SECONDS_MAX = 1_800;

/** What came of a test: how many of its assertions failed, and which ones (Looker `LookmlTestResult`). */
function testView(result: Readonly<Record<string, unknown>>) {
  const {
    model_name: model,
    test_name: test,
    success,
    assertions_count: assertions,
    assertions_failed: failed,
  } = result;
  const listOf = (value: unknown) => (Array.isArray(value) ? value.filter(isRecord) : []);
  const view = ({ message, file_path: file, line_number: line }: Readonly<Record<string, unknown>>) => ({
    message,
    ...(file != null && { file }),
    ...(line != null && { line }),
  });
  const [errors, warnings] = [listOf(result.errors).map(view), listOf(result.warnings).map(view)];
  return {
    ...{ model, test, success, assertions, failed },
    ...(errors.length > 0 && { errors }),
    ...(warnings.length > 0 && { warnings }),
  };
}

export const lookmlTestTasks: readonly TaskTool[] = [
  {
    ...onBranch,
    name: 'list_lookml_tests',
    alsoNamed: ['get_lookml_tests'],
    operation: 'all_lookml_tests',
    about: 'Lists the data tests of a LookML project.',
    hint: 'Run them with run_lookml_tests.',
    paged: false,
    edits: { file_id: described('Only tests of this file.') },
  },
  writtenTask({
    ...onBranch,
    name: 'run_lookml_tests',
    title: 'Run LookML data tests',
    effect: 'read',
    about: 'Runs data tests of a LookML project against its database, and tells of each which assertions failed.',
    arguments: {
      project_id: { type: 'string' },
      model: { type: 'string' },
      test: { type: 'string', description: 'Name of one test.' },
      file_id: { type: 'string', description: 'Only tests of this file.' },
      timeout: {
        type: 'integer',
        minimum: 1,
        maximum: SECONDS_MAX,
        description: 'Seconds; as many as the server allows unless given.',
      },
    },
    required: ['project_id'],
    needs: ['run_lookml_test'],
    run: async (call, { project_id: projectId, model, test, file_id: fileId, timeout = SECONDS_MAX }) => {
      const query = {
        ...(model !== undefined && { model }),
        ...(test !== undefined && { test }),
        ...(fileId !== undefined && { file_id: fileId }),
      };
      call.progress({ done: 0, message: 'The data tests run in Looker.' });
      const { body } = await call.send({
        verb: 'GET',
        path: lookerPath`/projects/${projectId}/lookml_tests/run`,
        query,
        answerWithinMs: Math.min(timeout * 1000, call.limits.timeMs),
      });
      const tests = (Array.isArray(body) ? body.filter(isRecord) : []).map(testView);
      const failed = tests.filter(({ success }) => success !== true);
      const passed = tests.length - failed.length;
      return valueResult({
        success: failed.length === 0,
        passed,
        failed: failed.length,
        tests: [...failed, ...tests.filter((one) => !failed.includes(one))],
      });
    },
  }),
];
