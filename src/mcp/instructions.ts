import type { McpAccess } from './mcp-access.js';

const ASK =
  'Ask for as few fields and rows as you need. Lists give next_cursor when there is more: send it back as it came.';

/** What a model reads before its first call. */
export const instructions = ({ connection, serverName, exposed }: McpAccess): string =>
  [
    `Tools for the Looker instance at ${connection.baseUrl} (${serverName}).`,
    ...(exposed.isDiscovery
      ? [
          'Only a few tools are listed: find the one you need with search_tools, read its arguments with get_tool_schema, then call it with call_read_tool or call_write_tool.',
        ]
      : []),
    'To answer a question from data, find explores and fields with looker_lookml_explores_search_fields, then use looker_query_run_inline.',
    `Search for dashboards and looks before creating new ones. ${ASK}`,
  ].join('\n');
