import { type GuideTarget, isOwnMachine } from './guide-target.ts';

/** Stands where whoever pastes a snippet puts an API token. */
export const TOKEN_PLACEHOLDER = 'YOUR_API_TOKEN';

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** A short name that every client takes: letters, digits and dashes. */
const slug = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '') || 'looker';

/** What is copied into each client. */
export function snippetsOf({ name, url, auth }: Pick<GuideTarget, 'name' | 'url' | 'auth'>) {
  const key = slug(name);
  const header = auth === 'api_token' ? `Authorization: Bearer ${TOKEN_PLACEHOLDER}` : null;
  const headers = auth === 'api_token' ? { headers: { Authorization: `Bearer ${TOKEN_PLACEHOLDER}` } } : {};
  // It refuses plain http but to its own machine, unless told so.
  const isPlain = new URL(url).protocol === 'http:' && !isOwnMachine(url);
  const flags = [...(isPlain ? ['--allow-http'] : []), ...(header === null ? [] : ['--header', header])];
  const remote = ['-y', 'mcp-remote', url, ...flags];
  const connector = { modal: 'add-custom-connector', connectorName: name, connectorUrl: url };
  const listTools = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
  return {
    connectorLink: `https://claude.ai/customize/connectors?${new URLSearchParams(connector)}`,
    desktopFile: json({ mcpServers: { [key]: { command: 'npx', args: remote } } }),
    claudeCode: `claude mcp add --transport http ${key} ${url}${header === null ? '' : ` --header "${header}"`}`,
    cursorFile: json({ mcpServers: { [key]: { url, ...headers } } }),
    vsCodeFile: json({ servers: { [key]: { type: 'http', url, ...headers } } }),
    curl: `curl ${url} \\\n  -H 'Content-Type: application/json'${header === null ? '' : ` \\\n  -H '${header}'`} \\\n  -d '${listTools}'`,
  };
}
