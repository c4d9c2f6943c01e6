import type { DoctorReport } from './run-doctor.js';
import type { StepState } from './step.js';

const SIGNS: Readonly<Record<StepState, string>> = { ok: 'ok', warning: 'warning', fault: 'FAULT', skipped: 'skipped' };

/** A report for people at a terminal: a line a step, and at last what to change. */
export function doctorTable({ steps, fault, durationMs }: DoctorReport): string {
  const width = Math.max(...steps.map(({ name }) => name.length));
  const lines = steps.map(
    ({ name, state, durationMs: ms, message }) =>
      `${SIGNS[state].padEnd(8)} ${name.padEnd(width)} ${`${ms} ms`.padStart(9)}  ${message}`,
  );
  const end =
    fault === null
      ? `Clients can connect. It took ${(durationMs / 1000).toFixed(1)} s.`
      : `Change this first: ${fault}`;
  return [...lines, '', end].join('\n');
}
