import { Logger } from '@nestjs/common';

const EVERY_MS = 3_600_000;
/** A start is not slowed by old work. */
const FIRST_AFTER_MS = 60_000;

/** Work that is done now and then: in steps small enough to be left off at shutdown. */
export interface Job {
  /** @param isStopping tells between two steps whether to leave off. */
  run(now: Date, isStopping?: () => boolean): Promise<void>;
}

/** Runs a job a minute after the start and then every hour, never twice at once. A failure is logged; the next run tries again. */
export class Hourly {
  private readonly logger = new Logger('Hourly');
  private readonly timers: NodeJS.Timeout[] = [];
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly name: string,
    private readonly job: Job,
  ) {}

  start(): void {
    this.timers.push(setTimeout(() => this.begin(), FIRST_AFTER_MS).unref());
    this.timers.push(setInterval(() => this.begin(), EVERY_MS).unref());
  }

  /** Fulfilled when the step under way, if any, is done. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    await this.running;
  }

  private begin(): void {
    this.running ??= this.job
      .run(new Date(), () => this.stopping)
      .catch((error: unknown) => this.logger.error({ message: `the job ${this.name} failed`, err: error }))
      .finally(() => {
        this.running = undefined;
      });
  }
}
