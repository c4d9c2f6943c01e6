import { LookerError } from '../../looker/looker-error.js';
import { explainError } from './explain-error.js';

/** Why a step did not happen. */
interface StepLeft {
  readonly step: string;
  readonly why: string;
}

/**
 * The steps of work that cannot be taken back: what was done, and what was not and why. A step that Looker refuses does not stop those
 * that follow, so that as little as possible is left to do; after any other failure nothing more is sent.
 */
export class StepsTaken {
  readonly done: string[] = [];
  readonly notDone: StepLeft[] = [];
  private isStopped = false;

  /** @throws what is no failure of Looker's */
  async take(step: string, work: () => Promise<unknown>): Promise<void> {
    if (this.isStopped) {
      this.notDone.push({ step, why: 'Not tried.' });
      return;
    }
    try {
      await work();
      this.done.push(step);
    } catch (error) {
      if (!(error instanceof LookerError)) throw error;
      this.isStopped = error.fault !== 'refused';
      this.notDone.push({ step, why: explainError(error) });
    }
  }

  get isComplete(): boolean {
    return this.notDone.length === 0;
  }
}
