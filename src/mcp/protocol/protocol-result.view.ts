import { ApiProperty } from '@nestjs/swagger';

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
