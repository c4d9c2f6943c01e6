import { LookerError } from './looker-error.js';

interface Host {
  taken: number;
  /** Who waits for a slot, the longest first. */
  readonly waiting: Set<() => void>;
}

export interface HostSlotsOptions {
  /** How many exchanges may be under way with one host. */
  readonly connectionsPerHostMax: number;
  /** How long one waits for its turn. */
  readonly queueTimeoutMs: number;
}

/** How many exchanges may wait for one host, for each one that is under way. */
const WAITING_PER_SLOT = 64;

/** Bounds how many exchanges with one host run at once; the others wait for a while, first come, first served. */
export class HostSlots {
  private readonly hosts = new Map<string, Host>();

  constructor(private readonly options: HostSlotsOptions) {}

  /**
   * Does the work once there is a slot.
   * @throws LookerError `busy` when none came free in time, or too many wait; the signal's reason when it aborts first.
   */
  async withSlot<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const host = this.hosts.get(name) ?? { taken: 0, waiting: new Set() };
    this.hosts.set(name, host);
    if (host.taken < this.options.connectionsPerHostMax) host.taken++;
    else await this.turn(host, signal);
    try {
      return await work();
    } finally {
      this.pass(name, host);
    }
  }

  /** Hands the slot to who waits the longest, or gives it back. */
  private pass(name: string, host: Host): void {
    const [next] = host.waiting;
    if (next !== undefined) next();
    else if (--host.taken === 0) this.hosts.delete(name);
  }

  private turn(host: Host, signal: AbortSignal): Promise<void> {
    const { connectionsPerHostMax: slots, queueTimeoutMs } = this.options;
    const busy = (how: string) =>
      new LookerError('busy', `${slots} other calls to this Looker are under way, and ${how}`);
    if (host.waiting.size >= slots * WAITING_PER_SLOT) throw busy(`${host.waiting.size} more wait`);
    return new Promise((resolve, reject) => {
      const stop = (settle: () => void) => {
        host.waiting.delete(begin);
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        settle();
      };
      const begin = () => stop(resolve);
      const leave = () => stop(() => reject(signal.reason));
      const late = () => stop(() => reject(busy(`none of them ended within ${queueTimeoutMs / 1000} seconds`)));
      const timer = setTimeout(late, queueTimeoutMs);
      host.waiting.add(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
