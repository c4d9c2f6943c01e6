import { type DoctorContext, FaultFound, type Outcome, type Step, type StepState } from './step.js';

export interface StepReport {
  readonly name: string;
  readonly state: StepState;
  readonly durationMs: number;
  readonly message: string;
}

export interface DoctorReport {
  /** Whether nothing was found that keeps a client from connecting. */
  readonly isHealthy: boolean;
  /** What to change first; null: nothing. */
  readonly fault: string | null;
  readonly durationMs: number;
  /** Those that were run, up to the first fault. */
  readonly steps: readonly StepReport[];
}

/** Who has the URL of a server without sign-in may use it: reports are handed around. */
const SECRET_CHARACTERS_MIN = 20;
const PUBLIC_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/**
 * Runs the steps in their order and stops at the first fault.
 * @param context of which `learned` is what is known at the beginning.
 */
export async function runDoctor(steps: readonly Step[], context: DoctorContext): Promise<DoctorReport> {
  const beginMs = context.now();
  const reports: StepReport[] = [];
  let { learned } = context;
  for (const { name, entries, run } of steps) {
    if (entries !== undefined && (learned.entry === undefined || !entries.includes(learned.entry))) continue;
    const stepBeginMs = context.now();
    const { state, message, learned: found } = await outcomeOf(() => run({ ...context, learned }));
    learned = { ...learned, ...found };
    const durationMs = Math.round(context.now() - stepBeginMs);
    reports.push({ name, state, durationMs, message: withoutSecret(message, context.url) });
    if (state === 'fault') break;
  }
  const fault = reports.find(({ state }) => state === 'fault')?.message ?? null;
  return { isHealthy: fault === null, fault, durationMs: Math.round(context.now() - beginMs), steps: reports };
}

async function outcomeOf(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof FaultFound) return { state: 'fault', message: error.message };
    throw error;
  }
}

function withoutSecret(message: string, url: URL): string {
  return url.pathname
    .split('/')
    .filter((part) => part.length >= SECRET_CHARACTERS_MIN && !PUBLIC_ID.test(part))
    .reduce((text, part) => text.replaceAll(part, '…'), message);
}
