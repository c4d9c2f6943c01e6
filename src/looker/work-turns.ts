/**
 * Lets pieces of work of some milliseconds follow each other, one in each turn of the event loop, so that whatever arrives at
 * once, requests of others are served between two pieces.
 */
class WorkTurns {
  private readonly waiting: (() => void)[] = [];
  private isScheduled = false;

  /**
   * Resolves when it is this work's turn. Who waits holds memory.
   * @param isBegun for work that holds what an earlier turn made of it, which is more: it goes first, so that not all that
   * wait come to hold as much.
   */
  next({ isBegun = false } = {}): Promise<void> {
    return new Promise((resolve) => {
      if (isBegun) this.waiting.unshift(resolve);
      else this.waiting.push(resolve);
      if (!this.isScheduled) this.schedule();
    });
  }

  private schedule(): void {
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.waiting.shift()?.();
      if (this.waiting.length > 0) this.schedule();
    });
  }
}

/** A process has one event loop, so all work in it shares its turns. */
export const workTurns = new WorkTurns();

/** What is smaller takes less time than waiting for a turn would. */
export const SMALL_BYTES = 16 * 1024;
/** As much of an answer as is taken apart in one turn. */
export const TURN_BYTES = 64 * 1024;
