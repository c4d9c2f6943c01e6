import { ApiProperty } from '@nestjs/swagger';
import { type ColumnsOf, nullable, viewOf } from '../http/answers/record-view.js';
import {
  FACT_NAMES,
  type FactName,
  MESSAGE_KINDS,
  MESSAGE_SENDERS,
  type MessageKind,
  type MessageSender,
} from './captured-message.js';

class CapturedFactView {
  @ApiProperty({ enum: FACT_NAMES }) name: FactName;
  @ApiProperty({ example: 'application/json' }) value: string;
}

/** A request and its answer, as far as they are recorded. */
export class CapturedMessageView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ format: 'date-time', description: 'When the request came.' }) at: string;
  @ApiProperty({ enum: MESSAGE_KINDS }) kind: MessageKind;
  @ApiProperty({ enum: MESSAGE_SENDERS, description: 'The client itself, or the browser of its person.' })
  sender: MessageSender;
  @ApiProperty({ example: 'tools/list', description: 'What the request is for.' }) step: string;
  @ApiProperty({ example: 'POST' }) method: string;
  @ApiProperty({ example: '/mcp/:token' }) path: string;
  @ApiProperty({ ...nullable(Number), description: 'Of HTTP. Null: the client left before it was answered.' })
  status: number | null;
  @ApiProperty({
    ...nullable(String),
    example: 'credential.invalid',
    description: 'A code of the gateway, of JSON-RPC or of OAuth. Null: none.',
  })
  error: string | null;
  @ApiProperty({ description: 'Whether something went wrong; being sent to sign in at first is no fault.' })
  is_fault: boolean;
  @ApiProperty() duration_ms: number;
  @ApiProperty({ type: [CapturedFactView] }) request: CapturedFactView[];
  @ApiProperty({ type: [CapturedFactView] }) answer: CapturedFactView[];
}

const view = viewOf(CapturedMessageView);

/** What is stored as text and JSON was written by the repository beside this. */
export const capturedMessageView = (
  row: { readonly [Column in keyof ColumnsOf<CapturedMessageView>]: unknown },
): CapturedMessageView => view(row as ColumnsOf<CapturedMessageView>);
