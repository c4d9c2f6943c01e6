import { LRUCache } from 'lru-cache';
import { LookerError, type LookerFault } from './looker-error.js';

export interface CallBreakerOptions {
  /** After this many calls in a row without an answer, the next calls fail at once. */
  readonly failuresMax: number;
  /** For how long calls fail at once. */
  readonly pauseMs: number;
}

interface Circuit {
  failures: number;
  /** Unix time in milliseconds; undefined: calls go through. */
  pausedUntilMs?: number;
  /** Whether a call is under way that finds out whether Looker is back. */
  isProbed: boolean;
}

/** Only connections in trouble are kept. */
const CIRCUITS_MAX = 10_000;

/** Faults that do not tell whether Looker is there. */
const INCONCLUSIVE: ReadonlySet<LookerFault> = new Set(['aborted', 'busy', 'address_refused', 'paused']);

const isSilence = (error: LookerError) =>
  error.status === undefined && (error.fault === 'unreachable' || error.fault === 'timed_out');

/**
 * Keeps calls from waiting their whole time for a Looker that does not answer: after some failures in a row, the calls of the
 * connection fail at once; then one call goes through, and all do when that one is answered. Connections do not affect each other.
 */
export class CallBreaker {
  private readonly circuits = new LRUCache<string, Circuit>({ max: CIRCUITS_MAX });

  constructor(
    private readonly options: CallBreakerOptions,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** @throws LookerError `paused` without doing the work, or what the work throws. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const paused = this.circuits.get(key);
    const isProbe = paused?.pausedUntilMs !== undefined;
    if (isProbe) this.enterPaused(paused);
    try {
      const result = await work();
      this.circuits.delete(key);
      return result;
    } catch (error) {
      throw error instanceof LookerError ? this.afterFault(key, error, isProbe) : error;
    } finally {
      if (isProbe) paused.isProbed = false;
    }
  }

  private enterPaused(circuit: Circuit): void {
    const leftMs = (circuit.pausedUntilMs ?? 0) - this.nowMs();
    if (leftMs > 0 || circuit.isProbed) {
      const when = leftMs > 0 ? `tried again in ${Math.ceil(leftMs / 1000)} seconds` : 'being tried again right now';
      throw new LookerError('paused', `Looker did not answer ${circuit.failures} times in a row; it is ${when}`);
    }
    circuit.isProbed = true;
  }

  private afterFault(key: string, error: LookerError, isProbe: boolean): LookerError {
    if (INCONCLUSIVE.has(error.fault)) return error;
    if (!isSilence(error)) {
      this.circuits.delete(key);
      return error;
    }
    const circuit = this.circuits.get(key) ?? { failures: 0, isProbed: false };
    this.circuits.set(key, circuit);
    circuit.failures++;
    const { failuresMax, pauseMs } = this.options;
    const wasPaused = circuit.pausedUntilMs !== undefined;
    // A call that began before the pause and fails in it does not make it longer.
    if (circuit.failures < failuresMax || (wasPaused && !isProbe)) return error;
    circuit.pausedUntilMs = this.nowMs() + pauseMs;
    return error.pausing(pauseMs);
  }
}
