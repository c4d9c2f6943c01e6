export interface ClientInstructions {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  /** What is copied, where there is something to copy beside the URL. */
  readonly block?: { readonly label: string; readonly text: string };
  readonly link?: { readonly label: string; readonly href: string };
}

interface Target {
  readonly name: string;
  readonly url: string;
  /** Whether each request also needs an API token. */
  readonly needsToken: boolean;
}

/** Where an API token is to be put, by whoever pastes it. */
const TOKEN = 'YOUR_API_TOKEN';

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** A short name that every client takes: letters, digits and dashes. */
const slug = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '') || 'looker';

const connectorLink = ({ name, url }: Target) =>
  `https://claude.ai/customize/connectors?${new URLSearchParams({ modal: 'add-custom-connector', connectorName: name, connectorUrl: url })}`;

const bearer = { Authorization: `Bearer ${TOKEN}` };

const remoteServer = ({ url, needsToken }: Target, extra: object = {}) => ({
  ...extra,
  url,
  ...(needsToken && { headers: bearer }),
});

/** How each MCP client takes a URL. */
export function clientInstructions(target: Target): ClientInstructions[] {
  const { url, needsToken } = target;
  const key = slug(target.name);
  const header = needsToken ? ` --header "Authorization: Bearer ${TOKEN}"` : '';
  const remoteArgs = ['-y', 'mcp-remote', url, ...(needsToken ? ['--header', `Authorization: Bearer ${TOKEN}`] : [])];
  const curlHeader = needsToken ? ` \\\n  -H 'Authorization: Bearer ${TOKEN}'` : '';
  return [
    {
      id: 'claude-web',
      title: 'Claude',
      lead: 'On the web: Settings, Connectors, Add custom connector. The gateway must be reachable from the internet.',
      link: { label: 'Add to Claude', href: connectorLink(target) },
    },
    {
      id: 'claude-desktop',
      title: 'Claude Desktop',
      lead: 'Settings, Connectors, Add custom connector takes the URL as it is. For a gateway in your own network, use the file.',
      block: {
        label: 'claude_desktop_config.json',
        text: json({ mcpServers: { [key]: { command: 'npx', args: remoteArgs } } }),
      },
    },
    {
      id: 'claude-code',
      title: 'Claude Code',
      lead: 'In a terminal.',
      block: { label: 'Command', text: `claude mcp add --transport http ${key} ${url}${header}` },
    },
    {
      id: 'chatgpt',
      title: 'ChatGPT',
      lead: 'Settings, Apps and connectors, Advanced: turn on developer mode; then Create, paste the URL as MCP server URL and choose no authentication. The gateway must be reachable from the internet.',
      block: { label: 'MCP server URL', text: url },
    },
    {
      id: 'cursor',
      title: 'Cursor',
      lead: 'In .cursor/mcp.json of a project, or ~/.cursor/mcp.json for all.',
      block: { label: 'mcp.json', text: json({ mcpServers: { [key]: remoteServer(target) } }) },
    },
    {
      id: 'vs-code',
      title: 'VS Code',
      lead: 'In .vscode/mcp.json of a project.',
      block: { label: 'mcp.json', text: json({ servers: { [key]: remoteServer(target, { type: 'http' }) } }) },
    },
    {
      id: 'curl',
      title: 'curl',
      lead: 'To see the tools that it gives.',
      block: {
        label: 'Command',
        text: `curl ${url} \\\n  -H 'Content-Type: application/json'${curlHeader} \\\n  -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'`,
      },
    },
  ];
}
