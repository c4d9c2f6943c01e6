import { ApiProperty } from '@nestjs/swagger';
import type { Tool } from '../tools/catalogue/tool.js';
import type { ToolExposure } from '../tools/selection/exposed-tools.js';
import { listedTool } from '../tools/selection/listed-tool.js';
import type { HasTool } from '../tools/selection/present-tools.js';
import { ShownToolsView } from '../tools/selection/shown-tools.js';
import { TOKENIZER, toolTokens } from '../tools/selection/tool-cost.js';

export class AvailableTool {
  @ApiProperty({ example: 'dashboards' }) resource: string;
  @ApiProperty({ example: 'search' }) method: string;
  @ApiProperty({ example: 'looker_dashboards_search' }) name: string;
  @ApiProperty() description: string;
  @ApiProperty({ enum: ['read', 'write', 'destructive'] }) effect: string;
  @ApiProperty({ type: Object, description: 'JSON Schema of path and query properties.' }) query_schema: object;
  @ApiProperty({ type: Object, nullable: true, description: 'JSON Schema of the body.' }) body_schema: object | null;
  @ApiProperty({ type: [String] }) required: readonly string[];
  @ApiProperty({ type: [String] }) tags: readonly string[];
  @ApiProperty({ description: "What it takes in a model's context." }) tokens: number;
}

class ShownByExposure implements Record<ToolExposure, ShownToolsView> {
  @ApiProperty() auto: ShownToolsView;
  @ApiProperty() all: ShownToolsView;
  @ApiProperty() discovery: ShownToolsView;
}

export class ToolList {
  @ApiProperty({ type: [AvailableTool] }) result: AvailableTool[];
  @ApiProperty() count: number;
  @ApiProperty({ description: "What tools/list takes in a model's context when it shows all of them." }) tokens: number;
  @ApiProperty({ example: TOKENIZER }) tokenizer: string;
  @ApiProperty({ description: 'What clients see of them, by the choice of tool_exposure.' }) shown: ShownByExposure;
}

/** @param has whether a server with this choice of tools has one. */
export const availableTool = async (tool: Tool, has: HasTool): Promise<AvailableTool> => ({
  resource: tool.resource,
  method: tool.method,
  name: tool.name,
  description: tool.description,
  effect: tool.effect,
  query_schema: tool.querySchema,
  body_schema: tool.bodySchema,
  required: tool.inputSchema.required ?? [],
  tags: tool.tags,
  tokens: await toolTokens(listedTool(tool, { has })),
});
