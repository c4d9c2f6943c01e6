import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';

/** A counter that all processes share, and whether it can be asked at present. */
export interface SharedCounter {
  readonly limiter: RateLimiterAbstract;
  isConnected(): boolean;
}

/** How soon to try again when the shared counter did not say in time whether the attempt may be judged. */
const UNSURE_SECONDS = 1;

const secondsOf = ({ msBeforeNext }: RateLimiterRes) => Math.ceil(msBeforeNext / 1000);

/**
 * Bounds how many attempts are judged within a window. Each is counted before it is judged. Where the
 * shared counter cannot be reached, this process counts by itself, and adds to the shared count what it let through
 * meanwhile; where the shared counter is reached but does not answer, nothing is judged: a slow store gives nobody more
 * attempts.
 */
export class AttemptCounter {
  /** @param own counts in this process, with the same points and window as the shared one. */
  constructor(
    private readonly own: RateLimiterAbstract,
    private readonly shared?: SharedCounter,
  ) {}

  /** Counts one. @returns after how many seconds to try again; undefined when the attempt may be judged. */
  async count(key: string): Promise<number | undefined> {
    if (!this.shared?.isConnected()) return refusalOf(this.own.consume(key));
    try {
      const { consumedPoints } = await this.shared.limiter.consume(key);
      const own = await this.own.get(key);
      const isTooMany = own !== null && consumedPoints + own.consumedPoints > this.own.points;
      return isTooMany ? secondsOf(own) : undefined;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return secondsOf(refusal);
      return this.shared.isConnected() ? UNSURE_SECONDS : refusalOf(this.own.consume(key));
    }
  }

  /** Takes back one that was counted and not judged. What cannot be taken back stays counted. */
  async takeBack(key: string): Promise<void> {
    await this.counter.reward(key).catch(() => {});
  }

  private get counter(): RateLimiterAbstract {
    return this.shared?.isConnected() ? this.shared.limiter : this.own;
  }
}

async function refusalOf(counting: Promise<RateLimiterRes>): Promise<number | undefined> {
  try {
    await counting;
    return undefined;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return secondsOf(refusal);
    throw refusal;
  }
}
