import { isRecord } from '../../../../values/is-record.js';
import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { withoutNulls } from '../../../run/deleted-answer.js';
import { recordsOf } from '../../../run/list-answer.js';
import { linkTo } from '../../../run/looker-links.js';
import { refusedResult } from '../../../run/tool-result.js';
import { dry_run, StepRefused, takeSteps, type WorkflowStep } from '../../../run/workflow-steps.js';
import { lookerPath } from '../../../schema/path-segment.js';
import { isAbsent } from './connection-workflow.js';

const CREATE = 'Create the project';
const KEY = 'Create its deploy key';
const CONNECT = 'Connect it with the git remote';

export const projectWorkflows: readonly TaskTool[] = [
  writtenTask({
    workspace: 'on_checkout',
    name: 'bootstrap_lookml_project',
    effect: 'write',
    adds: true,
    openWorld: true,
    about: 'Creates a LookML project, its deploy key, and connects it with a git remote.',
    hint: 'Looker connects only once the remote knows the key of the answer; then update_project does the rest.',
    arguments: {
      name: { type: 'string', description: 'Letters, digits, "_" and "-".' },
      git_remote_url: { type: 'string', description: 'E.g. "git@github.com:acme/looker.git".' },
      git_service_name: { type: 'string', default: 'github', description: 'Host of the remote.' },
      git_production_branch_name: { type: 'string', description: 'Default: that of the remote.' },
      pull_request_mode: {
        type: 'string',
        enum: ['off', 'links', 'recommended', 'required'],
        default: 'links',
        description: 'Whether changes take pull requests.',
      },
      dry_run,
    },
    required: ['name', 'git_remote_url'],
    needs: ['project', 'create_project', 'create_git_deploy_key', 'update_project'],
    run: async (call, { dry_run: isDry, name, ...git }) => {
      const path = lookerPath`/projects/${name}`;
      if (!(await isAbsent(call, path)))
        return refusedResult(`There is a project ${name} already: change it with update_project. Nothing was done.`);
      const { git_service_name = 'github', pull_request_mode = 'links' } = git;
      const usesKey = !git.git_remote_url.startsWith('https://');
      let publicKey: unknown;
      const makeKey = async () => {
        publicKey = (await call.send({ verb: 'POST', path: `${path}/git/deploy_key`, query: {} })).body;
      };
      const body = { ...git, git_service_name, pull_request_mode };
      const steps: WorkflowStep[] = [
        { step: CREATE, work: () => call.send({ verb: 'POST', path: '/projects', query: {}, body: { name } }) },
        ...(usesKey ? [{ step: KEY, after: CREATE, work: makeKey }] : []),
        {
          ...{ step: CONNECT, after: usesKey ? KEY : CREATE },
          work: () => call.send({ verb: 'PATCH', path, query: {}, body }),
        },
      ];
      return takeSteps(
        {
          steps,
          affects: { project: name, git_remote_url: git.git_remote_url },
          answer: ({ done }) => ({
            ...(done.includes(CREATE) && { project_id: name, url: linkTo(call, 'project', name) }),
            ...(publicKey !== undefined && { deploy_key: publicKey }),
            next: done.includes(CONNECT)
              ? 'Add files with create_file, or deploy_lookml_changes.'
              : 'Add deploy_key to the remote with write access, then set git_remote_url with update_project.',
          }),
        },
        isDry,
      );
    },
  }),
  writtenTask({
    workspace: 'on_checkout',
    mayActAs: true,
    name: 'deploy_lookml_changes',
    effect: 'write',
    openWorld: true,
    about:
      'Writes files on the branch that is checked out, validates, commits them and deploys the branch to production, for all users.',
    hint: 'First see with dry_run which branch that is. With errors nothing is committed or deployed.',
    arguments: {
      project_id: { type: 'string' },
      files: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'Whole texts by path: {"views/orders.view.lkml": "view: …"}.',
      },
      validate: { type: 'boolean', default: true, description: 'false: deploy without validation.' },
      dry_run,
    },
    required: ['project_id', 'files'],
    needs: [
      ...['git_branch', 'all_project_files', 'create_project_file', 'update_project_file', 'validate_project'],
      ...['commit_project', 'deploy_to_production'],
    ],
    run: async (call, { project_id: id, files, validate = true, dry_run: isDry }) => {
      const paths = Object.keys(files);
      if (paths.length === 0) return refusedResult('files is empty: there is nothing to deploy.');
      const path = lookerPath`/projects/${id}`;
      const checkout = await checkoutOf(call, path);
      const write = (file: string) => ({
        step: `${checkout.files.includes(file) ? 'Replace' : 'Create'} ${file}`,
        work: () =>
          call.send({
            verb: checkout.files.includes(file) ? 'PUT' : 'POST',
            ...{ path: `${path}/files`, query: {}, body: { path: file, content: files[file] } },
          }),
      });
      const writes = paths.map(write);
      let problems: readonly unknown[] = [];
      const check = async () => {
        const { body } = await call.send({ verb: 'POST', path: `${path}/validate`, query: {} });
        problems = errorsOf(body);
        if (problems.length > 0) throw new StepRefused('The LookML has errors, which the answer names.');
      };
      const commit = () => {
        const message = `Change ${paths.join(', ')}`.slice(0, MESSAGE_CHARACTERS_MAX);
        return call.send({ verb: 'POST', path: `${path}/commit`, query: {}, body: { files: paths, message } });
      };
      const deploy = () => call.send({ verb: 'POST', path: `${path}/deploy_to_production`, query: {} });
      const plan = {
        affects: { project: id, branch: checkout.branch, deployed_to: 'all users', ...checkout.also },
        next: 'The files stand uncommitted on the branch. Mend them, and call again; or take them back with rollback_to_production.',
      };
      const last = [
        { step: COMMIT, work: commit },
        { step: DEPLOY, after: COMMIT, work: deploy },
      ];
      const first = [...writes, ...(validate ? [{ step: VALIDATE, work: check }] : [])];
      if (isDry === true) return takeSteps({ steps: [...first, ...last], affects: plan.affects }, true);
      // Each needs all before it: what is half written is not to be deployed.
      const chained = [...first, ...last].map(({ step, work }, index, all) => ({
        ...{ step, work },
        ...(index > 0 && { after: all[index - 1]?.step ?? '' }),
      }));
      return takeSteps(
        {
          ...{ steps: chained, affects: plan.affects },
          answer: ({ done, isComplete }) => ({
            ...(problems.length > 0 && { problems }),
            ...(!isComplete && done.length > 0 && { next: plan.next }),
          }),
        },
        false,
      );
    },
  }),
  writtenTask({
    workspace: 'on_checkout',
    mayActAs: true,
    name: 'rollback_to_production',
    effect: 'destructive',
    about:
      'Resets the branch that is checked out to production: its commits and uncommitted changes are lost. Production stays.',
    arguments: {
      project_id: { type: 'string' },
      confirm: { type: 'boolean', default: false, description: 'true: do it.' },
      dry_run,
    },
    required: ['project_id'],
    needs: ['git_branch', 'all_project_files', 'reset_project_to_production'],
    run: async (call, { project_id: id, confirm, dry_run: isDry }) => {
      const path = lookerPath`/projects/${id}`;
      const { branch, also } = await checkoutOf(call, path);
      const affects = { project: id, branch, ...also };
      if (isDry !== true && confirm !== true)
        return refusedResult(
          `This would lose what is not in production: ${JSON.stringify(affects)}. Nothing was done: call again with confirm true.`,
        );
      const reset = () => call.send({ verb: 'POST', path: `${path}/reset_to_production`, query: {} });
      return takeSteps(
        { steps: [{ step: `Reset ${String(branch.name)} to production`, work: reset }], affects },
        isDry,
      );
    },
  }),
];

const VALIDATE = 'Validate the project';
const COMMIT = 'Commit the files';
const DEPLOY = 'Deploy to production';
const MESSAGE_CHARACTERS_MAX = 200;
const PROBLEMS_SHOWN_MAX = 20;

/** What a user has checked out: the branch, its files, and those that are not committed. */
async function checkoutOf(call: ToolCall, path: string) {
  const [branch, listed] = await Promise.all([
    call.send({ verb: 'GET', path: `${path}/git_branch`, query: {} }),
    call.send({ verb: 'GET', path: `${path}/files`, query: { fields: 'id,path,git_status' } }),
  ]);
  const files = recordsOf(listed.body);
  const uncommitted = files
    .filter((file) => isRecord(file.git_status) && file.git_status.action)
    .map((file) => file.path);
  return {
    branch: withoutNulls(branch.body, 'name,ahead_count,behind_count'),
    files: files.map((file) => String(file.path ?? file.id)),
    also: uncommitted.length > 0 ? { uncommitted_files: uncommitted } : {},
  };
}

function errorsOf(body: unknown): readonly unknown[] {
  const found = isRecord(body) ? recordsOf(body.errors) : [];
  const errors = found.filter(({ severity }) => severity !== 'warning' && severity !== 'info');
  return errors
    .slice(0, PROBLEMS_SHOWN_MAX)
    .map((error) => withoutNulls(error, 'message,file_path,line_number,model_id,explore,field_name'));
}
