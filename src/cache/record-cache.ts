import { LRUCache } from 'lru-cache';

/** Whether announcements of changed records arrive, so that a copy may be used until a change of it is announced. */
export interface Freshness {
  /** False as soon as a change could have been made whose announcement does not arrive in time. */
  isTrusted(): boolean;
  /** How long a copy is used at most, in milliseconds; 0: until a change of it is announced. */
  readonly copyAgeMsMax: number;
  /** Calls the listener when announcements may have been lost, before `isTrusted` holds again. */
  onGap(listener: () => void): void;
}

/**
 * While copies are not trusted, a load is shared only this long after it began: who asks later could otherwise be given a
 * record as it was long before. Together with the trust of `RedisBroadcast` (150 ms) it stays below 250 ms.
 */
const SHARED_LOAD_MS_MAX = 50;

interface Load<V> {
  readonly record: Promise<V | undefined>;
  readonly startedAtMs: number;
}

/**
 * Copies of records, looked up by some key. Concurrent look-ups of one key share one load; a load that was under way
 * when its record changed is used once and not kept. While `freshness` does not trust the copies, each look-up loads.
 */
export class RecordCache<V extends object> {
  private readonly entries: LRUCache<string, V>;
  private readonly loads = new Map<string, Load<V>>();
  private epoch = 0;

  constructor(
    entriesMax: number,
    private readonly freshness: Freshness,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.entries = new LRUCache({ max: entriesMax, ttl: freshness.copyAgeMsMax });
    freshness.onGap(() => this.drop(() => true));
  }

  /** The record under a key; a missing one (`undefined`) is asked for again each time. */
  async get(key: string, load: () => Promise<V | undefined>): Promise<V | undefined> {
    const isTrusted = this.freshness.isTrusted();
    const known = isTrusted ? this.entries.get(key) : undefined;
    if (known !== undefined) return known;
    const underWay = this.loads.get(key);
    if (underWay !== undefined && (isTrusted || this.nowMs() - underWay.startedAtMs < SHARED_LOAD_MS_MAX))
      return underWay.record;
    const record = this.load(key, load).finally(() => {
      // After a drop, a newer load may stand in this one's place.
      if (this.loads.get(key)?.record === record) this.loads.delete(key);
    });
    this.loads.set(key, { record, startedAtMs: this.nowMs() });
    return record;
  }

  /** Drops the copies for which `isStale` holds, and keeps nothing of the loads under way. */
  drop(isStale: (record: V) => boolean): void {
    this.epoch++;
    this.loads.clear();
    for (const [key, record] of this.entries.entries()) if (isStale(record)) this.entries.delete(key);
  }

  private async load(key: string, load: () => Promise<V | undefined>): Promise<V | undefined> {
    const { epoch } = this;
    const record = await load();
    if (record !== undefined && this.epoch === epoch && this.freshness.isTrusted()) this.entries.set(key, record);
    return record;
  }
}
