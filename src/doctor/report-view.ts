import type { DoctorReport } from './run-doctor.js';
import type { StepState } from './step.js';

/** A report as it is printed by `--json` and answered over REST. */
export interface ReportFields {
  readonly healthy: boolean;
  readonly fault: string | null;
  readonly duration_ms: number;
  readonly steps: readonly {
    readonly name: string;
    readonly state: StepState;
    readonly duration_ms: number;
    readonly message: string;
  }[];
}

export const reportView = ({ isHealthy, fault, durationMs, steps }: DoctorReport): ReportFields => ({
  healthy: isHealthy,
  fault,
  duration_ms: durationMs,
  steps: steps.map(({ name, state, durationMs: duration_ms, message }) => ({ name, state, duration_ms, message })),
});
