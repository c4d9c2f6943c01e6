import { ApiProperty } from '@nestjs/swagger';
import { KEPT_MS, MESSAGES_MAX } from '../../capture/captured-message.js';
import { CapturedMessageView } from '../../capture/captured-message.view.js';
import { nullableTime } from '../../http/answers/record-view.js';

export const CAPTURE_STATES = ['off', 'on', 'ended'] as const;
export type CaptureState = (typeof CAPTURE_STATES)[number];

/** Whether a server's messages are recorded. */
export class CaptureStateView {
  @ApiProperty({
    enum: CAPTURE_STATES,
    description: '`on`: messages are recorded. `ended`: those of before can still be read. `off`: there is nothing.',
  })
  state: CaptureState;
  @ApiProperty(nullableTime) started_at: string | null;
  @ApiProperty({ ...nullableTime, description: 'When the recording ends or has ended.' }) capturing_until:
    | string
    | null;
  @ApiProperty({ ...nullableTime, description: 'Until when the messages can be read.' }) kept_until: string | null;
}

/** What was recorded. */
export class CaptureView extends CaptureStateView {
  @ApiProperty({
    type: [CapturedMessageView],
    description: `In the order in which the requests came: the last ${MESSAGES_MAX} at most.`,
  })
  messages: CapturedMessageView[];
}

/** When a capture began and ends, as the server's record has it. */
export interface CaptureColumns {
  readonly captureStartedAt: Date | null;
  readonly captureUntil: Date | null;
}

const OFF: CaptureStateView = { state: 'off', started_at: null, capturing_until: null, kept_until: null };

/** By the clock, whenever the messages are removed. */
export function captureState({ captureStartedAt, captureUntil }: CaptureColumns, now: Date): CaptureStateView {
  if (captureStartedAt === null || captureUntil === null) return OFF;
  const keptUntil = new Date(captureUntil.getTime() + KEPT_MS);
  if (keptUntil <= now) return OFF;
  return {
    state: now < captureUntil ? 'on' : 'ended',
    started_at: captureStartedAt.toISOString(),
    capturing_until: captureUntil.toISOString(),
    kept_until: keptUntil.toISOString(),
  };
}
