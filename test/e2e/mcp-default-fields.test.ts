import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tool } from '../../src/tools/catalogue/tool.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { fieldPaths } from '../catalogue/field-paths.js';
import { type EveryTool, openEveryTool, resourceCases } from './resources/every-tool-client.js';
import { type Args, madeOf } from './resources/resource-case.js';

const project_id = 'sample_shop';
const mailed = (format: string) => ({
  crontab: '0 9 * * 1',
  scheduled_plan_destination: [{ type: 'email', address: 'sam.sample@example.com', format }],
});
const conditions = { require_results: false, require_no_results: false, require_change: false };

/** What tools need that belong to no record of a case, or whose answer would be empty for a new one. */
const asked: Readonly<Record<string, Args>> = {
  get_single_looker_content_metadata_by_id: { content_metadata_id: '14' },
  get_single_looker_dashboard_layout_component_by_id: { dashboard_layout_component_id: '1' },
  get_single_looker_integration_by_id: { integration_id: '1::sample_chat' },
  get_single_looker_lookml_explore_by_id: { lookml_model_name: 'ecommerce', explore_name: 'orders' },
  get_single_looker_lookml_model_by_id: { lookml_model_name: 'ecommerce' },
  get_single_looker_user_embed_credential_by_id: { user_id: '12', credentials_embed_id: '1' },
  get_single_looker_user_google_credential_by_id: { user_id: '6' },
  get_single_looker_user_ldap_credential_by_id: { user_id: '4' },
  get_single_looker_user_looker_openid_credential_by_id: { user_id: '12' },
  get_single_looker_user_oidc_credential_by_id: { user_id: '8' },
  get_single_looker_user_saml_credential_by_id: { user_id: '11' },
  get_single_looker_user_session_by_id: { user_id: '1', session_id: '1' },
  list_all_looker_content_metadata: { parent_id: '1' },
  list_all_looker_dashboard_elements: { dashboard_id: '42' },
  list_all_looker_dashboard_layout_components: { dashboard_layout_id: '1' },
  list_all_looker_user_embed_credentials: { user_id: '12' },
  list_all_looker_user_sessions: { user_id: '1' },
  looker_artifacts_by_key: { namespace: 'notes', key: 'first' },
  looker_artifacts_search: { namespace: 'notes' },
  looker_connections_columns: { connection_name: 'sample_warehouse' },
  looker_connections_tables: { connection_name: 'sample_warehouse' },
  looker_content_search: { terms: 'orders' },
  looker_folders_ancestors: { folder_id: '14' },
  looker_folders_children: { folder_id: '1' },
  looker_folders_dashboards: { folder_id: '15' },
  looker_folders_looks: { folder_id: '1' },
  looker_folders_parent: { folder_id: '14' },
  looker_folders_search_children: { folder_id: '1' },
  looker_groups_groups: { group_id: '3' },
  looker_groups_users: { group_id: '3' },
  looker_projects_validate: { project_id },
  looker_projects_validation_results: { project_id },
  looker_query_by_slug: { slug: madeOf('queries', 'slug') },
  looker_roles_groups: { role_id: '5' },
  looker_roles_users: { role_id: '4' },
  looker_scheduled_plans_for_dashboard: { dashboard_id: '7' },
  looker_scheduled_plans_for_folder: { space_id: '15' },
  looker_scheduled_plans_for_look: { look_id: '1' },
  looker_scheduled_plans_for_lookml_dashboard: { lookml_dashboard_id: 'ecommerce::business_pulse' },
  looker_user_attributes_group_values: { user_attribute_id: '1' },
  looker_users_attribute_values: { user_id: '6' },
  looker_users_for_credential: { credential_type: 'google', credential_id: 'g-6' },
  looker_users_roles: { user_id: '1' },
  looker_users_search_names: { pattern: '%a%' },
};

const readers = toolCatalogue().tools.filter(
  ({ toolset, effect, requestPlan }) =>
    toolset === 'api' && effect === 'read' && requestPlan.defaults.fields !== undefined,
);

/** What must be there for lists not to be empty. */
const preparations: readonly (readonly [tool: string, args: Args])[] = [
  ['looker_artifacts_save', { namespace: 'notes', body: [{ key: 'first', value: '1' }] }],
  ['looker_groups_add_group', { group_id: '3', member_group_id: '4' }],
  ['looker_user_attributes_set_group_values', { user_attribute_id: '1', body: [{ group_id: '3', value: 'EMEA' }] }],
  ['create_a_looker_scheduled_plan', { ...mailed('csv'), ...conditions, name: 'Look', look_id: '1' }],
  [
    'create_a_looker_scheduled_plan',
    { ...mailed('wysiwyg_pdf'), name: 'Pulse', lookml_dashboard_id: 'ecommerce::business_pulse' },
  ],
];

/** Objects that Looker leaves out where there are none. */
const MAY_BE_MISSING = ['appearance', 'context', 'look'];

/** The paths of an answer's properties, down to where the projection leaves off. */
function shownPaths(value: unknown, named: ReadonlySet<string>, around = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => shownPaths(one, named, around));
  if (typeof value !== 'object' || value === null) return [];
  const goesInside = around === '' || [...named].some((path) => path.startsWith(`${around}.`));
  if (!goesInside) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = around === '' ? name : `${around}.${name}`;
    return [path, ...shownPaths(inner, named, path)];
  });
}

describe('the fields asked for by default, through an MCP URL', () => {
  let opened: EveryTool;
  let calls = 0;
  let properties = 0;
  const empty: string[] = [];

  beforeAll(async () => {
    opened = await openEveryTool();
    for (const [tool, args] of preparations) await opened.walk.call(tool, args);
  });
  afterAll(() => opened.close());

  const renderTask = async () => {
    const query = await opened.walk.make('queries');
    const task = await opened.walk.call('looker_render_tasks_create_for_query', { query_id: query.key });
    return (task as Args).id;
  };

  const argumentsOf = async (tool: Tool): Promise<Args> => {
    const { walk } = opened;
    const given = asked[tool.name];
    if (given !== undefined) return walk.filledIn(given);
    if (tool.resource === 'render_tasks') return { render_task_id: await renderTask() };
    const tested = resourceCases.find(({ resource }) => resource === tool.resource);
    return tested === undefined ? {} : walk.naming(tested, tool.method, await walk.make(tool.resource));
  };

  it.each(readers)('$name answers these and no others', async (tool) => {
    const named = new Set(fieldPaths(String(tool.requestPlan.defaults.fields)).map((path) => path.join('.')));
    const answer = await opened.walk.call(tool.name, await argumentsOf(tool));
    const { result } = answer as { result?: unknown };
    const shown = new Set(shownPaths(Array.isArray(result) ? result : answer, named));
    expect([...shown].filter((path) => !named.has(path))).toEqual([]);
    const missing = [...named].filter(
      (path) => !path.includes('.') && !shown.has(path) && !MAY_BE_MISSING.includes(path),
    );
    if (shown.size === 0) empty.push(tool.name);
    else expect(missing).toEqual([]);
    calls += 1;
    properties += shown.size;
  });

  it('were compared for every tool that has them', () => {
    expect(empty).toEqual([]);
    expect(calls).toBeGreaterThanOrEqual(130);
    expect(properties).toBeGreaterThan(1000);
  });
});
