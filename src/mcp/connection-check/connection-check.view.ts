import { ApiProperty } from '@nestjs/swagger';
import type { ReportFields } from '../../doctor/report-view.js';
import { STEP_STATES, type StepState } from '../../doctor/step.js';

class CheckStepView {
  @ApiProperty({ example: 'Address' }) name: string;
  @ApiProperty({
    enum: STEP_STATES,
    description: '`warning`: most clients connect all the same. `fault`: the main ones do not, or not always.',
  })
  state: StepState;
  @ApiProperty() duration_ms: number;
  @ApiProperty({ description: 'What was found, and of what is wrong what to change.' }) message: string;
}

/** What a check of a connection found. */
export class ConnectionCheckView implements ReportFields {
  @ApiProperty({ description: 'Whether nothing was found that keeps a client from connecting.' }) healthy: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'What to change first. Null: nothing.' })
  fault: string | null;
  @ApiProperty() duration_ms: number;
  @ApiProperty({ type: [CheckStepView], description: 'Up to the first fault.' }) steps: CheckStepView[];
}
