import { describe, expect, it } from 'vitest';
import { workTurns } from '../../src/looker/work-turns.js';

describe('turns of work', () => {
  it('come one in each turn of the event loop, first come first served, and what has begun goes first', async () => {
    const order: string[] = [];
    let isOver = false;
    const others = (async () => {
      while (!isOver) {
        await new Promise(setImmediate);
        order.push('-');
      }
    })();
    const begun = (name: string) => workTurns.next({ isBegun: true }).then(() => order.push(`${name} ends`));
    const work = async (name: string) => {
      await workTurns.next();
      order.push(name);
      await begun(name);
    };
    await Promise.all([work('a'), work('b'), work('c')]);
    isOver = true;
    await others;
    expect(order.filter((step) => step !== '-')).toEqual(['a', 'a ends', 'b', 'b ends', 'c', 'c ends']);
    // Whoever else waited for the event loop was served between two pieces.
    expect(order.join('').match(/[a-c](?! ends)[a-c]/)).toBeNull();
    expect(order.slice(order.indexOf('a'), order.indexOf('c ends')).filter((step) => step === '-')).not.toHaveLength(0);
  });
});
