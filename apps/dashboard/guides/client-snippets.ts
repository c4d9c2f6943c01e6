import type { components } from '../api/schema/rest-api.ts';

export type Auth = components['schemas']['McpServerConfigView']['auth'];
/** Whose tokens a URL takes. */
export type Provider = components['schemas']['OauthConfigView']['provider'];

/** The URL that a client is to take. */
export interface GuideTarget {
  readonly name: string;
  readonly url: string;
  /** What its callers need besides the URL. */
  readonly auth: Auth;
  /** Where people sign in to it; null where they do not. */
  readonly provider: Provider | null;
}

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
export function snippetsOf({ name, url, auth }: GuideTarget) {
  const key = slug(name);
  const header = auth === 'api_token' ? `Authorization: Bearer ${TOKEN_PLACEHOLDER}` : null;
  const headers = auth === 'api_token' ? { headers: { Authorization: `Bearer ${TOKEN_PLACEHOLDER}` } } : {};
  const remote = ['-y', 'mcp-remote', url, ...(header === null ? [] : ['--header', header])];
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
