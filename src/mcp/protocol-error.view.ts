import { ApiProperty } from '@nestjs/swagger';
import { ERROR_CODES } from '../errors/error-codes.js';

class RefusalView {
  @ApiProperty({ enum: Object.keys(ERROR_CODES) }) code: string;
  @ApiProperty() request_id: string;
}

class JsonRpcErrorView {
  @ApiProperty({ example: -32000 }) code: number;
  @ApiProperty() message: string;
  @ApiProperty({ required: false, description: 'What the gateway says of refusals before and around the protocol.' })
  data?: RefusalView;
}

/** An error as MCP clients get it: JSON-RPC 2.0, as far as it is known without the id of a request. */
export class ProtocolErrorView {
  @ApiProperty({ enum: ['2.0'] }) jsonrpc: '2.0';
  @ApiProperty({
    type: Object,
    oneOf: [
      { type: 'string', nullable: true },
      { type: 'number', format: 'double' },
    ],
  })
  id: string | number | null;
  @ApiProperty() error: JsonRpcErrorView;
}
