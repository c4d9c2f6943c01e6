import type { DatabaseService } from './database.service.js';

/** Work that a job does for each organization. */
export interface OrganizationStep {
  /** Does a part of the work in a short transaction, so that nobody is held up. @returns how much of it was done. */
  step(organizationId: string): Promise<number>;
  /** A step that did less than this was the last one. */
  readonly perStepMax: number;
  /** What is left after so many steps waits for the next run. */
  readonly stepsMax: number;
  /** Told once for each organization with something done. */
  done(organizationId: string, count: number): void;
}

/** Goes through all organizations, one after the other; one that another process is busy with is left to it. */
export async function forEachOrganization(
  database: DatabaseService,
  work: OrganizationStep,
  isStopping: () => boolean,
): Promise<void> {
  for (const organizationId of await database.organizationIds()) {
    let count = 0;
    for (let steps = 0; steps < work.stepsMax && !isStopping(); steps++) {
      const some = await work.step(organizationId);
      count += some;
      if (some < work.perStepMax) break;
    }
    if (count > 0) work.done(organizationId, count);
  }
}
