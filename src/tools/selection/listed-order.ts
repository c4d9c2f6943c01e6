import type { Tool } from '../catalogue/tool.js';

/** What is needed most: to find and ask data, to find and run what is there, and to make and watch what is not. */
export const CORE_TOOLS: readonly string[] = [
  'looker_lookml_explores_search_fields',
  'looker_query_run_inline',
  'looker_dashboards_search',
  'get_single_looker_dashboard_by_id',
  'looker_dashboards_run',
  'looker_looks_search',
  'looker_looks_run',
  'looker_query_results',
  'looker_lookml_explores_field_suggestions',
  'looker_folders_search',
  'list_all_looker_users',
  'looker_users_me',
  'create_a_looker_query',
  'create_a_looker_dashboard',
  'create_a_looker_dashboard_element',
  'create_a_looker_look',
  'create_a_looker_scheduled_plan',
  'create_a_looker_alert',
  'create_a_looker_dashboard_filter',
  'looker_query_render_inline',
  'looker_dashboards_render',
  'get_single_looker_look_by_id',
  'update_a_looker_dashboard_element_by_id',
  'looker_scheduled_plans_run_once',
];

/** Behind the core: what creates, what reads, what else changes something, and last what removes. */
const RANKS = { create: 0, read: 1, write: 2, destructive: 3 };

/**
 * Tools in the order in which lists show them, which is the same for the same tools. Clients cut long lists at 40, 128 or 256
 * tools: what they lose so is what is needed least.
 */
export function inListedOrder(tools: readonly Tool[]): readonly Tool[] {
  const rankOf = ({ name, method, effect }: Tool): number => {
    const place = CORE_TOOLS.indexOf(name);
    return place >= 0 ? place : CORE_TOOLS.length + RANKS[method === 'create' ? 'create' : effect];
  };
  return [...tools].sort((left, right) => rankOf(left) - rankOf(right) || (left.name < right.name ? -1 : 1));
}
