import { isRecord, type JsonRecord } from '../../../../values/is-record.js';
import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import { withoutNulls } from '../../../run/deleted-answer.js';
import { recordsOf } from '../../../run/list-answer.js';
import { linkTo } from '../../../run/looker-links.js';
import { findRecordId } from '../../../run/record-id.js';
import { valueResult } from '../../../run/tool-answer.js';
import { described, hidden } from '../../../schema/argument-edit.js';
import { lookerPath } from '../../../schema/path-segment.js';

const BRIEF = 'id,title,status,git_branch_name,git_commit_ref,created_at,started_at,finished_at,run_url';

/** Runs of continuous integration. */
export const ciRunTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'list_project_ci_runs',
    about: "Tells where the CI runs of a project are listed. Looker's API has one run by its id, and no list.",
    hint: 'One: get_project_ci_run. A new one: trigger_project_ci_run.',
    arguments: { project_id: { type: 'string' } },
    required: ['project_id'],
    needs: ['project'],
    paged: false,
    run: async (call, { project_id: id }) => {
      await call.send({ verb: 'GET', path: lookerPath`/projects/${id}`, query: { fields: 'id' } });
      return valueResult({
        project_id: id,
        url: `${linkTo(call, 'project', id)}/ci`,
        note: "Not listed: Looker's API answers a run by its id alone. At url people see all runs; the id of each is in its address.",
        next: 'Pass a run_id to get_project_ci_run, or begin a run with trigger_project_ci_run.',
      });
    },
  }),
  {
    name: 'get_project_ci_run',
    operation: 'get_continuous_integration_run',
    about: 'Gets the status of a CI run, and what it found wrong.',
    hint: 'Ids come from trigger_project_ci_run. Until it has finished ask again.',
    fields: `${BRIEF},crashed_check_count,result`,
    edits: { fields: hidden },
    run: async (call, args) => {
      const { body } = await call.send(call.operationRequest(args));
      const checks = isRecord(body) && isRecord(body.result) ? Object.values(body.result).filter(isRecord) : [];
      return valueResult({ ...withoutNulls(body, BRIEF), ...(checks.length > 0 && { checks: checks.map(checkView) }) });
    },
  },
  {
    name: 'trigger_project_ci_run',
    operation: 'create_continuous_integration_run',
    effect: 'write',
    adds: true,
    about: 'Begins a CI run of a project: on production, or on a branch or commit.',
    hint: 'Then get_project_ci_run.',
    required: ['suite_id'],
    only: ['suite_id', 'branch', 'commit'],
    fields: BRIEF,
    edits: {
      fields: hidden,
      suite_id: described('Of the CI suite, from its address in Looker.'),
      branch: described('Default: production.'),
      commit: described(''),
    },
    run: async (call, args) => {
      const { body } = await call.send(call.operationRequest(args));
      const id = findRecordId(body);
      const next = `get_project_ci_run with run_id ${id}, until it has finished.`;
      return { ...valueResult({ ...withoutNulls(body, BRIEF), next }), ...(id !== undefined && { recordId: id }) };
    },
  },
];

const ERRORS_SHOWN_MAX = 20;

/** A check of a run: how it ended, and its errors. */
function checkView(check: JsonRecord): JsonRecord {
  const tested = recordsOf(check.tested);
  const errors = [check, ...tested].flatMap(({ errors: found }) => recordsOf(found)).map(errorView);
  const shown = errors.slice(0, ERRORS_SHOWN_MAX);
  const { name, status } = check;
  const counts = errors.length > shown.length ? { error_count: errors.length } : {};
  return { name, status, ...counts, ...(errors.length > 0 && { errors: shown }) };
}

/** `{lookml_error: {…}}`, `{assert_error: {…}}` and the like. */
function errorView(error: JsonRecord): JsonRecord {
  const [inner] = Object.values(error).filter(isRecord);
  return withoutNulls(inner ?? error, 'model,explore,field_name,test_name,file_path,line_number,message');
}
