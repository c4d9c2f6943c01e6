import { Broadcast, type RecordChange } from './broadcast.js';

/** The broadcast of a gateway that is one process: it tells itself of every change. */
export class MemoryBroadcast extends Broadcast {
  /** Should a second process run on the database by mistake, or while one takes over from another, nothing tells this one. */
  readonly copyAgeMsMax = 5_000;

  publish(change: RecordChange): void {
    this.deliver(change);
  }

  isTrusted(): boolean {
    return true;
  }
}
