import { describe, expect, it } from 'vitest';
import { GroupCommit, GroupCommitFullError, type GroupCommitOptions } from '../../src/call-log/group-commit.js';

class ValueError extends Error {}

/** A store whose writes end when the test says so. */
class Store {
  readonly writes: { readonly rows: readonly number[]; end(error?: Error): void }[] = [];

  write = (rows: readonly number[]) =>
    new Promise<void>((resolve, reject) => {
      this.writes.push({ rows, end: (error) => (error === undefined ? resolve() : reject(error)) });
    });

  get written() {
    return this.writes.map(({ rows }) => rows);
  }
}

const start = (change: Partial<GroupCommitOptions<number>> = {}) => {
  const store = new Store();
  const commits = new GroupCommit<number>({
    write: store.write,
    isRowFault: (error) => error instanceof ValueError,
    rowsPerWriteMax: 3,
    writesAtOnceMax: 2,
    waitingMax: 5,
    ...change,
  });
  return { store, commits };
};

/** Lets everything run that waits for nothing but promises. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a group commit', () => {
  it('writes a lone row at once, and what comes meanwhile together, up to a limit', async () => {
    const { store, commits } = start();
    const added = [1, 2, 3, 4, 5, 6].map((row) => commits.add(row));
    expect(store.written).toEqual([[1], [2]]);
    store.writes[0]?.end();
    await settle();
    expect(store.written).toEqual([[1], [2], [3, 4, 5]]);
    store.writes[1]?.end();
    store.writes[2]?.end();
    await settle();
    store.writes[3]?.end();
    await Promise.all(added);
    expect(store.written).toEqual([[1], [2], [3, 4, 5], [6]]);
  });

  it('fulfils a row when its own write has ended, and not before', async () => {
    const { store, commits } = start();
    const done: number[] = [];
    for (const row of [1, 2]) void commits.add(row).then(() => done.push(row));
    store.writes[1]?.end();
    await settle();
    expect(done).toEqual([2]);
    store.writes[0]?.end();
    await settle();
    expect(done).toEqual([2, 1]);
  });

  it('tries the rows one by one when the values of one are at fault, and fails that one alone', async () => {
    const { store, commits } = start({ writesAtOnceMax: 1 });
    const outcomes = Promise.allSettled([1, 2, 3, 4].map((row) => commits.add(row)));
    const fault = new ValueError('3 is refused');
    for (const error of [undefined, fault, undefined, fault, undefined]) {
      store.writes.at(-1)?.end(error);
      await settle();
    }
    expect(store.written).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('fails all rows of a write at once when the store itself is at fault, and goes on with the next', async () => {
    const { store, commits } = start({ writesAtOnceMax: 1 });
    const outcomes = Promise.allSettled([1, 2, 3, 4].map((row) => commits.add(row)));
    store.writes[0]?.end();
    await settle();
    store.writes[1]?.end(new Error('the store is gone'));
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    const next = commits.add(5);
    store.writes[2]?.end();
    await next;
    expect(store.written).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('refuses a row when too many wait', async () => {
    const { store, commits } = start({ writesAtOnceMax: 1, waitingMax: 2 });
    void commits.add(1);
    void commits.add(2);
    void commits.add(3);
    await expect(commits.add(4)).rejects.toThrow(GroupCommitFullError);
    store.writes[0]?.end();
    await settle();
    void commits.add(5);
    store.writes[1]?.end();
    await settle();
    expect(store.written).toEqual([[1], [2, 3], [5]]);
  });

  it('drains: waits for what is being written and for what waits, and for nothing when there is nothing', async () => {
    const { store, commits } = start({ writesAtOnceMax: 1 });
    await commits.drain();
    void commits.add(1);
    void commits.add(2);
    let drained = false;
    const draining = commits.drain().then(() => {
      drained = true;
    });
    store.writes[0]?.end();
    await settle();
    expect(drained).toBe(false);
    store.writes[1]?.end();
    await draining;
  });
});
