import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { CALL_STATUSES, type CallStatus } from '../../call-log/call-status.js';
import type { FieldProblem } from '../../errors/app-error.js';

class TextBlock {
  @ApiProperty({ enum: ['text'] }) type: 'text';
  @ApiProperty() text: string;
}

class ImageBlock {
  @ApiProperty({ enum: ['image'] }) type: 'image';
  @ApiProperty({ example: 'image/png' }) mimeType: string;
  @ApiProperty({ description: 'In base64.' }) data: string;
}

class EmbeddedDocument {
  @ApiProperty() uri: string;
  @ApiProperty({ example: 'application/pdf' }) mimeType: string;
  @ApiProperty({ description: 'In base64.' }) blob: string;
}

class ResourceBlock {
  @ApiProperty({ enum: ['resource'] }) type: 'resource';
  @ApiProperty() resource: EmbeddedDocument;
}

const BLOCKS = [TextBlock, ImageBlock, ResourceBlock];

/** MCP's `CallToolResult`. */
@ApiExtraModels(...BLOCKS)
class CallResultView {
  @ApiProperty({ type: 'array', items: { oneOf: BLOCKS.map((block) => ({ $ref: getSchemaPath(block) })) } })
  content: (TextBlock | ImageBlock | ResourceBlock)[];
  @ApiProperty({ required: false, type: Object }) structuredContent?: object;
  @ApiProperty({ required: false }) isError?: boolean;
  @ApiProperty({ required: false, type: Object }) _meta?: object;
}

class ArgumentProblemView implements FieldProblem {
  @ApiProperty({ example: 'sorts.0' }) path: string;
  @ApiProperty() rule: string;
}

/** What came of a tool call that was made without the server's URL. */
export class ToolTrialView {
  @ApiProperty({ format: 'uuid', description: 'Under which the call log has it.' }) request_id: string;
  @ApiProperty({ enum: CALL_STATUSES }) status: CallStatus;
  @ApiProperty({ type: 'number', format: 'double' }) duration_ms: number;
  @ApiProperty({ description: 'What an MCP client gets.' }) result: CallResultView;
  @ApiProperty({ type: [ArgumentProblemView], description: 'Which arguments were not accepted, and why.' })
  fields: ArgumentProblemView[];
}
