import { isRecord } from '../../../values/is-record.js';
import { type TaskTool, taskGroup } from '../../catalogue/task-tool.js';
import type { Args, ToolCall, ToolRun } from '../../catalogue/tool.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { bareString, described } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';

/** Of the user as whom the call is made, on what they have checked out: their own development mode. */
const ofUser = { workspace: 'on_checkout', mayActAs: true } as const;
const branchName = { branch: 'branch_name' };
const remote = { remote_url: described('Remote dependency to test. Default: the project itself.') };
const confirm = {
  confirm: { type: 'boolean', description: 'true: do it. Else it tells what would be lost.' },
} as const;

/** What of a branch is worth telling (Looker `GitBranch`). */
function branchView(body: unknown) {
  const { name, ref, ahead_count: ahead, behind_count: behind, ...rest } = isRecord(body) ? body : {};
  const kinds = ['is_production', 'personal', 'readonly'].filter((kind) => rest[kind] === true);
  const error = typeof rest.error === 'string' ? { error: rest.error } : {};
  return { name, ref, ahead, behind, ...(kinds.length > 0 && { is: kinds }), ...error };
}

const answersBranch =
  (next?: string): ToolRun =>
  async (call, args) => {
    const { body } = await call.send(call.operationRequest(args));
    return valueResult({ ...branchView(body), ...(next !== undefined && { next }) });
  };

const answersBranches: ToolRun = async (call, args) => {
  const { body } = await call.send(call.operationRequest(args));
  const branches = Array.isArray(body) ? body.map(branchView) : [];
  return valueResult(branches, branches.length);
};

/** What is checked out, and how it stands to the remote and to production. */
async function currentBranch(call: ToolCall, projectId: string) {
  const path = lookerPath`/projects/${projectId}/git_branch`;
  return branchView((await call.send({ verb: 'GET', path, query: {} })).body);
}

/** Resets lose work for good: they are done once their caller says so, having seen what would be lost. */
const onceConfirmed =
  (what: string): ToolRun =>
  async (call, args) => {
    const { confirm: isConfirmed, ...given } = args;
    const projectId = String(given.project_id);
    if (isConfirmed !== true) {
      const before = await currentBranch(call, projectId);
      return refusedResult(
        `${what} Uncommitted changes and commits that are nowhere else are lost. Checked out now: ${JSON.stringify(before)}. Nothing was done: call again with confirm true.`,
      );
    }
    await call.send(call.operationRequest(given));
    return valueResult({ done: true, now: await currentBranch(call, projectId), next: 'Check with validate_project.' });
  };

const answersDone =
  (text: (args: Args) => Readonly<Record<string, unknown>>): ToolRun =>
  async (call, args) => {
    await call.send(call.operationRequest(args));
    return valueResult(text(args));
  };

const branches: readonly TaskTool[] = [
  {
    ...ofUser,
    name: 'get_git_branch',
    operation: 'git_branch',
    about: 'Gets the git branch that the user has checked out in a project.',
    run: answersBranch(),
  },
  {
    ...ofUser,
    name: 'list_git_branches',
    operation: 'all_git_branches',
    about: 'Lists the git branches of a project.',
    paged: false,
    run: answersBranches,
  },
  {
    ...ofUser,
    name: 'get_git_branch_by_name',
    operation: 'find_git_branch',
    about: 'Gets a git branch: its commit, how far ahead and behind.',
    otherNames: branchName,
    run: answersBranch(),
  },
  {
    ...ofUser,
    name: 'create_git_branch',
    operation: 'create_git_branch',
    openWorld: true,
    about: 'Creates a git branch and checks it out.',
    required: ['branch_name'],
    bodyNames: { name: 'branch_name' },
    otherNames: branchName,
    edits: { branch_name: bareString, ref: described('Where it starts. Default: what is checked out.') },
    run: answersBranch('Change files with update_file, check with validate_project.'),
  },
  {
    ...ofUser,
    name: 'switch_git_branch',
    operation: 'update_git_branch',
    effect: 'write',
    about: 'Checks out a git branch; the user stays on it. For one call alone give the branch to that call.',
    required: ['branch_name'],
    only: ['branch_name'],
    bodyNames: { name: 'branch_name' },
    otherNames: branchName,
    edits: { branch_name: bareString },
    run: answersBranch(),
  },
  {
    ...ofUser,
    name: 'update_git_branch',
    operation: 'update_git_branch',
    effect: 'destructive',
    openWorld: true,
    title: 'Reset a git branch to a ref',
    about: 'Resets a git branch hard to another branch, tag or commit, in the remote repository too.',
    required: ['branch_name', 'ref'],
    bodyNames: { name: 'branch_name' },
    otherNames: branchName,
    edits: { branch_name: bareString, ref: described('Branch, tag or commit.') },
    arguments: confirm,
    run: onceConfirmed('This resets the branch to another ref, in the remote repository too.'),
  },
  {
    ...ofUser,
    name: 'delete_git_branch',
    operation: 'delete_git_branch',
    openWorld: true,
    about: 'Deletes a git branch, in Looker and in the remote repository.',
    hint: 'A branch that is checked out cannot be deleted: first switch_git_branch.',
    otherNames: branchName,
    run: answersDone(({ branch_name: name }) => ({ deleted: name })),
  },
  {
    ...ofUser,
    name: 'reset_to_production',
    operation: 'reset_project_to_production',
    effect: 'destructive',
    about: 'Resets what is checked out to the LookML in production.',
    arguments: confirm,
    run: onceConfirmed('This resets what is checked out to production.'),
  },
  {
    ...ofUser,
    name: 'reset_git_branch_to_remote',
    operation: 'reset_project_to_remote',
    effect: 'destructive',
    about: 'Resets the branch that is checked out to its remote.',
    arguments: confirm,
    run: onceConfirmed('This resets what is checked out to its remote branch.'),
  },
  {
    mayActAs: true,
    name: 'deploy_to_production',
    operation: 'deploy_ref_to_production',
    effect: 'write',
    openWorld: true,
    about: 'Deploys a remote branch, commit or tag to production, for all users.',
    hint: 'First validate_project and run_lookml_tests on the branch.',
    requiredGroups: [['branch', 'ref']],
    edits: { branch: described('Remote branch. This or ref.'), ref: described('Commit or tag. This or branch.') },
    run: answersDone(({ project_id: project, branch, ref }) => ({ deployed: branch ?? ref, project })),
  },
];

const connections: readonly TaskTool[] = [
  {
    name: 'get_git_deploy_key',
    operation: 'git_deploy_key',
    about: 'Gets the public key with which Looker logs in to the git remote of a project.',
    hint: 'Without one: create_git_deploy_key.',
  },
  {
    name: 'create_git_deploy_key',
    operation: 'create_git_deploy_key',
    about: 'Creates a key pair for the git remote of a project and answers the public key, for the remote to be told.',
    hint: 'Then set git_remote_url with update_project.',
  },
  {
    name: 'list_git_connection_tests',
    operation: 'all_git_connection_tests',
    about: 'Lists the tests of the git connection of a project, in the order in which they are to run.',
    hint: 'Run each with run_git_connection_test.',
    paged: false,
    edits: remote,
  },
  {
    name: 'run_git_connection_test',
    operation: 'run_git_connection_test',
    effect: 'write',
    adds: true,
    openWorld: true,
    about: 'Runs one test against the git remote of a project.',
    edits: { ...remote, use_production: described('"true": with the credentials of production.') },
  },
];

export const gitTasks = taskGroup('git', [...branches, ...connections]);
