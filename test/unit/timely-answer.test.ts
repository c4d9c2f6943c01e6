import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AnswerForm,
  type FinalAnswer,
  type HttpAnswer,
  readAnswer,
  type SendEvent,
  timelyAnswer,
} from '../../src/mcp/protocol/timely-answer.js';

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

/** The answer over HTTP to a request that the SDK answers so. */
const formOf = (answering: Promise<Response>, form: AnswerForm) =>
  timelyAnswer(async (send) => readAnswer(await answering, send), form, TIMING);
const textOf = ({ body }: HttpAnswer) => new Response(body).text();
const jsonOf = async (answer: HttpAnswer) => JSON.parse(await textOf(answer));

describe('the form of an answer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is JSON when the answer is there soon, also where the SDK made a stream of it', async () => {
    const { answer, send, end } = openStream();
    const form = formOf(Promise.resolve(answer), 'either');
    send(event(RESULT));
    end();
    const plain = await form;
    expect(plain.headers['content-type']).toBe('application/json');
    expect(await jsonOf(plain)).toEqual(RESULT);
  });

  it.each(['either', 'events'] as const)(
    'is a stream with the progress that came before the answer, however soon, to who reads "%s"',
    async (form) => {
      const { answer, send, end } = openStream();
      const answering = formOf(Promise.resolve(answer), form);
      send(event(NOTICE));
      send(event(RESULT));
      end();
      const stream = await answering;
      expect(stream.headers['content-type']).toBe('text/event-stream');
      expect(await textOf(stream)).toBe(`${event(NOTICE)}${event(RESULT)}`);
    },
  );

  it('is JSON without the progress before it to who reads JSON alone', async () => {
    const { answer, send, end } = openStream();
    const form = formOf(Promise.resolve(answer), 'json');
    send(event(NOTICE));
    send(event(RESULT));
    end();
    expect(await jsonOf(await form)).toEqual(RESULT);
  });

  it('is what it was when the SDK answers JSON or nothing soon, with its status', async () => {
    const json = await formOf(Promise.resolve(Response.json(RESULT, { status: 400 })), 'either');
    expect([json.status, await jsonOf(json)]).toEqual([400, RESULT]);
    const nothing = await formOf(Promise.resolve(new Response(null, { status: 202 })), 'either');
    expect([nothing.status, await textOf(nothing)]).toEqual([202, '']);
  });

  it('is a stream that begins at once when JSON comes late, with comments until it is there', async () => {
    let answerNow: (answer: Response) => void = () => {};
    const form = formOf(new Promise((resolve) => (answerNow = resolve)), 'either');
    await vi.advanceTimersByTimeAsync(4_000);
    const stream = await form;
    expect(stream.headers['content-type']).toBe('text/event-stream');
    await vi.advanceTimersByTimeAsync(31_000);
    answerNow(Response.json(RESULT));
    expect(await textOf(stream)).toBe(`${': working\n\n'.repeat(3)}${event(RESULT)}`);
  });

  it('is a stream with all that came early and late when the SDK streams for long', async () => {
    const { answer, send, end } = openStream();
    const form = formOf(Promise.resolve(answer), 'either');
    send(event(NOTICE));
    await vi.advanceTimersByTimeAsync(4_000);
    const stream = await form;
    send(event(RESULT));
    end();
    expect(await textOf(stream)).toBe(`: working\n\n${event(NOTICE)}${event(RESULT)}`);
  });

  it('leaves no timer behind when its reader goes away', async () => {
    const form = formOf(new Promise(() => {}), 'either');
    await vi.advanceTimersByTimeAsync(4_000);
    await new Response((await form).body).body?.cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has what the work sends, and last what came of it', async () => {
    let finish: (answer: FinalAnswer) => void = () => {};
    const work = (send: SendEvent) => {
      send('progress', '{"done":1}');
      return new Promise<FinalAnswer>((resolve) => (finish = resolve));
    };
    const form = timelyAnswer(work, 'either', TIMING);
    await vi.advanceTimersByTimeAsync(4_000);
    const stream = await form;
    finish({ status: 200, text: '{"status":"ok"}' });
    expect(await textOf(stream)).toBe(
      ': working\n\nevent: progress\ndata: {"done":1}\n\nevent: message\ndata: {"status":"ok"}\n\n',
    );
  });

  it('is JSON without events that are no messages, such as those of a trial, when it is there soon', async () => {
    const work = async (send: SendEvent) => {
      send('progress', '{"done":1}');
      return { status: 200, text: '{"status":"ok"}' };
    };
    expect(await jsonOf(await timelyAnswer(work, 'either', TIMING))).toEqual({ status: 'ok' });
  });

  it('takes what the work sends after its reader has left, and does nothing with it', async () => {
    let late: SendEvent | undefined;
    const work = (send: SendEvent) => {
      late = send;
      return new Promise<FinalAnswer>(() => {});
    };
    const form = timelyAnswer(work, 'either', TIMING);
    await vi.advanceTimersByTimeAsync(4_000);
    await new Response((await form).body).body?.cancel();
    expect(late).toBeDefined();
    expect(() => late?.('progress', '{"done":2}')).not.toThrow();
  });

  it('has, as a stream, what was known of the limits when it began', async () => {
    const limits = { isExceeded: true, retryAfterSeconds: 7, policies: [] };
    const form = timelyAnswer(
      (_, tellLimits) => {
        tellLimits(limits);
        tellLimits(undefined);
        return new Promise<FinalAnswer>(() => {});
      },
      'either',
      TIMING,
    );
    await vi.advanceTimersByTimeAsync(TIMING.plainWithinMs);
    expect(await form).toMatchObject({ status: 200, lookerLimits: limits });
  });

  it('passes over an event without data', async () => {
    const { answer, send, end } = openStream();
    const form = formOf(Promise.resolve(answer), 'either');
    send('id: 1\ndata: \n\n');
    send(event(RESULT));
    end();
    expect(await jsonOf(await form)).toEqual(RESULT);
  });
});
