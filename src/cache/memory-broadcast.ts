import { Broadcast, type RecordChange } from './broadcast.js';

/** The broadcast of a gateway that is one process: nobody else changes records, so nothing is ever missed. */
export class MemoryBroadcast extends Broadcast {
  /** Whoever could fail to announce a change ends together with the copies. */
  readonly copyAgeMsMax = 0;

  publish(change: RecordChange): void {
    this.tell(change);
  }

  isTrusted(): boolean {
    return true;
  }
}
