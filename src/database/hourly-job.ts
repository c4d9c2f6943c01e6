import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

const EVERY_MS = 3_600_000;
/** A start is not slowed by old work. */
const FIRST_AFTER_MS = 60_000;

/** A job that runs a minute after the start and then every hour, never twice at once. A failure is logged; the next run tries again. */
export abstract class HourlyJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly failures = new Logger('Hourly');
  private readonly timers: NodeJS.Timeout[] = [];
  private running: Promise<void> | undefined;
  private stopping = false;

  /** What the log calls the job. */
  protected abstract readonly name: string;

  /**
   * Does the work, in steps small enough to be left off at shutdown.
   * @param isStopping tells between two steps whether to leave off.
   */
  abstract run(now: Date, isStopping?: () => boolean): Promise<void>;

  onApplicationBootstrap(): void {
    this.timers.push(setTimeout(() => this.begin(), FIRST_AFTER_MS).unref());
    this.timers.push(setInterval(() => this.begin(), EVERY_MS).unref());
  }

  /** Fulfilled when the step under way, if any, is done. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    await this.running;
  }

  private begin(): void {
    this.running ??= this.run(new Date(), () => this.stopping)
      .catch((error: unknown) => this.failures.error({ message: `the job ${this.name} failed`, err: error }))
      .finally(() => {
        this.running = undefined;
      });
  }
}
