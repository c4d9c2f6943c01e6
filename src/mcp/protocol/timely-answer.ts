import { EVENT_STREAM_HEADERS } from '../../http/answers/event-stream-headers.js';
import type { AnswerForm } from '../entry/answer-form.js';

/** When an answer becomes a stream, and how often a stream that says nothing shows that it is alive. */
export interface AnswerTiming {
  readonly plainWithinMs: number;
  readonly keepAliveMs: number;
}

/** Claude Code wants the first byte within a minute, proxies in front of others much sooner. */
const TIMING: AnswerTiming = { plainWithinMs: 4_000, keepAliveMs: 15_000 };

/** What an answer came to: `text` is JSON, empty where there was none. */
export interface ReadAnswer {
  readonly status: number;
  readonly text: string;
}

interface Read extends ReadAnswer {
  /** Whether its events were passed on already. */
  readonly passedOn: boolean;
  /** Whether MCP messages came before the answer, such as progress. Events of other names are no messages. */
  readonly hasNotices: boolean;
}

type PassOn = (piece: Uint8Array) => unknown;

const encoder = new TextEncoder();
const MESSAGE = 'event: message\n';
const messageEvent = (json: string) => encoder.encode(`${MESSAGE}data: ${json}\n\n`);
const COMMENT = encoder.encode(': working\n\n');

/** The JSON of an event stream's last message, which is the answer to the request. */
function lastMessage(events: string): string {
  const line = events.split('\n').findLast((each) => each.startsWith('data: '));
  return line?.slice('data: '.length) ?? '';
}

/** Reads an answer of the SDK's to its end, whatever form it has. */
export async function read(answering: Promise<Response>, passOn: PassOn = () => undefined): Promise<Read> {
  const answer = await answering;
  const { status, body } = answer;
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isStream || body === null) return { status, text: await answer.text(), passedOn: false, hasNotices: false };
  const pieces: Uint8Array[] = [];
  for await (const piece of body) {
    pieces.push(piece);
    passOn(piece);
  }
  const events = Buffer.concat(pieces).toString();
  const messages = events.split(MESSAGE).length - 1;
  return { status, text: lastMessage(events), passedOn: true, hasNotices: messages > 1 };
}

/** An answer that is there: as JSON, and as an event for who reads nothing else, if it is no refusal. */
export function readyAnswer({ status, text }: ReadAnswer, form: AnswerForm): Response {
  if (text === '') return new Response(null, { status });
  if (form !== 'events' || status >= 400)
    return new Response(text, { status, headers: { 'content-type': 'application/json' } });
  return new Response(messageEvent(text), { status, headers: EVENT_STREAM_HEADERS });
}

/** Fulfilled with undefined when the time is over first. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}

interface Late {
  readonly reading: Promise<Read>;
  /** What came while the answer might still have become plain. */
  readonly early: readonly Uint8Array[];
  /** Says who gets what comes from now on. */
  readonly onPiece: (passOn: PassOn) => void;
}

function eventStream({ reading, early, onPiece }: Late, keepAliveMs: number): ReadableStream<Uint8Array> {
  let keepAlive: NodeJS.Timeout | undefined;
  let isOpen = true;
  const end = () => {
    isOpen = false;
    clearInterval(keepAlive);
  };
  return new ReadableStream<Uint8Array>({
    start: (stream) => {
      const write: PassOn = (piece) => isOpen && stream.enqueue(piece);
      for (const piece of [COMMENT, ...early]) write(piece);
      onPiece((piece) => {
        // Who sends pieces keeps its stream alive by itself.
        clearInterval(keepAlive);
        write(piece);
      });
      keepAlive = setInterval(() => write(COMMENT), keepAliveMs);
      reading
        .then(({ text, passedOn }) => {
          if (!passedOn && text !== '') write(messageEvent(text));
          if (isOpen) stream.close();
        })
        .catch((error: unknown) => isOpen && stream.error(error))
        .finally(end);
    },
    cancel: end,
  });
}

/**
 * Gives the answer to one request the form that fits the time it takes, whatever form the SDK chose: JSON when it is there
 * soon and nothing was said before it, else an event stream. When the answer takes longer, its first byte leaves at once, and
 * comments follow until the answer is there.
 * @param form what the client reads: one that reads JSON alone waits for it, one that reads events alone gets events.
 */
export async function timelyAnswer(answering: Promise<Response>, form: AnswerForm, timing = TIMING): Promise<Response> {
  const early: Uint8Array[] = [];
  let passOn: PassOn = (piece) => early.push(piece);
  const reading = read(answering, (piece) => passOn(piece));
  const soon = form === 'json' ? await reading : await within(reading, timing.plainWithinMs);
  if (soon?.hasNotices && form !== 'json')
    return new Response(Buffer.concat(early), { status: soon.status, headers: EVENT_STREAM_HEADERS });
  if (soon !== undefined) return readyAnswer(soon, form);
  const onPiece = (next: PassOn) => {
    passOn = next;
  };
  return new Response(eventStream({ reading, early, onPiece }, timing.keepAliveMs), { headers: EVENT_STREAM_HEADERS });
}
