import type { Toolset } from '../../tools/catalogue/tool.js';
import type { RunContext } from './run-context.js';

/** What answers name as the next step, by the tool of each toolset that does it; null: it has none. */
const NEXT_TOOLS = {
  query_results: { api: 'looker_query_results', tasks: 'query_results' },
  run_query: { api: 'looker_query_run', tasks: 'run_query' },
  run_dashboard: { api: 'looker_dashboards_run', tasks: 'run_dashboard' },
  run_sql: { api: 'looker_sql_queries_run', tasks: null },
} as const satisfies Readonly<Record<string, Readonly<Record<Toolset, string | null>>>>;

/** The tool of this server that does the next step, of the toolset of the call if it can be; undefined: it has none. */
export function nextTool({ tool, tools }: Pick<RunContext, 'tool' | 'tools'>, step: keyof typeof NEXT_TOOLS) {
  const { api, tasks } = NEXT_TOOLS[step];
  const names = tool.toolset === 'tasks' ? [tasks, api] : [api, tasks];
  return names.find((name) => name !== null && tools.has(name)) ?? undefined;
}
