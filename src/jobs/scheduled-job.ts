/** Work that comes round by the clock. At each turn one process of the gateway does it, whichever is free. */
export abstract class ScheduledJob {
  /** What the queue and the log call it. A turn may still wait in the queue under the name of an older release. */
  abstract readonly name: string;

  /** Its turns, in UTC, as crontab(5) has them. Each job has minutes of its own, so that they do not all begin at once. */
  abstract readonly cron: string;

  /**
   * Does the work, in steps small enough to be left off at shutdown. Nothing depends on its being alone: a turn that takes
   * longer than until the next one, or whose process fell silent, has the next one beside it.
   * @param isStopping tells between two steps whether to leave off; what is left waits for the next turn.
   */
  abstract run(now: Date, isStopping?: () => boolean): Promise<void>;
}
