import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { described, hidden } from '../../schema/argument-edit.js';

const suiteRun = {
  fields: hidden,
  branch: described('Default: production.'),
  commit: described('Default: production.'),
};

export const lookmlTestTools: readonly ResourceTools[] = [
  {
    resource: 'lookml_tests',
    tags: ['lookml_tests', 'lookml', 'projects'],
    tools: [
      {
        operation: 'all_lookml_tests',
        method: 'list',
        about: 'Lists the data tests of a LookML project.',
        hint: 'Run them with looker_lookml_tests_run.',
        edits: { file_id: described('Only tests of this file.') },
      },
      {
        operation: 'run_lookml_test',
        method: 'run',
        title: 'Run LookML tests',
        effect: 'write',
        adds: true,
        about: 'Runs the data tests of a LookML project against its database; all, or of a file, model or name.',
        hint: 'Names: list_all_looker_lookml_tests. For the syntax use looker_projects_validate.',
        edits: { file_id: described('Only tests of this file.') },
      },
    ],
  },
  {
    resource: 'continuous_integration_runs',
    tags: ['continuous_integration_runs', 'continuous_integration', 'projects'],
    tools: [
      {
        operation: 'create_continuous_integration_run',
        method: 'create',
        about: 'Queues a run of a continuous integration suite of a project.',
        hint: 'Then get_single_looker_continuous_integration_run_by_id until it has finished.',
        required: ['suite_id'],
        edits: {
          ...suiteRun,
          user_attributes: described('User attribute values for this run.', {
            type: 'array',
            items: {
              type: 'object',
              properties: { name: { type: 'string' }, value: { type: 'string' } },
              required: ['name', 'value'],
              additionalProperties: false,
            },
          }),
        },
      },
      {
        operation: 'get_continuous_integration_run',
        method: 'get',
        about: 'Gets status and results of a continuous integration run.',
        hint: 'Ids come from create_a_looker_continuous_integration_run.',
        fields:
          'id,title,status,git_branch_name,git_commit_ref,created_at,started_at,finished_at,run_url,crashed_check_count,result',
      },
    ],
  },
  {
    resource: 'ci_runs',
    tags: ['ci_runs', 'continuous_integration', 'projects'],
    tools: [
      {
        operation: 'create_ci_run',
        method: 'create',
        title: 'Create a CI run (old)',
        hidden: 'deprecated',
        about: 'Queues a run of a continuous integration suite.',
        hint: 'Replaced by create_a_looker_continuous_integration_run.',
        required: ['suite_id'],
        edits: suiteRun,
      },
      {
        operation: 'get_ci_run',
        method: 'get',
        title: 'Get a CI run (old)',
        hidden: 'deprecated',
        about: 'Gets status and results of a continuous integration run.',
        hint: 'Replaced by get_single_looker_continuous_integration_run_by_id.',
        edits: { fields: hidden },
      },
    ],
  },
];
