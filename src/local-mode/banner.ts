import type { LocalRecord } from './local-record.js';

/** The link that opens Claude's form for a custom connector, filled in. */
export const claudeLink = (name: string, mcpUrl: string): string =>
  `https://claude.ai/customize/connectors?${new URLSearchParams({ modal: 'add-custom-connector', connectorName: name, connectorUrl: mcpUrl })}`;

const claudeDesktop = (mcpUrl: string) =>
  JSON.stringify({ mcpServers: { looker: { command: 'npx', args: ['-y', 'mcp-remote', mcpUrl] } } }, null, 2);

const curl = (mcpUrl: string) =>
  [
    `curl ${mcpUrl} \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'`,
  ].join('\n');

const indented = (text: string) => text.replace(/^/gm, '    ');

const isLoopback = (url: string) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

function clients(mcpUrl: string): string[] {
  const reach = isLoopback(mcpUrl) ? ' (needs an address that the internet reaches: set PUBLIC_URL)' : '';
  return [
    '  Claude Code',
    indented(`claude mcp add --transport http looker ${mcpUrl}`),
    '',
    '  Claude Desktop (claude_desktop_config.json)',
    indented(claudeDesktop(mcpUrl)),
    '',
    `  Claude on the web${reach}`,
    indented(claudeLink('Looker', mcpUrl)),
    '',
    '  curl',
    indented(curl(mcpUrl)),
    '',
  ];
}

const signIn = (mcpUrl: string) => [
  '  With sign-in, as Ana Silva or Ben Novak: each sees other states in the same answer',
  indented(`claude mcp add --transport http looker-sign-in ${mcpUrl}`),
  '',
];

/** What the terminal shows once the gateway is ready: the addresses, the token, and what to paste where. */
export function banner(record: LocalRecord, recordFile: string): string {
  return [
    '',
    '  looker-mcp-gateway is ready',
    '',
    ...(record.mcp_url === undefined ? [] : [`  MCP URL     ${record.mcp_url}`]),
    ...(record.sign_in_mcp_url === undefined ? [] : [`  Sign-in     ${record.sign_in_mcp_url}`]),
    `  Dashboard   ${record.dashboard_url}`,
    `  API         ${record.base_url}/docs`,
    `  API token   ${record.api_token}`,
    ...(record.sample_looker === undefined ? [] : [`  Looker      sample data at ${record.sample_looker.base_url}`]),
    '',
    ...(record.mcp_url === undefined ? [] : clients(record.mcp_url)),
    ...(record.sign_in_mcp_url === undefined ? [] : signIn(record.sign_in_mcp_url)),
    `  All of this is in ${recordFile}. Stop with Ctrl-C.`,
    '',
  ].join('\n');
}
