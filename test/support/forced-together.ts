import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const POLL_MS = 5;
const WAITED_MS_MAX = 20_000;

/** A statement that takes the lock which two rules are to meet at. */
export interface Lock {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface Together<T> {
  readonly answers: readonly [T, T];
  /** How many of the two were seen waiting for a lock, at the same moment. */
  readonly waiting: number;
}

const WAITING = `SELECT count(*)::int AS n FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

/**
 * Runs two rules at once, in this order, and lets neither write before both have begun: a lock is held until the first one
 * waits for it (or has answered without), and then the second one too.
 */
export async function forcedTogether<T>(
  databaseUrl: string,
  lock: Lock,
  rules: readonly [() => Promise<T>, () => Promise<T>],
): Promise<Together<T>> {
  const [holder, watcher] = [new pg.Client(databaseUrl), new pg.Client(databaseUrl)];
  await Promise.all([holder.connect(), watcher.connect()]);
  try {
    await holder.query('BEGIN');
    await holder.query(lock.text, [...lock.values]);
    let settled = 0;
    const begin = (rule: () => Promise<T>) => rule().finally(() => settled++);
    const waitingNow = async () => (await watcher.query<{ n: number }>(WAITING)).rows[0]?.n ?? 0;
    const begun = async (count: number) => {
      for (let waited = 0; (await waitingNow()) + settled < count; waited += POLL_MS) {
        if (waited > WAITED_MS_MAX) throw new Error(`only ${await waitingNow()} of ${count} came as far as the lock`);
        await sleep(POLL_MS);
      }
    };
    const first = begin(rules[0]);
    await begun(1);
    const second = begin(rules[1]);
    await begun(2);
    const waiting = await waitingNow();
    await holder.query('ROLLBACK');
    return { answers: [await first, await second], waiting };
  } finally {
    await Promise.all([holder.end(), watcher.end()]);
  }
}
