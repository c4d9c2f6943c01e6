import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { timelyAnswer } from '../../src/mcp/protocol/timely-answer.js';

const TIMING = { plainWithinMs: 4_000, keepAliveMs: 15_000 };
const RESULT = { jsonrpc: '2.0', id: 1, result: { content: [] } };
const NOTICE = { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 1, progress: 1 } };
const event = (message: object) => `event: message\ndata: ${JSON.stringify(message)}\n\n`;

/** An answer as an event stream, whose events are sent by hand. */
function openStream() {
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      stream = controller;
    },
  });
  return {
    answer: new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    send: (text: string) => stream?.enqueue(new TextEncoder().encode(text)),
    end: () => stream?.close(),
  };
}

describe('the form of an answer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is JSON when the answer is there soon, also where the SDK made a stream of it', async () => {
    const { answer, send, end } = openStream();
    const form = timelyAnswer(Promise.resolve(answer), 'either', TIMING);
    send(event(RESULT));
    end();
    const plain = await form;
    expect(plain.headers.get('content-type')).toBe('application/json');
    expect(await plain.json()).toEqual(RESULT);
  });

  it.each(['either', 'events'] as const)(
    'is a stream with the progress that came before the answer, however soon, to who reads "%s"',
    async (form) => {
      const { answer, send, end } = openStream();
      const answering = timelyAnswer(Promise.resolve(answer), form, TIMING);
      send(event(NOTICE));
      send(event(RESULT));
      end();
      const stream = await answering;
      expect(stream.headers.get('content-type')).toBe('text/event-stream');
      expect(await stream.text()).toBe(`${event(NOTICE)}${event(RESULT)}`);
    },
  );

  it('is JSON without the progress before it to who reads JSON alone', async () => {
    const { answer, send, end } = openStream();
    const form = timelyAnswer(Promise.resolve(answer), 'json', TIMING);
    send(event(NOTICE));
    send(event(RESULT));
    end();
    expect(await (await form).json()).toEqual(RESULT);
  });

  it('is what it was when the SDK answers JSON or nothing soon, with its status', async () => {
    const json = await timelyAnswer(Promise.resolve(Response.json(RESULT, { status: 400 })), 'either', TIMING);
    expect([json.status, await json.json()]).toEqual([400, RESULT]);
    const nothing = await timelyAnswer(Promise.resolve(new Response(null, { status: 202 })), 'either', TIMING);
    expect([nothing.status, await nothing.text()]).toEqual([202, '']);
  });

  it('is a stream that begins at once when JSON comes late, with comments until it is there', async () => {
    let answerNow: (answer: Response) => void = () => {};
    const form = timelyAnswer(new Promise((resolve) => (answerNow = resolve)), 'either', TIMING);
    await vi.advanceTimersByTimeAsync(4_000);
    const stream = await form;
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    await vi.advanceTimersByTimeAsync(31_000);
    answerNow(Response.json(RESULT));
    expect(await stream.text()).toBe(`${': working\n\n'.repeat(3)}${event(RESULT)}`);
  });

  it('is a stream with all that came early and late when the SDK streams for long', async () => {
    const { answer, send, end } = openStream();
    const form = timelyAnswer(Promise.resolve(answer), 'either', TIMING);
    send(event(NOTICE));
    await vi.advanceTimersByTimeAsync(4_000);
    const stream = await form;
    send(event(RESULT));
    end();
    expect(await stream.text()).toBe(`: working\n\n${event(NOTICE)}${event(RESULT)}`);
  });

  it('leaves no timer behind when its reader goes away', async () => {
    const form = timelyAnswer(new Promise(() => {}), 'either', TIMING);
    await vi.advanceTimersByTimeAsync(4_000);
    await (await form).body?.cancel();
    expect(vi.getTimerCount()).toBe(0);
  });
});
