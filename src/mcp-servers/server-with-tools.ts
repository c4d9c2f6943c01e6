import type { ToolCatalogue } from '../tools/catalogue/tool.js';
import { selectTools } from '../tools/catalogue/tool-filter.js';
import { shownTools } from '../tools/selection/shown-tools.js';
import type { McpServer } from './mcp-servers.repository.js';
import { type McpServerWithToolsView, mcpServerView, serverState } from './mcp-servers.view.js';
import { mcpUrl } from './mcp-url.js';
import { storedConfig } from './stored-config.js';

/** A server's view with what its tools cost, and its URL where that is no secret. */
export async function serverWithTools(
  server: McpServer,
  catalogue: ToolCatalogue,
  publicUrl: string,
): Promise<McpServerWithToolsView> {
  const config = storedConfig(server);
  return {
    ...mcpServerView(server),
    state: serverState(server, new Date()),
    tools: await shownTools(selectTools(catalogue, config), config),
    url: config.auth === 'oauth' ? mcpUrl(publicUrl, server.id) : null,
  };
}
