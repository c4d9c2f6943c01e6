import { describe, expect, it } from 'vitest';
import { RecordCache } from '../../src/cache/record-cache.js';

interface Row {
  readonly id: string;
  readonly version: number;
}

/** Loads that end when the test says so. */
function slowSource() {
  const waiting: ((row: Row | undefined) => void)[] = [];
  return {
    load: () => new Promise<Row | undefined>((resolve) => waiting.push(resolve)),
    get count() {
      return waiting.length;
    },
    end: (index: number, row: Row | undefined) => waiting[index]?.(row),
  };
}

/** Says what the test says: whether copies are trusted, and when news was lost. */
function freshness(copyAgeMsMax = 0) {
  const listeners: (() => void)[] = [];
  return {
    trusted: true,
    copyAgeMsMax,
    isTrusted() {
      return this.trusted;
    },
    onGap: (listener: () => void) => void listeners.push(listener),
    gap: () => {
      for (const listener of listeners) listener();
    },
  };
}

const row = (version: number, id = 'a'): Row => ({ id, version });

describe('the record cache', () => {
  it('loads a record once and then gives the same copy', async () => {
    const cache = new RecordCache<Row>(10, freshness());
    const source = slowSource();
    const first = cache.get('a', source.load);
    source.end(0, row(1));
    expect(await cache.get('a', source.load)).toBe(await first);
    expect(await cache.get('a', source.load)).toEqual(row(1));
    expect(source.count).toBe(1);
  });

  it('shares one load between all who ask for a key at the same time, and none between keys', async () => {
    const cache = new RecordCache<Row>(10, freshness());
    const source = slowSource();
    const asked = Array.from({ length: 50 }, () => cache.get('a', source.load));
    const other = cache.get('b', source.load);
    expect(source.count).toBe(2);
    source.end(0, row(1));
    source.end(1, row(1, 'b'));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect(await other).toEqual(row(1, 'b'));
  });

  it('asks for a missing record again each time', async () => {
    const cache = new RecordCache<Row>(10, freshness());
    expect(await cache.get('a', async () => undefined)).toBeUndefined();
    expect(await cache.get('a', async () => row(1))).toEqual(row(1));
  });

  it('tells all who wait of a load that failed, keeps nothing, and loads anew', async () => {
    const cache = new RecordCache<Row>(10, freshness());
    const failing = () => Promise.reject(new Error('no database'));
    const asked = [cache.get('a', failing), cache.get('a', failing)];
    for (const promise of asked) await expect(promise).rejects.toThrow('no database');
    expect(await cache.get('a', async () => row(1))).toEqual(row(1));
  });

  it('drops the copies that are stale, and no others', async () => {
    const cache = new RecordCache<Row>(10, freshness());
    await cache.get('a', async () => row(1));
    await cache.get('b', async () => row(1, 'b'));
    cache.drop(({ id }) => id === 'a');
    expect(await cache.get('a', async () => row(2))).toEqual(row(2));
    expect(await cache.get('b', async () => row(2, 'b'))).toEqual(row(1, 'b'));
  });

  it('gives a load that was under way when its record changed to those who wait, and does not keep it', async () => {
    const cache = new RecordCache<Row>(10, freshness());
    const source = slowSource();
    const before = cache.get('a', source.load);
    cache.drop(() => false);
    source.end(0, row(1));
    expect(await before).toEqual(row(1));
    expect(await cache.get('a', async () => row(2))).toEqual(row(2));
  });

  it('never lets who asks after a change wait for a load from before it', async () => {
    const cache = new RecordCache<Row>(10, freshness());
    const source = slowSource();
    const before = cache.get('a', source.load);
    cache.drop(() => true);
    const after = cache.get('a', source.load);
    expect(source.count).toBe(2);
    source.end(1, row(2));
    expect(await after).toEqual(row(2));
    source.end(0, row(1));
    expect(await before).toEqual(row(1));
    expect(await cache.get('a', source.load)).toEqual(row(2));
    expect(source.count).toBe(2);
  });

  it('shares the load after a change even when the one from before ends in between', async () => {
    const cache = new RecordCache<Row>(10, freshness());
    const source = slowSource();
    const before = cache.get('a', source.load);
    cache.drop(() => true);
    const after = cache.get('a', source.load);
    source.end(0, row(1));
    await before;
    const later = cache.get('a', source.load);
    expect(source.count).toBe(2);
    source.end(1, row(2));
    expect(await Promise.all([after, later])).toEqual([row(2), row(2)]);
  });

  it('holds no more copies than it may, and forgets the one that was asked for longest ago', async () => {
    const cache = new RecordCache<Row>(2, freshness());
    let loads = 0;
    const ask = (id: string) =>
      cache.get(id, async () => {
        loads++;
        return row(1, id);
      });
    await ask('a');
    await ask('b');
    await ask('a');
    await ask('c');
    await ask('a');
    expect(loads).toBe(3);
    await ask('b');
    expect(loads).toBe(4);
  });

  it('loads each time while its copies are not trusted, keeps nothing of that, and uses its copies afterwards', async () => {
    const fresh = freshness();
    const cache = new RecordCache<Row>(10, fresh);
    await cache.get('a', async () => row(1));
    fresh.trusted = false;
    expect(await cache.get('a', async () => row(2))).toEqual(row(2));
    expect(await cache.get('a', async () => row(3))).toEqual(row(3));
    expect(await cache.get('b', async () => row(1, 'b'))).toEqual(row(1, 'b'));
    fresh.trusted = true;
    expect(await cache.get('a', async () => row(4))).toEqual(row(1));
    expect(await cache.get('b', async () => row(2, 'b'))).toEqual(row(2, 'b'));
  });

  it('shares a load of untrusted copies for 50 ms, and with nobody who asks later', async () => {
    const fresh = freshness();
    let nowMs = 0;
    const cache = new RecordCache<Row>(10, fresh, () => nowMs);
    const source = slowSource();
    fresh.trusted = false;
    const first = cache.get('a', source.load);
    nowMs = 49;
    const second = cache.get('a', source.load);
    nowMs = 50;
    const third = cache.get('a', source.load);
    expect(source.count).toBe(2);
    source.end(0, row(1));
    source.end(1, row(2));
    expect(await Promise.all([first, second, third])).toEqual([row(1), row(1), row(2)]);
  });

  it('uses no copy for longer than it may', async () => {
    const cache = new RecordCache<Row>(10, freshness(1_000));
    await cache.get('a', async () => row(1));
    expect(await cache.get('a', async () => row(2))).toEqual(row(1));
    await expect.poll(() => cache.get('a', async () => row(3)), { interval: 2 }).toEqual(row(3));
  });

  it('drops all its copies after a gap, and does not keep a load from before it', async () => {
    const fresh = freshness();
    const cache = new RecordCache<Row>(10, fresh);
    await cache.get('a', async () => row(1));
    const source = slowSource();
    const before = cache.get('b', source.load);
    fresh.gap();
    source.end(0, row(1, 'b'));
    await before;
    expect(await cache.get('a', async () => row(2))).toEqual(row(2));
    expect(await cache.get('b', async () => row(2, 'b'))).toEqual(row(2, 'b'));
  });
});
