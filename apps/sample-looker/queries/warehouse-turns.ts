import { setImmediate as otherWork } from 'node:timers/promises';

/**
 * Lets queries at the warehouse run one after the other. Each holds up everything else in the process while it runs, so
 * requests are answered in between, as they are where the database is another machine.
 */
export class WarehouseTurns {
  private last: Promise<void> = Promise.resolve();

  /** Fulfilled when it is the caller's turn. */
  next(): Promise<void> {
    this.last = this.last.then(() => otherWork());
    return this.last;
  }
}
