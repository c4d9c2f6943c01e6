import { isRecord, type JsonRecord } from '../../../values/is-record.js';
import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolRun } from '../../catalogue/tool.js';
import { answersBrief } from '../../run/brief-answer.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { hidden } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';
import { lookmlTestTasks } from './lookml-test-tasks.js';
import { pdtTasks } from './pdt-tasks.js';
import { projectFileTasks } from './project-file-tasks.js';

const projects: readonly TaskTool[] = [
  {
    name: 'list_projects',
    alsoNamed: ['get_projects'],
    operation: 'all_projects',
    about: 'Lists the LookML projects that the user can see.',
    fields: 'id,name,uses_git,git_production_branch_name,is_example',
    paged: false,
  },
  {
    name: 'get_project',
    operation: 'project',
    about: 'Gets the git and deployment settings of a LookML project.',
    fields:
      'id,name,uses_git,git_remote_url,git_service_name,git_production_branch_name,pull_request_mode,validation_required,allow_warnings,git_release_mgmt_enabled,is_git_dev_locked,has_production_counterpart,dependency_status',
  },
  {
    workspace: 'on_checkout',
    name: 'create_project',
    operation: 'create_project',
    about: 'Creates an empty LookML project.',
    required: ['name'],
    only: ['name'],
    run: answersBrief({
      properties: ['name'],
      record: 'project',
      next: 'Connect git: create_project_deploy_key, then update_project.',
    }),
  },
  {
    workspace: 'on_checkout',
    name: 'update_project',
    operation: 'update_project',
    about: 'Changes the git and deployment settings of a project.',
    hint: 'Before git_remote_url is set, the remote must know the key of get_project_deploy_key.',
    only: [
      'name',
      'git_remote_url',
      'git_service_name',
      'git_production_branch_name',
      'git_username',
      'git_username_user_attribute',
      'git_password_user_attribute',
      'pull_request_mode',
      'validation_required',
      'allow_warnings',
      'git_release_mgmt_enabled',
    ],
    edits: { fields: hidden },
    run: answersBrief({ properties: ['name', 'git_remote_url', 'git_production_branch_name'], record: 'project' }),
  },
  {
    workspace: 'on_checkout',
    name: 'delete_project',
    operation: 'delete_project',
    about: 'Deletes a LookML project with its files and branches in Looker; the remote repository stays.',
    arguments: { confirm: { type: 'boolean', description: 'true: do it.' } },
    run: async (call, { confirm, ...args }) => {
      const { body } = await call.send({
        verb: 'GET',
        path: lookerPath`/projects/${String(args.project_id)}`,
        query: { fields: 'id,name,git_remote_url,has_production_counterpart' },
      });
      if (confirm !== true)
        return refusedResult(
          `This deletes ${JSON.stringify(body)}, and content that is built on its models breaks. Nothing was done: call again with confirm true.`,
        );
      await call.send(call.operationRequest(args));
      return valueResult({ deleted: body });
    },
  },
  {
    workspace: 'production',
    name: 'get_project_manifest',
    operation: 'manifest',
    about: 'Gets the manifest of a project: its imports and locale.',
  },
  {
    name: 'get_project_deploy_key',
    operation: 'git_deploy_key',
    about: 'Gets the public key with which Looker logs in to the git remote of a project.',
  },
  {
    name: 'create_project_deploy_key',
    operation: 'create_git_deploy_key',
    about: 'Creates a key pair for the git remote of a project and answers the public key.',
  },
  {
    workspace: 'production',
    mayActAs: true,
    name: 'validate_project',
    operation: 'validate_project',
    effect: 'read',
    about: 'Checks all LookML of a project: errors and warnings with file and line.',
    edits: { fields: hidden },
    run: async (call, args) => {
      const { body } = await call.send(call.operationRequest(args));
      return valueResult(validationView(body));
    },
  },
  writtenTask({
    name: 'dev_mode',
    effect: 'write',
    title: 'Enter or leave development mode',
    about: 'Chooses whether the calls to come of whoever calls here see LookML in development or in production.',
    arguments: { dev_mode: { type: 'boolean' } },
    required: ['dev_mode'],
    otherNames: { devMode: 'dev_mode' },
    needs: ['session', 'update_session'],
    run: async (call, { dev_mode: isDev }) => {
      const { body } = await call.chooseWorkspace(isDev ? 'dev' : 'production');
      return valueResult({ workspace_id: isRecord(body) ? body.workspace_id : null });
    },
  }),
];

/** What a model needs of a problem, by the name that Looker has for it (`ProjectError`). */
const PROBLEM = {
  severity: 'severity',
  kind: 'kind',
  message: 'message',
  file: 'file_path',
  line: 'line_number',
  model: 'model_id',
  explore: 'explore',
  field: 'field_name',
} as const;

/** Errors first, and of each what it takes to find and mend it (Looker `ProjectValidation`). */
function validationView(body: unknown) {
  const found = isRecord(body) && Array.isArray(body.errors) ? body.errors.filter(isRecord) : [];
  const isError = ({ severity }: JsonRecord) => severity !== 'warning' && severity !== 'info';
  const view = (problem: JsonRecord) =>
    Object.fromEntries(
      Object.entries(PROBLEM).flatMap(([name, given]) =>
        (problem[given] ?? '') === '' ? [] : [[name, problem[given]]],
      ),
    );
  const [errors, warnings] = [found.filter(isError), found.filter((one) => !isError(one))];
  const problems = [...errors, ...warnings].map(view);
  return { valid: errors.length === 0, errors: errors.length, warnings: warnings.length, problems };
}

const DATAGROUP = ['name', 'model_name', 'stale_before', 'triggered_at', 'trigger_error'];

/** Looker operation `update_datagroup`, with the present moment in UNIX seconds as Looker wants it. */
const setsNow =
  (property: 'stale_before' | 'triggered_at'): ToolRun =>
  async (call, args) => {
    const at = Math.floor(Date.now() / 1000);
    const path = lookerPath`/datagroups/${String(args.datagroup_id)}`;
    const { body } = await call.send({ verb: 'PATCH', path, query: {}, body: { [property]: at } });
    const record = isRecord(body) ? body : {};
    return valueResult(Object.fromEntries(['id', ...DATAGROUP].map((name) => [name, record[name] ?? null])));
  };

const datagroups: readonly TaskTool[] = [
  {
    name: 'list_datagroups',
    operation: 'all_datagroups',
    about: 'Lists datagroups: what decides how long results and derived tables are kept.',
    paged: false,
  },
  { name: 'get_datagroup', operation: 'datagroup', about: 'Gets a datagroup.', hint: 'Ids: list_datagroups.' },
  {
    name: 'reset_datagroup',
    operation: 'update_datagroup',
    effect: 'write',
    about: 'Marks all cached results of a datagroup as stale: the next queries go to the database.',
    only: [],
    run: setsNow('stale_before'),
  },
  {
    name: 'trigger_datagroup',
    operation: 'update_datagroup',
    effect: 'write',
    about: 'Triggers a datagroup: its derived tables are rebuilt, and what waits for it is sent.',
    only: [],
    run: setsNow('triggered_at'),
  },
];

export const modelingTasks = taskGroup('modeling', [
  ...projects,
  ...projectFileTasks,
  ...lookmlTestTasks,
  ...datagroups,
  ...pdtTasks,
]);
