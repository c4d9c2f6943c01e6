import { ApiProperty } from '@nestjs/swagger';
import type { Effect, Tool } from '../tools/catalogue/tool.js';
import { listedTool } from '../tools/selection/listed-tool.js';

/** A tool of an MCP server as its clients see it, and what it does. */
export class ServerToolView {
  @ApiProperty({ example: 'looker_dashboards_search' }) name: string;
  @ApiProperty() title: string;
  @ApiProperty() description: string;
  @ApiProperty({ enum: ['read', 'write', 'destructive'] }) effect: Effect;
  @ApiProperty({ type: Object, description: 'JSON Schema of the arguments.' }) input_schema: object;
}

export class ServerToolList {
  @ApiProperty({ type: [ServerToolView] }) result: ServerToolView[];
}

/** The tools of a server, in the order of their names; none of their texts names another tool than these. */
export const serverToolList = (tools: readonly Tool[]): ServerToolList => {
  const names = new Set(tools.map(({ name }) => name));
  const has = (name: string) => names.has(name);
  return {
    result: tools.map((tool) => {
      const { name, title, description, inputSchema } = listedTool(tool, { has });
      return { name, title, description, effect: tool.effect, input_schema: inputSchema };
    }),
  };
};
