import { describe, expect, it } from 'vitest';
import type { RecordChange } from '../../src/cache/broadcast.js';
import { MemoryBroadcast } from '../../src/cache/memory-broadcast.js';

const change = (id: string): RecordChange => ({ record: 'mcp_server', organizationId: 'o', id });

describe('the broadcast', () => {
  it('has reached every listener, in order, when publishing returns', () => {
    const broadcast = new MemoryBroadcast();
    const heard: string[] = [];
    broadcast.subscribe(({ id }) => heard.push(`first ${id}`));
    broadcast.subscribe(({ id }) => heard.push(`second ${id}`));
    broadcast.publish(change('1'));
    broadcast.publish(change('2'));
    expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2']);
  });

  it('needs no listener', () => {
    expect(() => new MemoryBroadcast().publish(change('1'))).not.toThrow();
  });

  it('reaches no listener of another broadcast', () => {
    const heard: RecordChange[] = [];
    new MemoryBroadcast().subscribe((given) => heard.push(given));
    new MemoryBroadcast().publish(change('1'));
    expect(heard).toEqual([]);
  });
});
