import { ApiProperty } from '@nestjs/swagger';
import { type ColumnsOf, PageOf, viewOf } from '../http/answers/record-view.js';
import { VersionProperty } from '../http/input/if-match.js';
import { TOOL_EXPOSURES, type ToolExposure } from '../tools/selection/exposed-tools.js';
import { ShownToolsView } from '../tools/selection/shown-tools.js';
import type { McpServerConfig } from './mcp-server-config.js';
import { storedConfig } from './stored-config.js';

class ToolNamesView {
  @ApiProperty({ type: [String] }) include: readonly string[];
  @ApiProperty({ type: [String] }) exclude: readonly string[];
}

class CallLimitsView {
  @ApiProperty() rows: number;
  @ApiProperty() characters: number;
  @ApiProperty() seconds: number;
}

export class McpServerConfigView implements McpServerConfig {
  @ApiProperty({ type: [String] }) methods: readonly string[];
  @ApiProperty({ type: [String] }) tags: readonly string[];
  @ApiProperty() require_api_token_auth: boolean;
  @ApiProperty() tools: ToolNamesView;
  @ApiProperty({ enum: TOOL_EXPOSURES }) tool_exposure: ToolExposure;
  @ApiProperty({ type: Number, nullable: true }) tools_tokens_max: number | null;
  @ApiProperty() log_arguments: boolean;
  @ApiProperty() limits: CallLimitsView;
}

/** An MCP server as callers see it. */
export class McpServerView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty() config: McpServerConfigView;
  @ApiProperty({ format: 'uuid' }) integrated_account_id: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The last four characters of its URL. Null: of an old one that was not used for long.',
  })
  fingerprint: string | null;
  @ApiProperty() created_by: string;
  @VersionProperty() version: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) expires_at: string | null;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;
}

/** Whether a server's URL works. */
export const SERVER_STATES = ['active', 'expired'] as const;

export type ServerState = (typeof SERVER_STATES)[number];

/** By the clock, to the second, whenever the expired one is removed. */
export const serverState = ({ expiresAt }: { readonly expiresAt: Date | null }, now: Date): ServerState =>
  expiresAt !== null && expiresAt <= now ? 'expired' : 'active';

/** An MCP server as it is now, with what its tools cost. */
export class McpServerWithToolsView extends McpServerView {
  @ApiProperty({
    enum: SERVER_STATES,
    description: '`expired`: its URL answers 404. It can be prolonged until it is removed, within two hours.',
  })
  state: ServerState;
  @ApiProperty() tools: ShownToolsView;
}

/** The answer to creating a server: the only one that ever holds its token. */
export class CreatedMcpServerView extends McpServerWithToolsView {
  @ApiProperty({ description: 'Shown this once.' }) token: string;
  @ApiProperty({ description: 'The MCP URL to paste into a client. Shown this once.' }) url: string;
}

export class McpServerPage extends PageOf(McpServerWithToolsView) {}

const view = viewOf(McpServerView);

export const mcpServerView = (
  server: Omit<ColumnsOf<McpServerView>, 'config'> & { readonly config: unknown },
): McpServerView => view({ ...server, config: storedConfig(server) });
