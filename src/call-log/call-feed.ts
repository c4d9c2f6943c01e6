import type { CallLogEntry, EndedWindow } from './call-log.repository.js';

/** A second at most until a call is seen, its reading included. */
export const TICK_MS = 700;
/** A row can be read this long after its call ended at most: writes wait, and the clocks of gateways differ. */
const LATE_MS = 10_000;
const KNOWN_MS = 60_000;
/** Calls take 200 seconds at most unless their server's limits say otherwise. */
const USUAL_CALL_MS = 300_000;
/** The longest limit is an hour. Looked back so far once in a while only: it reads all calls of that time. */
const LONGEST_CALL_MS = 3_900_000;
const LONG_LOOK_TICKS = 10;
/** More calls in a tick than anybody reads; the rest is in the log. */
const ROWS_MAX = 200;

/** Reads rows of one organization; see `CallLogRepository.listEnded`. */
export type ReadEnded = (window: EndedWindow) => Promise<readonly CallLogEntry[]>;

/** Finds the calls of one organization as they end, each once, by looking into the log again and again. */
export class CallFeed {
  private readonly known = new Map<string, number>();
  private ticks = 0;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly readEnded: ReadEnded,
    private readonly deliver: (calls: readonly CallLogEntry[]) => Promise<void>,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Fulfilled when everything that is there now is known: from then on each new call is delivered. */
  async start(): Promise<void> {
    await this.look(LONGEST_CALL_MS);
    this.schedule();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private schedule(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.tick().then(
        () => this.schedule(),
        (error: unknown) => this.onFailure(error),
      );
    }, TICK_MS).unref();
  }

  private async tick(): Promise<void> {
    this.ticks++;
    const calls = await this.look(this.ticks % LONG_LOOK_TICKS === 0 ? LONGEST_CALL_MS : USUAL_CALL_MS);
    if (!this.isStopped) await this.deliver(calls);
  }

  /** What is not known yet, oldest first, and is known from now on. */
  private async look(backMs: number): Promise<readonly CallLogEntry[]> {
    const nowMs = Date.now();
    const calls = await this.readEnded({
      startedSince: new Date(nowMs - backMs),
      endedSince: new Date(nowMs - LATE_MS - LONG_LOOK_TICKS * TICK_MS),
      exceptIds: this.known.keys(),
      take: ROWS_MAX,
    });
    for (const [id, sinceMs] of this.known) if (sinceMs < nowMs - KNOWN_MS) this.known.delete(id);
    for (const { id } of calls) this.known.set(id, nowMs);
    return calls.toReversed();
  }
}
