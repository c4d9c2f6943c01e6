import { describe, expect, it } from 'vitest';
import { eventAnswer, type SendEvent } from '../../src/mcp/protocol/event-answer.js';

describe('an answer of events', () => {
  it('has what the work sends, and last what came of it', async () => {
    const answer = eventAnswer(async (send) => {
      send('progress', { done: 1 });
      return { status: 'ok' };
    });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(await answer.text()).toBe('event: progress\ndata: {"done":1}\n\nevent: message\ndata: {"status":"ok"}\n\n');
  });

  it('takes what the work tells after its reader has left, and does nothing with it', async () => {
    let told: SendEvent | undefined;
    const answer = eventAnswer((send) => {
      told = send;
      return new Promise(() => {});
    });
    await answer.body?.cancel();
    expect(told).toBeDefined();
    expect(() => told?.('progress', { done: 2 })).not.toThrow();
  });
});
