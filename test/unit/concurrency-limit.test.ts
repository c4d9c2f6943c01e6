import { describe, expect, it } from 'vitest';
import { ConcurrencyLimit } from '../../src/access/concurrency-limit.js';
import type { AppError } from '../../src/errors/app-error.js';
import { gate } from '../looker/stand-in.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  const start = (options: { atOnceMax: number; waitingMax: number; waitingPerCallerMax: number }) => {
    const turns = new ConcurrencyLimit(options);
    const begun: string[] = [];
    const end = new Map<string, () => void>();
    const ask = (caller: string, name: string) =>
      turns
        .withSlot(caller, async () => {
          const ending = gate();
          begun.push(name);
          end.set(name, ending.open);
          await ending.opened;
        })
        .then(
          () => 'done',
          (error: AppError) => `${error.code} after ${error.retryAfterSeconds}`,
        );
    return { begun, ask, end: (name: string) => end.get(name)?.() };
  };

  it('are given to so many at once, then to whoever waits the longest', async () => {
    const { begun, ask, end } = start({ atOnceMax: 2, waitingMax: 10, waitingPerCallerMax: 10 });
    for (const name of ['1', '2', '3', '4']) void ask('ana', name);
    await settled();
    expect(begun).toEqual(['1', '2']);
    end('2');
    await settled();
    expect(begun).toEqual(['1', '2', '3']);
    end('1');
    await settled();
    expect(begun).toEqual(['1', '2', '3', '4']);
  });

  it('are refused at once when the line is full, and to one caller before it fills the line alone', async () => {
    const { begun, ask, end } = start({ atOnceMax: 1, waitingMax: 3, waitingPerCallerMax: 2 });
    const answers = ['1', '2', '3', '4'].map((name) => ask('ana', name));
    expect(await answers[3]).toBe('request.rate_limited after 1');
    const other = [ask('bo', '5'), ask('bo', '6')];
    expect(await other[1]).toBe('request.rate_limited after 1');
    for (const name of ['1', '2', '3', '5']) {
      end(name);
      await settled();
    }
    expect(begun).toEqual(['1', '2', '3', '5']);
    expect(await Promise.all([...answers.slice(0, 3), other[0]])).toEqual(Array(4).fill('done'));
    void ask('ana', '7');
    void ask('ana', '8');
    void ask('ana', '9');
    await settled();
    expect(begun.at(-1)).toBe('7');
  });

  it('are handed on when a work fails', async () => {
    const turns = new ConcurrencyLimit({ atOnceMax: 1, waitingMax: 1, waitingPerCallerMax: 1 });
    const failing = turns.withSlot('ana', () => Promise.reject(new Error('planted')));
    const next = turns.withSlot('ana', async () => 'next');
    await expect(failing).rejects.toThrow('planted');
    expect(await next).toBe('next');
    expect(await turns.withSlot('ana', async () => 'last')).toBe('last');
  });
});
