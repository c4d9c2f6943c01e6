import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { described } from '../../schema/argument-edit.js';

const remoteUrl = { remote_url: described('Remote dependency to test. Default: the project itself.') };

export const projectGitTools: readonly ResourceTools[] = [
  {
    resource: 'git_branches',
    singular: 'git_branch',
    tags: ['git_branches', 'git', 'projects'],
    tools: [
      {
        operation: 'all_git_branches',
        method: 'list',
        about: 'Lists the git branches of a project.',
        hint: 'Switch with looker_git_branches_checkout.',
      },
      {
        operation: 'find_git_branch',
        method: 'get',
        about: 'Gets a git branch of a project by name: its commit, how far ahead and behind.',
        hint: 'To change to another branch use looker_git_branches_checkout.',
      },
      {
        operation: 'git_branch',
        method: 'current',
        effect: 'read',
        title: 'Get the current git branch',
        about: 'Gets the git branch that is checked out.',
        hint: 'Look here before changing files.',
      },
      {
        operation: 'create_git_branch',
        method: 'create',
        openWorld: true,
        about: 'Creates a git branch and checks it out. Needs development mode.',
        hint: 'Then change files: update_a_looker_project_file_by_id.',
        required: ['name'],
        edits: {
          name: described('Name of the new branch.'),
          ref: described('Branch, tag or commit to start from. Default: the current branch.'),
        },
      },
      {
        operation: 'update_git_branch',
        method: 'checkout',
        effect: 'destructive',
        openWorld: true,
        title: 'Check out or reset a git branch',
        about: 'Checks out a git branch. With ref also resets it hard: changes and commits can be lost for good.',
        hint: 'Needs development mode. To switch only, send name alone, after looker_projects_commit.',
        requiredGroups: [['name', 'ref']],
        edits: {
          name: described('Branch to check out.'),
          ref: described('Branch, tag or commit to reset it to; the remote is overwritten too.'),
        },
      },
      {
        operation: 'delete_git_branch',
        method: 'delete',
        openWorld: true,
        about: 'Deletes a git branch, in Looker and in the remote repository.',
        hint: 'Check with get_single_looker_git_branch_by_id that it is merged.',
      },
    ],
  },
  {
    resource: 'git_deploy_keys',
    tags: ['git_deploy_keys', 'git', 'projects'],
    tools: [
      {
        operation: 'git_deploy_key',
        method: 'get',
        about: 'Gets the public key with which Looker logs in to the git remote of a project.',
        hint: 'Without one: create_a_looker_git_deploy_key.',
      },
      {
        operation: 'create_git_deploy_key',
        method: 'create',
        about: 'Creates a key pair for the git remote of a project and answers the public key.',
        hint: 'Add it to the remote repository, then set git_remote_url: update_a_looker_project_by_id.',
      },
    ],
  },
  {
    resource: 'git_connection_tests',
    tags: ['git_connection_tests', 'git', 'projects'],
    tools: [
      {
        operation: 'all_git_connection_tests',
        method: 'list',
        about: 'Lists the tests of the git connection of a project.',
        hint: 'Run each in this order with looker_git_connection_tests_run.',
        edits: remoteUrl,
      },
      {
        operation: 'run_git_connection_test',
        method: 'run',
        effect: 'write',
        adds: true,
        openWorld: true,
        about: 'Runs one test against the git remote of a project.',
        hint: 'Ids come from list_all_looker_git_connection_tests.',
        edits: { ...remoteUrl, use_production: described('"true": with the credentials of production.') },
      },
    ],
  },
  {
    resource: 'git_diagnostic_reports',
    tags: ['git_diagnostic_reports', 'git', 'projects'],
    tools: [
      {
        operation: 'create_git_diagnostic_report',
        method: 'create',
        openWorld: true,
        about: 'Starts a diagnosis of the git setup of a project.',
        hint: 'Then get_single_looker_git_diagnostic_report_by_id.',
      },
      {
        operation: 'get_git_diagnostic_report',
        method: 'get',
        about: 'Gets the state and the issues of a git diagnosis.',
        hint: 'Repair them with looker_git_diagnostic_reports_repair.',
      },
      {
        operation: 'repair_git_diagnostic_report',
        method: 'repair',
        effect: 'write',
        openWorld: true,
        title: 'Repair git issues',
        about: 'Repairs the issues that a git diagnosis found.',
        hint: 'Read them first: get_single_looker_git_diagnostic_report_by_id.',
      },
    ],
  },
  {
    resource: 'repository_credentials',
    tags: ['repository_credentials', 'git', 'projects'],
    tools: [
      {
        operation: 'get_all_repository_credentials',
        method: 'list',
        about: 'Lists the git credentials for the remote imports of a project, without passwords.',
        hint: 'Imports: looker_projects_manifest.',
      },
      {
        operation: 'update_repository_credential',
        method: 'update',
        about: 'Sets user name or public key for a remote import of a project. Admins only.',
        hint: 'A password is set in Looker.',
      },
      {
        operation: 'delete_repository_credential',
        method: 'delete',
        about: 'Deletes the git credential for a remote import of a project. Admins only.',
        hint: 'Ids: list_all_looker_repository_credentials.',
      },
    ],
  },
];
