import { LRUCache } from 'lru-cache';

/**
 * Copies of records, looked up by some key. Concurrent look-ups of one key share one load; a load that was under way
 * when its record changed is used once and not kept.
 */
export class RecordCache<V extends object> {
  private readonly entries: LRUCache<string, V>;
  private readonly loads = new Map<string, Promise<V | undefined>>();
  private epoch = 0;

  constructor(entriesMax: number) {
    this.entries = new LRUCache({ max: entriesMax });
  }

  /** The record under a key; a missing one (`undefined`) is asked for again each time. */
  async get(key: string, load: () => Promise<V | undefined>): Promise<V | undefined> {
    const known = this.entries.get(key);
    if (known !== undefined) return known;
    const underWay = this.loads.get(key);
    if (underWay !== undefined) return underWay;
    const loading = this.load(key, load).finally(() => {
      // After a drop, a newer load may stand in this one's place.
      if (this.loads.get(key) === loading) this.loads.delete(key);
    });
    this.loads.set(key, loading);
    return loading;
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
    if (record !== undefined && this.epoch === epoch) this.entries.set(key, record);
    return record;
  }
}
