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
const TURN_BYTES = 64 * 1024;
/** Where bytes cost more than usual, time ends a turn. */
const TURN_MS = 5;
/** Between two looks at the clock. */
const PIECE_BYTES = 8 * 1024;

/** One work's share of the turns: it says how much it has done, and asks for a new turn when one is used up. */
export class TurnShare {
  private bytes = 0;
  private untilMs = performance.now() + TURN_MS;

  /** @param bytes that are taken apart next */
  isUsedUp(bytes: number): boolean {
    this.bytes += bytes;
    return this.bytes > TURN_BYTES || performance.now() > this.untilMs;
  }

  async next(order?: { readonly isBegun?: boolean }): Promise<void> {
    await workTurns.next(order);
    this.bytes = 0;
    this.untilMs = performance.now() + TURN_MS;
  }
}

/** Gives what came in to `push` piece by piece, in as many turns as that takes. */
export async function pushInTurns(chunk: Uint8Array, push: (piece: Buffer) => void): Promise<void> {
  const share = new TurnShare();
  await share.next();
  for (let from = 0; from < chunk.byteLength; from += PIECE_BYTES) {
    const length = Math.min(PIECE_BYTES, chunk.byteLength - from);
    if (share.isUsedUp(length)) await share.next();
    push(Buffer.from(chunk.buffer, chunk.byteOffset + from, length));
  }
}
