import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { ERROR_CODES } from '../../errors/error-codes.js';

class RefusalView {
  @ApiProperty({ enum: Object.keys(ERROR_CODES) }) code: string;
  @ApiProperty() request_id: string;
}

@ApiExtraModels(RefusalView)
class JsonRpcErrorView {
  @ApiProperty({ example: -32000 }) code: number;
  @ApiProperty() message: string;
  @ApiProperty({
    required: false,
    description:
      'Of refusals before and around the protocol: their code and the id of the request. What the protocol itself refuses, such as a revision that is not spoken, has the data that its specification gives.',
    anyOf: [{ $ref: getSchemaPath(RefusalView) }, { type: 'object' }],
  })
  data?: RefusalView | Readonly<Record<string, unknown>>;
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

/** What a request over MCP came to (JSON-RPC 2.0, 5: an answer has either a result or an error). */
export class ProtocolResultView {
  @ApiProperty({ enum: ['2.0'] }) jsonrpc: '2.0';
  @ApiProperty({
    type: Object,
    oneOf: [{ type: 'string' }, { type: 'number', format: 'double' }],
    description: 'The id of the request.',
  })
  id: string | number;
  @ApiProperty({ type: Object, description: 'As the method is specified.' })
  result: Readonly<Record<string, unknown>>;
}
