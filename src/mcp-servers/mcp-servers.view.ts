import { ApiProperty } from '@nestjs/swagger';
import type { McpServerConfig } from './mcp-server-config.js';
import type { McpServer } from './mcp-servers.repository.js';
import { storedConfig } from './stored-config.js';

class McpServerConfigView implements McpServerConfig {
  @ApiProperty({ type: [String] }) methods: readonly string[];
  @ApiProperty({ type: [String] }) tags: readonly string[];
  @ApiProperty() require_api_token_auth: boolean;
  @ApiProperty({ enum: ['all'] }) tool_exposure: 'all';
  @ApiProperty() log_arguments: boolean;
}

/** An MCP server as callers see it. */
export class McpServerView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty() config: McpServerConfigView;
  @ApiProperty({ format: 'uuid' }) integrated_account_id: string;
  @ApiProperty() created_by: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) expires_at: string | null;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;
}

/** The answer to creating a server: the only one that ever holds its token. */
export class CreatedMcpServerView extends McpServerView {
  @ApiProperty({ description: 'Shown this once.' }) token: string;
  @ApiProperty({ description: 'The MCP URL to paste into a client. Shown this once.' }) url: string;
}

export class McpServerPage {
  @ApiProperty({ type: [McpServerView] }) result: McpServerView[];
  @ApiProperty({ type: String, nullable: true }) next_cursor: string | null;
}

export const mcpServerView = (server: McpServer): McpServerView => ({
  id: server.id,
  name: server.name,
  config: storedConfig(server),
  integrated_account_id: server.integratedAccountId,
  created_by: server.createdBy,
  expires_at: server.expiresAt?.toISOString() ?? null,
  created_at: server.createdAt.toISOString(),
  updated_at: server.updatedAt.toISOString(),
});
