import { AppError } from '../errors/app-error.js';

export interface ConcurrencyOptions {
  /** How many works go on at once. */
  readonly atOnceMax: number;
  /** How many wait for their turn at most, over all callers. */
  readonly waitingMax: number;
  /** How many of one caller wait at most: nobody fills the line alone. */
  readonly waitingPerCallerMax: number;
}

/** What the last one in a full line could expect. */
const RETRY_AFTER_SECONDS = 1;

/** Lets so many works go on at once; the others wait in one line, and what finds it full is refused at once. */
export class ConcurrencyLimit {
  private taken = 0;
  /** Who waits, the longest first. */
  private readonly waiting: (() => void)[] = [];
  private readonly waitingOf = new Map<string, number>();

  constructor(private readonly options: ConcurrencyOptions) {}

  /**
   * Does the work when its turn comes.
   * @param caller who asks, such as the site of a client.
   * @throws AppError `request.rate_limited` when the line is full; what the work throws.
   */
  async withSlot<T>(caller: string, work: () => Promise<T>): Promise<T> {
    if (this.taken < this.options.atOnceMax) this.taken++;
    else await this.waitForSlot(caller);
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.taken--;
      else next();
    }
  }

  private async waitForSlot(caller: string): Promise<void> {
    const { waitingMax, waitingPerCallerMax } = this.options;
    const own = this.waitingOf.get(caller) ?? 0;
    if (this.waiting.length >= waitingMax || own >= waitingPerCallerMax) throw lineFull();
    this.waitingOf.set(caller, own + 1);
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    const left = (this.waitingOf.get(caller) ?? 1) - 1;
    if (left > 0) this.waitingOf.set(caller, left);
    else this.waitingOf.delete(caller);
  }
}

const lineFull = () =>
  new AppError(
    'request.rate_limited',
    `Too many requests of this kind wait already. Wait ${RETRY_AFTER_SECONDS} second, then try again.`,
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
