import type { CallStatus } from '../../call-log/call-status.js';
import { accepts } from '../../http/answers/accepted.js';
import { EVENT_STREAM_HEADERS } from '../../http/answers/event-stream-headers.js';
import type { LookerLimits } from '../../looker/rate-limit.js';

/** In which form an answer can be read: as JSON, as an event stream, or `either`, when the time that it takes decides. */
export type AnswerForm = 'json' | 'events' | 'either';

/** What the header `Accept` of a request leaves open. Who names neither form is read generously: all clients read both. */
export function answerForm(accept: string | undefined): AnswerForm {
  const json = accepts(accept, 'application/json', 'application/*', '*/*');
  const events = accepts(accept, 'text/event-stream', 'text/*', '*/*');
  if (json === events) return 'either';
  return json ? 'json' : 'events';
}

/** When an answer becomes a stream, and how often a stream that says nothing shows that it is alive. */
export interface AnswerTiming {
  readonly plainWithinMs: number;
  readonly keepAliveMs: number;
}

/** Claude Code wants the first byte within a minute, proxies in front of others much sooner. */
const TIMING: AnswerTiming = { plainWithinMs: 4_000, keepAliveMs: 15_000 };

/** The whole answer to a request, once it is there. */
export interface FinalAnswer {
  readonly status: number;
  /** JSON; empty where there is no answer. */
  readonly text: string;
  /** What Looker said of its limits. */
  readonly lookerLimits?: LookerLimits | undefined;
  /** Whether the caller has to sign in again: the same request may be sent once more then. */
  readonly isSignInOver?: boolean | undefined;
  /** How the tool call ended, if it was one. */
  readonly callStatus?: CallStatus | undefined;
}

/** An answer over HTTP, of whatever server. Of the rest it has what is known when it begins. */
export interface HttpAnswer extends Pick<FinalAnswer, 'status' | 'lookerLimits' | 'isSignInOver'> {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | ReadableStream<Uint8Array> | undefined;
}

/** Sends what comes before the answer: the name of an event, and its data as JSON. */
export type SendEvent = (event: string, json: string) => void;

/** Tells what Looker has said of its limits, which an answer that becomes a stream has no room for later. */
export type TellLimits = (limits: LookerLimits | undefined) => void;

/** The name of the events that are MCP messages. Events of other names may be left out where the answer is soon there. */
const MESSAGE = 'message';

const eventBytes = (event: string, json: string) => Buffer.from(`event: ${event}\ndata: ${json}\n\n`);
const COMMENT = Buffer.from(': working\n\n');

/** Whether an answer of the SDK's is an event stream. */
export const isStream = ({ headers }: Response) =>
  headers.get('content-type')?.startsWith('text/event-stream') === true;

/** Reads an answer of the SDK's, of whatever form, to its end. Messages before the answer are sent as they come. */
export async function readAnswer(response: Response, send: SendEvent = () => {}): Promise<FinalAnswer> {
  const { status, body } = response;
  if (!isStream(response) || body === null) return { status, text: await response.text() };
  let text = '';
  for await (const json of messagesOf(body))
    if (isAnswer(json)) text = json;
    else send(MESSAGE, json);
  return { status, text };
}

/** The JSON of each event of a stream. */
async function* messagesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let open = '';
  for await (const piece of body) {
    const events = (open + decoder.decode(piece, { stream: true })).split('\n\n');
    open = events.pop() ?? '';
    // An event that only begins a stream has no data.
    for (const event of events)
      for (const line of event.split('\n')) if (line.startsWith(DATA) && line !== DATA) yield line.slice(DATA.length);
  }
}

const DATA = 'data: ';

/** Answers have no method. Most begin with their result, and need not be read for that, however long they are. */
const isAnswer = (json: string) => json.startsWith('{"result":') || JSON.parse(json).method === undefined;

/** An answer that is there: as JSON, and as an event for who reads nothing else, if it is no refusal. */
export function readyAnswer({ text, ...rest }: FinalAnswer, form: AnswerForm): HttpAnswer {
  if (text === '') return { ...rest, headers: {}, body: undefined };
  if (form !== 'events' || rest.status >= 400)
    return { ...rest, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  return { ...rest, headers: EVENT_STREAM_HEADERS, body: eventBytes(MESSAGE, text) };
}

/** Fulfilled with undefined when the time is over first. */
async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

/** The events of one answer: kept until they have a reader, and dropped when the reader has left. */
class Events {
  private readonly kept: Uint8Array[] = [];
  private write: (bytes: Uint8Array) => void = (bytes) => this.kept.push(bytes);
  /** Whether MCP messages came before the answer, such as progress. */
  hasMessages = false;

  readonly send: SendEvent = (event, json) => {
    this.hasMessages ||= event === MESSAGE;
    this.write(eventBytes(event, json));
  };

  /** All that was sent. */
  bytes(): Uint8Array {
    return Buffer.concat(this.kept);
  }

  /** A stream of all that was and will be sent, and of the answer, with comments in between. */
  stream(answering: Promise<FinalAnswer>, keepAliveMs: number): ReadableStream<Uint8Array> {
    let keepAlive: NodeJS.Timeout | undefined;
    let isOpen = true;
    const end = () => {
      isOpen = false;
      this.write = () => {};
      clearInterval(keepAlive);
    };
    return new ReadableStream<Uint8Array>({
      start: (stream) => {
        this.write = (bytes) => stream.enqueue(bytes);
        for (const bytes of [COMMENT, ...this.kept]) this.write(bytes);
        keepAlive = setInterval(() => this.write(COMMENT), keepAliveMs);
        answering
          .then(({ text }) => {
            if (text !== '') this.send(MESSAGE, text);
            if (isOpen) stream.close();
          })
          .catch((error: unknown) => isOpen && stream.error(error))
          .finally(end);
      },
      cancel: end,
    });
  }
}

/**
 * Gives the answer to one request the form that fits the time it takes: JSON when it is there soon and no message came before
 * it, else an event stream. When the answer takes longer, its first byte leaves at once, and comments follow until the answer is there.
 * @param work sends what comes before the answer, tells the limits known so far, and is fulfilled with the answer.
 * @param form what the client reads: one that reads JSON alone waits for it, one that reads events alone gets events.
 */
export async function timelyAnswer(
  work: (send: SendEvent, tellLimits: TellLimits) => Promise<FinalAnswer>,
  form: AnswerForm,
  timing = TIMING,
): Promise<HttpAnswer> {
  const events = new Events();
  let lookerLimits: LookerLimits | undefined;
  const answering = work(events.send, (limits) => {
    lookerLimits = limits ?? lookerLimits;
  });
  const soon = form === 'json' ? await answering : await withTimeout(answering, timing.plainWithinMs);
  if (soon === undefined)
    return {
      status: 200,
      headers: EVENT_STREAM_HEADERS,
      body: events.stream(answering, timing.keepAliveMs),
      lookerLimits,
    };
  if (!events.hasMessages || form === 'json') return readyAnswer(soon, form);
  const { text, ...known } = soon;
  if (text !== '') events.send(MESSAGE, text);
  return { ...known, headers: EVENT_STREAM_HEADERS, body: events.bytes() };
}
