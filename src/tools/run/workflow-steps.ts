import { StepsTaken } from './steps-taken.js';
import { valueResult } from './tool-answer.js';
import type { ToolResult } from './tool-result.js';

/** One thing that a workflow does, as people read it: "Give the role Viewer to the user Ada Fischer". */
export interface WorkflowStep {
  readonly step: string;
  readonly work: () => Promise<unknown>;
  /** The step without which this one is not tried. */
  readonly after?: string;
}

/** Why a step came to nothing that Looker did not refuse. */
export class StepRefused extends Error {}

/** What a workflow is about to do. */
export interface WorkflowPlan {
  readonly steps: readonly WorkflowStep[];
  /** Who or what is affected, as answers have it. */
  readonly affects: Readonly<Record<string, unknown>>;
  /** What is answered once the steps were tried: links, ids, and what comes next. */
  readonly answer?: (taken: StepsTaken) => Readonly<Record<string, unknown>>;
}

/** The argument by which a workflow only tells what it would do. */
export const dry_run = {
  type: 'boolean',
  default: false,
  description: 'true: only tell what would happen and who is affected.',
} as const;

/** Of workflows that only read, which change nothing anyhow. */
export const unlistedDryRun = { type: 'boolean', 'x-unlisted': true } as const;

/**
 * Takes the steps in their order, and answers what was done and what not and why: a step that Looker refuses keeps none back but those
 * that need it. A dry run takes none.
 */
export async function takeSteps(plan: WorkflowPlan, isDry: boolean | undefined): Promise<ToolResult> {
  const { steps, affects, answer } = plan;
  if (isDry === true)
    return valueResult({
      ...{ dry_run: true, would_do: steps.map(({ step }) => step), affects },
      note:
        steps.length === 0 ? 'There is nothing to do.' : 'Nothing was changed. To do it, call again without dry_run.',
    });
  const taken = new StepsTaken();
  for (const { step, work, after } of steps)
    if (after === undefined || taken.done.includes(after)) await take(taken, step, work);
    else taken.notDone.push({ step, why: `Not tried: it needs "${after}".` });
  const isFailed = taken.done.length === 0 && !taken.isComplete;
  const result = valueResult({
    ...{ ok: taken.isComplete, done: taken.done },
    ...(!taken.isComplete && { not_done: taken.notDone }),
    affects,
    ...answer?.(taken),
  });
  return isFailed ? { ...result, isError: true } : result;
}

async function take(taken: StepsTaken, step: string, work: WorkflowStep['work']): Promise<void> {
  try {
    await taken.take(step, work);
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error;
    taken.notDone.push({ step, why: error.message });
  }
}
