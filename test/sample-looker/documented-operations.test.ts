import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';
import { filledPath, operations, shapeProblems } from './looker-operations.js';

/** What this instance has no route for. */
const unanswered: string[] = [
  'activate_app_user',
  'all_git_branches',
  'all_git_connection_tests',
  'all_lookml_tests',
  'all_oauth_client_apps',
  'all_project_files',
  'api_spec',
  'async_deploy_ref_to_production',
  'async_deploy_status',
  'create_ci_run',
  'create_continuous_integration_run',
  'create_dashboard_element_render_task',
  'create_dashboard_render_task',
  'create_git_branch',
  'create_git_deploy_key',
  'create_git_diagnostic_report',
  'create_look_render_task',
  'create_lookml_model',
  'create_project',
  'create_query_render_task',
  'deactivate_app_user',
  'delete_git_branch',
  'delete_lookml_model',
  'delete_oauth_client_app',
  'delete_repository_credential',
  'deploy_ref_to_production',
  'deploy_to_production',
  'find_git_branch',
  'get_all_repository_credentials',
  'get_ci_run',
  'get_continuous_integration_run',
  'get_git_diagnostic_report',
  'git_branch',
  'git_deploy_key',
  'invalidate_tokens',
  'lock_all',
  'manifest',
  'oauth_client_app',
  'project_file',
  'project_validation_results',
  'project_workspace',
  'register_oauth_client_app',
  'render_task',
  'render_task_results',
  'repair_git_diagnostic_report',
  'reset_project_to_production',
  'reset_project_to_remote',
  'run_git_connection_test',
  'run_lookml_test',
  'tag_ref',
  'update_git_branch',
  'update_lookml_model',
  'update_oauth_client_app',
  'update_project',
  'update_repository_credential',
  'validate_project',
];

/** Their records are not of the documented type in everything. */
const untypedTags = ['Project', 'Workspace'];

/** What needs no token. */
const open = ['login', 'versions'];

/** Records that every instance begins with, by the parameter that names them. */
const seeded: Record<string, string> = {
  ...{ dashboard_id: '42', look_id: '1', folder_id: '14', space_id: '15', board_id: '1', query_id: '1' },
  ...{ model_name: 'ecommerce', lookml_model_name: 'ecommerce', model: 'ecommerce', explore_name: 'orders' },
  ...{ view: 'orders', view_name: 'orders', field_name: 'orders.status', slug: 'sampleQuery00000000001' },
  ...{ connection_name: 'sample_warehouse', content_metadata_id: '14', namespace: 'sample_extension' },
  ...{ collection_id: 'looker', integration_id: '1::sample_chat', legacy_feature_id: 'legacy_table_vis' },
  ...{ project_id: 'sample_shop', workspace_id: 'dev', dashboard_element_id: '130', result_format: 'json' },
  ...{ type: 'dashboard', resource_id: '42', terms: 'order', pattern: 'a%', lookml_dashboard_id: '42' },
  ...{ credential_type: 'email', credential_id: 'sam.sample@example.com' },
};
const queries: Record<string, string> = {
  all_content_metadatas: '?parent_id=1',
  artifact: '?key=preferences',
  artifact_value: '?key=preferences',
};
const paths: Record<string, string> = {
  user_credentials_google: '/users/6/credentials_google',
  user_credentials_saml: '/users/11/credentials_saml',
  all_user_credentials_embeds: '/users/12/credentials_embed',
  user_credentials_embed: '/users/12/credentials_embed/1',
};

describe('every operation that Looker documents', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  it('is answered by a route of its own, and by none without a token', async () => {
    const missing: string[] = [];
    const withoutToken: string[] = [];
    for (const { id, verb, path } of operations) {
      const { status } = await fetch(`${looker.baseUrl}/api/4.0${filledPath(path, () => 'zz')}`, { method: verb });
      const route = looker.requests.at(-1)?.route?.replace(/:\w+|\*$/g, '{}');
      if (route !== `/api/4.0${path.replace(/\{\w+\}/g, '{}')}`) missing.push(id);
      else if (status !== 401) withoutToken.push(id);
    }
    expect(operations).toHaveLength(483);
    expect(missing.sort()).toEqual(unanswered);
    expect(withoutToken.sort()).toEqual(open);
  });

  it('that reads answers in the documented type', async () => {
    const reading = operations.filter(({ verb, tag }) => verb === 'GET' && !untypedTags.includes(tag));
    const problems: Record<string, string[]> = {};
    let compared = 0;
    for (const { id, path, responseType } of reading) {
      const filled = paths[id] ?? filledPath(path, (name) => seeded[name] ?? '1');
      const { status, body } = await client.call('GET', `${filled}${queries[id] ?? ''}`);
      if (status !== 200) continue;
      compared += 1;
      const found = shapeProblems(responseType, body);
      if (found.length > 0) problems[id] = found;
    }
    // The description and the paging say that this search answers a list; its type says one record.
    expect(problems).toEqual({ search_lookml_dashboards: ['DashboardLookml is array, not an object'] });
    expect(compared).toBeGreaterThanOrEqual(175);
  });
});
