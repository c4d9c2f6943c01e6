import { describe, expect, it } from 'vitest';
import { HostSlots } from '../../src/looker/host-slots.js';
import { gate } from './stand-in.js';

const never = () => new AbortController().signal;

describe('the slots of a host', () => {
  it('are given in the order of asking, and no more at once than there are', async () => {
    const slots = new HostSlots({ connectionsPerHostMax: 2, queueTimeoutMs: 10_000 });
    const gates = Array.from({ length: 5 }, gate);
    const begun: number[] = [];
    const calls = gates.map((one, at) =>
      slots.withSlot('h', never(), async () => {
        begun.push(at);
        await one.opened;
        return at;
      }),
    );
    expect(begun).toEqual([0, 1]);
    for (const [at, one] of gates.entries()) {
      one.open();
      expect(await calls[at]).toBe(at);
    }
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(await slots.withSlot('h', never(), async () => 'free again')).toBe('free again');
  });

  it('of another host are free while these are not', async () => {
    const slots = new HostSlots({ connectionsPerHostMax: 1, queueTimeoutMs: 10_000 });
    const go = gate();
    const held = slots.withSlot('dead', never(), () => go.opened);
    expect(await slots.withSlot('alive', never(), async () => 'answered')).toBe('answered');
    go.open();
    await held;
  });

  it('are refused to who waited too long, and to who would make the line too long, without doing the work', async () => {
    const slots = new HostSlots({ connectionsPerHostMax: 1, queueTimeoutMs: 100 });
    const go = gate();
    const held = slots.withSlot('h', never(), () => go.opened);
    let worked = 0;
    const ask = () =>
      slots.withSlot('h', never(), async () => ++worked).catch((error: { fault: string; message: string }) => error);
    const waiting = Array.from({ length: 64 }, ask);
    expect(await ask()).toMatchObject({ fault: 'busy', message: expect.stringContaining('64 more wait') });
    const late = expect.objectContaining({ message: expect.stringContaining('none of them ended within 0.1 seconds') });
    expect(await Promise.all(waiting)).toEqual(Array(64).fill(late));
    go.open();
    await held;
    expect(worked).toBe(0);
    expect(await ask()).toBe(1);
  });

  it('are not kept for who went away while waiting, and are given back by work that fails', async () => {
    const slots = new HostSlots({ connectionsPerHostMax: 1, queueTimeoutMs: 10_000 });
    const [go, caller] = [gate(), new AbortController()];
    const held = slots.withSlot('h', never(), async () => {
      await go.opened;
      throw new Error('planted');
    });
    const gone = slots.withSlot('h', caller.signal, async () => 'never');
    caller.abort();
    await expect(gone).rejects.toThrow();
    go.open();
    await expect(held).rejects.toThrow('planted');
    expect(await slots.withSlot('h', never(), async () => 'free again')).toBe('free again');
  });
});
