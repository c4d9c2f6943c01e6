import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { ToolCatalogue } from '../tools/catalogue/tool.js';
import { selectTools } from '../tools/catalogue/tool-filter.js';
import { shownTools } from '../tools/selection/shown-tools.js';
import type { McpServer } from './mcp-servers.repository.js';
import { type McpServerWithToolsView, mcpServerView, serverState } from './mcp-servers.view.js';
import { mcpUrl } from './mcp-url.js';
import { SignInWarnings } from './sign-in-warnings.js';
import { storedConfig } from './stored-config.js';

/** Servers as callers see them: what their tools cost, their URLs where those are no secret, and who is named there in vain. */
@Injectable()
export class ServersWithTools {
  constructor(
    private readonly warnings: SignInWarnings,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async view(server: McpServer, catalogue: ToolCatalogue): Promise<McpServerWithToolsView> {
    const [warnings = []] = await this.warnings.list(server.organizationId, [storedConfig(server)]);
    return this.written(server, catalogue, warnings);
  }

  /** The same of several of one organization. */
  async views(
    organizationId: string,
    servers: readonly McpServer[],
    catalogue: ToolCatalogue,
  ): Promise<McpServerWithToolsView[]> {
    const warnings = await this.warnings.list(organizationId, servers.map(storedConfig));
    return Promise.all(servers.map((server, index) => this.written(server, catalogue, warnings[index] ?? [])));
  }

  private async written(
    server: McpServer,
    catalogue: ToolCatalogue,
    warnings: string[],
  ): Promise<McpServerWithToolsView> {
    const config = storedConfig(server);
    return {
      ...mcpServerView(server),
      state: serverState(server, new Date()),
      tools: await shownTools(selectTools(catalogue, config), config),
      warnings,
      url: config.auth === 'oauth' ? mcpUrl(this.settings.http.publicUrl, server.id) : null,
    };
  }
}
