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

const row = (version: number, id = 'a'): Row => ({ id, version });

describe('the record cache', () => {
  it('loads a record once and then gives the same copy', async () => {
    const cache = new RecordCache<Row>(10);
    const source = slowSource();
    const first = cache.get('a', source.load);
    source.end(0, row(1));
    expect(await cache.get('a', source.load)).toBe(await first);
    expect(await cache.get('a', source.load)).toEqual(row(1));
    expect(source.count).toBe(1);
  });

  it('shares one load between all who ask for a key at the same time, and none between keys', async () => {
    const cache = new RecordCache<Row>(10);
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
    const cache = new RecordCache<Row>(10);
    expect(await cache.get('a', async () => undefined)).toBeUndefined();
    expect(await cache.get('a', async () => row(1))).toEqual(row(1));
  });

  it('tells all who wait of a load that failed, keeps nothing, and loads anew', async () => {
    const cache = new RecordCache<Row>(10);
    const failing = () => Promise.reject(new Error('no database'));
    const asked = [cache.get('a', failing), cache.get('a', failing)];
    for (const promise of asked) await expect(promise).rejects.toThrow('no database');
    expect(await cache.get('a', async () => row(1))).toEqual(row(1));
  });

  it('drops the copies that are stale, and no others', async () => {
    const cache = new RecordCache<Row>(10);
    await cache.get('a', async () => row(1));
    await cache.get('b', async () => row(1, 'b'));
    cache.drop(({ id }) => id === 'a');
    expect(await cache.get('a', async () => row(2))).toEqual(row(2));
    expect(await cache.get('b', async () => row(2, 'b'))).toEqual(row(1, 'b'));
  });

  it('gives a load that was under way when its record changed to those who wait, and does not keep it', async () => {
    const cache = new RecordCache<Row>(10);
    const source = slowSource();
    const before = cache.get('a', source.load);
    cache.drop(() => false);
    source.end(0, row(1));
    expect(await before).toEqual(row(1));
    expect(await cache.get('a', async () => row(2))).toEqual(row(2));
  });

  it('never lets who asks after a change wait for a load from before it', async () => {
    const cache = new RecordCache<Row>(10);
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
    const cache = new RecordCache<Row>(10);
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
    const cache = new RecordCache<Row>(2);
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
});
